import { isDeepStrictEqual } from 'node:util';
import {
  type Diagnostic,
  HoverRequest,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseTypeScript } from '../../server/src/languages/typescript/parser';
import type { Linter } from '../../server/src/linter';
import { fileKind } from '../../server/src/workspace/workspace';
import type { Random } from '../harness/random';
import { findingsOf, parses, type Shown } from './freshStart';
import type { FuzzedWorkspace } from './fuzzedWorkspace';

/** What must never happen. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** An answer that takes longer has not come: more than a document may take until it is given up, on a busy machine. */
const LONGEST_WAIT_MS = 45_000;

/** How long the server may take to read the folder again after a configuration has changed. */
const SETTLING_MS = 5_000;

/** Asks for all that an editor asks for, and sees whether the answers are there and lie within the document. */
export async function answersAll(
  workspace: FuzzedWorkspace,
  path: string,
  random: Random,
): Promise<readonly Diagnostic[]> {
  const { editor, open } = workspace;
  const document = open.get(path)!;
  const uri = workspace.uri(path);
  const diagnostics = await answered('diagnostics', editor.pull(uri));
  const one = diagnostics.length > 0 ? random.of(diagnostics).range : anywhere(document, random);
  const actions = await answered('code actions', editor.actions(uri, one));
  await answered(
    'a hover',
    editor.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: one.start }),
  );
  const completing = { textDocument: { uri }, position: anywhere(document, random).start };
  await answered('a completion', editor.connection.sendRequest('textDocument/completion', completing));
  for (const { range } of diagnostics) mustLieWithin(document, range, 'a finding');
  for (const { edit, title } of actions)
    for (const change of (edit?.documentChanges ?? []) as TextDocumentEdit[])
      for (const { range } of change.edits) mustLieWithin(documentAt(workspace, change.textDocument.uri), range, title);
  mustBeSilent(workspace);
  return diagnostics;
}

/** The findings are those of an engine that starts now. */
export async function equalsFreshStart(workspace: FuzzedWorkspace, path: string, linter: Linter): Promise<void> {
  const isComparable = comparable(workspace);
  const fresh = sorted(findingsOf(linter, workspace.at(path)).filter(isComparable));
  const end = performance.now() + SETTLING_MS;
  for (;;) {
    const now = sorted((await workspace.editor.pull(workspace.uri(path))).map(shown).filter(isComparable));
    if (isDeepStrictEqual(now, fresh)) return;
    if (performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
    else throw new Broken(`The findings differ from those of a fresh start:\n${difference(now, fresh)}`);
  }
}

/** While code is half-typed its last good tree holds, which a fresh start has never seen. */
function comparable({ open }: FuzzedWorkspace): (finding: Shown) => boolean {
  const isHalfTyped = [...open].some(
    ([path, document]) => fileKind(path) === 'typescript' && !parseTypeScript(path, document.getText()),
  );
  return ({ rule }) => !isHalfTyped || !/^(?:phi|ts|suppression)\//.test(rule);
}

/**
 * Every repair of one finding, and all of the file's, leave a text that is read as well as the one before.
 * @param linter an engine that starts now.
 */
export async function repairsReparse(
  workspace: FuzzedWorkspace,
  path: string,
  linter: Linter,
  random: Random,
): Promise<void> {
  const { editor, open } = workspace;
  const document = open.get(path)!;
  const everything = { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
  const actions = await answered('code actions', editor.actions(workspace.uri(path), everything));
  const repairs = actions.filter(({ data }) => data && 'safe' in data);
  const wholeFile = actions.filter(({ kind }) => kind?.startsWith('source.fixAll'));
  if (!parses(linter, workspace.at(path), document.getText())) return;
  for (const { edit, title } of [...wholeFile, ...(repairs.length > 0 ? [random.of(repairs)] : [])])
    for (const { textDocument, edits } of (edit?.documentChanges ?? []) as TextDocumentEdit[]) {
      if (textDocument.uri !== document.uri) continue;
      const repaired = TextDocument.applyEdits(document, edits as TextEdit[]);
      if (!parses(linter, workspace.at(path), repaired))
        throw new Broken(`"${title}" made a text that does not parse:\n${repaired}`);
    }
}

async function answered<T>(what: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Broken(`${what} did not come within ${LONGEST_WAIT_MS / 1000} s`)),
      LONGEST_WAIT_MS,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    if (error instanceof Broken) throw error;
    throw new Broken(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

function mustBeSilent({ editor }: FuzzedWorkspace): void {
  const mistake = editor.log.find((line) => /mistake of its own|stopped|\n {4}at /.test(line));
  if (mistake !== undefined) throw new Broken(`The server noted an error of its own: ${mistake}`);
}

function mustLieWithin(document: TextDocument | undefined, range: Range, what: string): void {
  if (!document) return;
  const { start, end } = range;
  const isOrdered = start.line < end.line || (start.line === end.line && start.character <= end.character);
  const lies = [start, end].every((place) => isDeepStrictEqual(document.positionAt(document.offsetAt(place)), place));
  if (!isOrdered || !lies) throw new Broken(`${what} lies outside of the document, at ${JSON.stringify(range)}`);
}

function documentAt({ open }: FuzzedWorkspace, uri: string): TextDocument | undefined {
  return [...open.values()].find((document) => document.uri === uri);
}

function anywhere(document: TextDocument, random: Random): Range {
  const at = document.positionAt(random.below(document.getText().length + 1));
  return { start: at, end: at };
}

function shown({ code, severity, message, range }: Diagnostic): Shown {
  return { rule: String(code), severity, message: String(message), range: JSON.stringify(range) };
}

function sorted(findings: readonly Shown[]): string[] {
  return findings.map((finding) => JSON.stringify(finding)).sort();
}

function difference(now: readonly string[], fresh: readonly string[]): string {
  const extra = now.filter((finding) => !fresh.includes(finding)).map((finding) => `+ ${finding}`);
  const missing = fresh.filter((finding) => !now.includes(finding)).map((finding) => `- ${finding}`);
  return [...extra, ...missing].slice(0, 10).join('\n');
}
