import type { InlayHint, InlayHintParams } from 'vscode-languageserver/node';
import { encryptedFields } from '../workspace/phi/hover';
import type { Session } from './session';

/** Marks the fields of a schema that the encryption list names. */
export async function inlayHints(session: Session, { textDocument, range }: InlayHintParams): Promise<InlayHint[]> {
  await session.settled();
  const document = session.documents.get(textDocument.uri);
  if (!document) return [];
  const lines = session.lines(document.path);
  const [from, to] = [lines.offset(range.start), lines.offset(range.end)];
  return session.work
    .about(document.path, () => encryptedFields(session.linter.workspace, document.path))
    .filter(({ span }) => from <= span.end && span.end <= to)
    .map(({ span, model, field }) => ({
      position: lines.position(span.end),
      label: 'encrypted',
      paddingLeft: true,
      tooltip: `${model}.${field} is encrypted before it reaches the database.`,
    }));
}
