import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver/node';
import type { Span } from '../core/span';
import { ruleSummary } from '../linting/rulePage';
import { phiHover } from '../workspace/phi/hover';
import { pageOf, toRange } from './convert';
import { EXPLAIN_RULE } from './protocol';
import type { Session } from './session';

interface Part {
  readonly span: Span;
  readonly markdown: string;
}

/** What is to be said of a place: the rules behind the findings there, and whether a field of the schema is encrypted. */
export async function hover(session: Session, { textDocument, position }: HoverParams): Promise<Hover | null> {
  await session.settled();
  const document = session.documents.get(textDocument.uri);
  if (!document) return null;
  const lines = session.lines(document.path);
  const at = lines.offset(position);
  const parts = session.work.about(document.path, () => [
    ...findingParts(session, document.path, at),
    ...encryptionPart(session, document.path, at),
  ]);
  if (parts.length === 0) return null;
  const value = parts.map(({ markdown }) => markdown).join('\n\n---\n\n');
  return { contents: { kind: MarkupKind.Markdown, value }, range: toRange(lines, parts[0]!.span) };
}

/** Why, wrong and right, once for each rule that has something to say here. */
function findingParts(session: Session, path: string, at: number): readonly Part[] {
  const here = session.linter.check(path).filter(({ span }) => span.start <= at && at <= span.end);
  return session.linter.rules.flatMap((rule) => {
    const finding = here.find((candidate) => candidate.rule === rule.id);
    if (!finding) return [];
    const markdown = `**${rule.id}**: ${rule.docs.summary}\n\n${ruleSummary(rule)}\n\n${linkToPage(session, rule.id)}`;
    return [{ span: finding.span, markdown }];
  });
}

function encryptionPart(session: Session, path: string, at: number): readonly Part[] {
  const found = phiHover(session.linter.workspace, path, at);
  if (!found) return [];
  const { span, text, link } = found;
  if (!link) return [{ span, markdown: text }];
  const { line, character } = session.lines(link.path).position(link.span.start);
  const address = `${session.documents.uriOf(link.path)}#${line + 1},${character + 1}`;
  return [{ span, markdown: `${text}\n\n[${link.title}](${address})` }];
}

function linkToPage(session: Session, rule: string): string {
  if (session.abilities.commands.includes(EXPLAIN_RULE))
    return `[All about ${rule}](command:${EXPLAIN_RULE}?${encodeURIComponent(JSON.stringify([rule]))})`;
  const page = pageOf(rule);
  return page === undefined ? `\`ehr-schema explain ${rule}\` tells more.` : `[All about ${rule}](${page})`;
}
