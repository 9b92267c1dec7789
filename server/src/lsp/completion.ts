import { type CompletionItem, CompletionItemKind, type CompletionParams } from 'vscode-languageserver/node';
import { lineAt } from '../linting/units';
import { phiNamesAt } from '../workspace/phi/completion';
import { toRange } from './convert';
import type { Session } from './session';

/** Names that only we know: rules in a suppression, models and fields in the encryption list. */
export async function completion(
  session: Session,
  { textDocument, position }: CompletionParams,
): Promise<CompletionItem[]> {
  await session.settled();
  const document = session.documents.get(textDocument.uri);
  if (!document) return [];
  const at = session.lines(document.path).offset(position);
  return session.work.about(
    document.path,
    () => ruleNames(session, document.path, at) ?? phiNames(session, document.path, at),
  );
}

const HALF_TYPED_RULE = /(?:--|\/\/)[ \t]*ehr-schema-ignore(?:-file)?[ \t]+(?:[^\s:]+[ \t,]+)*([^\s:,]*)$/;

function ruleNames(session: Session, path: string, at: number): CompletionItem[] | undefined {
  const text = session.linter.workspace.text(path) ?? '';
  const typed = HALF_TYPED_RULE.exec(text.slice(lineAt(text, at).start, at))?.[1];
  if (typed === undefined) return undefined;
  const range = toRange(session.lines(path), { start: at - typed.length, end: at });
  return session.linter.rules.map(({ id, docs }) => ({
    label: id,
    kind: CompletionItemKind.Value,
    detail: docs.summary,
    textEdit: { range, newText: id },
  }));
}

function phiNames(session: Session, path: string, at: number): CompletionItem[] {
  const found = phiNamesAt(session.linter.workspace, path, at);
  if (!found) return [];
  const range = toRange(session.lines(path), found.replaces);
  const detail = found.model === undefined ? 'a model of the Prisma schema' : `a field of ${found.model}`;
  const kind = found.kind === 'model' ? CompletionItemKind.Class : CompletionItemKind.Field;
  return found.names.map((name) => {
    const newText = found.quoted || found.kind === 'model' ? name : `'${name}'`;
    return { label: name, kind, detail, filterText: name, textEdit: { range, newText } };
  });
}
