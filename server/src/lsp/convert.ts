import {
  type ChangeAnnotation,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Edit } from '../core/edit';
import type { Finding, Severity } from '../core/finding';
import type { LineIndex, Span } from '../core/span';
import { docsPage } from '../host/installation';
import { SOURCE } from './protocol';
import type { Session } from './session';
import { uriOfPath } from './uris';

const SEVERITIES: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** A span in the protocol's terms. */
export function toRange(lines: LineIndex, { start, end }: Span): Range {
  return { start: lines.position(start), end: lines.position(end) };
}

/** The findings of one document in the protocol's terms. */
export function toDiagnostics(session: Session, path: string, findings: readonly Finding[]): Diagnostic[] {
  const lines = session.lines(path);
  return findings.map((finding) => toDiagnostic(session, path, lines, finding));
}

function toDiagnostic(session: Session, path: string, lines: LineIndex, finding: Finding): Diagnostic {
  const page = pageOf(finding.rule);
  const related = finding.related.map((place) => {
    const target = place.path ?? path;
    return {
      location: { uri: session.documents.uriOf(target), range: toRange(session.lines(target), place) },
      message: place.message,
    };
  });
  return {
    range: toRange(lines, finding.span),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    source: SOURCE,
    message: finding.message,
    ...(page !== undefined && { codeDescription: { href: page } }),
    ...(related.length > 0 && { relatedInformation: related }),
    ...(finding.rule === 'suppression/unused' && { tags: [DiagnosticTag.Unnecessary] }),
  };
}

const pages = new Map<string, string | undefined>();

/** The address of a rule's page in the installed package. */
export function pageOf(rule: string): string | undefined {
  if (!pages.has(rule)) {
    const page = docsPage(rule);
    pages.set(rule, page === undefined ? undefined : uriOfPath(page));
  }
  return pages.get(rule);
}

/** Edits by path as one edit of the workspace, tied to the versions that they were made for. */
export function toWorkspaceEdit(
  session: Session,
  edits: ReadonlyMap<string, readonly Edit[]>,
  annotation?: ChangeAnnotation,
): WorkspaceEdit {
  const id = annotation && session.abilities.annotatedEdits ? 'note' : undefined;
  const documentChanges: TextDocumentEdit[] = [];
  for (const [path, changes] of edits) {
    const lines = session.lines(path);
    const version = session.documents.at(path)?.text.version ?? null;
    const textEdits = changes.map((edit): TextEdit => ({ range: toRange(lines, edit), newText: edit.text }));
    documentChanges.push({
      textDocument: { uri: session.documents.uriOf(path), version },
      edits: id === undefined ? textEdits : textEdits.map((edit) => ({ ...edit, annotationId: id })),
    });
  }
  if (!session.abilities.versionedEdits)
    return {
      changes: Object.fromEntries(
        documentChanges.map(({ textDocument, edits }) => [textDocument.uri, edits as TextEdit[]]),
      ),
    };
  return { documentChanges, ...(id !== undefined && annotation && { changeAnnotations: { [id]: annotation } }) };
}

/** Edits of one finding, grouped by the document that they belong to. */
export function byPath(path: string, edits: readonly Edit[]): ReadonlyMap<string, readonly Edit[]> {
  const grouped = new Map<string, Edit[]>();
  for (const edit of edits) grouped.set(edit.path ?? path, [...(grouped.get(edit.path ?? path) ?? []), edit]);
  return grouped;
}
