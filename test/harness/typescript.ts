import { expect } from 'vitest';
import { type Configuration, DEFAULT_CONFIGURATION } from '../../server/src/core/configuration';
import { applyEdits, type Edit } from '../../server/src/core/edit';
import type { Finding, Repair } from '../../server/src/core/finding';
import { exampleOf } from '../../server/src/core/rule';
import type { Tools } from '../../server/src/core/tools';
import { parseTypeScript } from '../../server/src/languages/typescript/parser';
import { Linter } from '../../server/src/linter';
import type { AnyRule } from '../../server/src/rules/contexts';
import { fileKind, Workspace } from '../../server/src/workspace/workspace';

/** Other files of the workspace by path. */
export type Files = Readonly<Record<string, string>>;

/** Neither TypeScript nor Prisma documents may reach PostgreSQL's parser. */
const noSql = () => {
  throw new Error('a TypeScript or Prisma document reached the SQL parser');
};
const tools: Tools = { sql: { crashes: 0, parse: noSql, parsePlPgSql: noSql } };

/** A linter of some rules over the given files, with a configuration that holds for all of them. */
export function linterOf(
  rules: AnyRule | readonly AnyRule[],
  files: Files,
  configuration: Partial<Configuration> = {},
): Linter {
  const workspace = new Workspace(() => ({ ...DEFAULT_CONFIGURATION, ...configuration, root: '/' }));
  workspace.set('/ehr-schema.config.json', '{}');
  for (const [path, text] of Object.entries(files)) workspace.set(path, text);
  return new Linter(workspace, tools, [rules].flat());
}

/** A text with `⟦…⟧` around what is to be found, as the plain text and the words that are marked. */
export function unmarked(text: string): string {
  return text.replace(/[⟦⟧]/g, '');
}

/** The text with `⟦…⟧` around what was found. */
export function marked(text: string, findings: readonly Finding[]): string {
  const marks = findings.flatMap(({ span }): Edit[] => [
    { start: span.start, end: span.start, text: '⟦' },
    { start: span.end, end: span.end, text: '⟧' },
  ]);
  return applyEdits(text, marks);
}

/** A text of up to so many characters is checked in every half-typed form, a longer one in about as many. */
const MOST_PREFIXES = 250;

/** Checks that a rule marks exactly what is marked, and that no half-typed form of the text makes it throw. */
export function expectMarked(rule: AnyRule, path: string, text: string, files: Files = {}): readonly Finding[] {
  const plain = unmarked(text);
  const linter = linterOf(rule, { ...files, [path]: plain });
  const findings = linter.check(path);
  expect(marked(plain, findings)).toBe(text);
  for (let end = 0; end < plain.length; end += Math.ceil(plain.length / MOST_PREFIXES)) {
    linter.workspace.set(path, plain.slice(0, end));
    for (const { span } of linter.check(path)) expect(span.end).toBeLessThanOrEqual(end);
  }
  return findings;
}

/** Checks that a text is TypeScript without a single fault, as far as its file is TypeScript. */
export function expectParses(path: string, text: string): void {
  if (fileKind(path) === 'typescript') expect(parseTypeScript(path, text)?.errors, text).toEqual([]);
}

/** The texts of all files after a repair; each of them parses. */
export function repaired(linter: Linter, path: string, repair: Repair): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const target of new Set(repair.edits.map((edit) => edit.path ?? path))) {
    const edits = repair.edits.filter((edit) => (edit.path ?? path) === target);
    const text = applyEdits(linter.workspace.text(target) ?? '', edits);
    // A repair beside half-typed text cannot make it whole.
    if (parseTypeScript(target, linter.workspace.text(target) ?? '')) expectParses(target, text);
    texts.set(target, text);
  }
  return texts;
}

/** Checks that Fix All makes `after` of `before`, that nothing safe is left, and that a second Fix All changes nothing. */
export function expectFixed(rule: AnyRule, path: string, before: string, after: string, files: Files = {}): void {
  const linter = linterOf(rule, { ...files, [path]: before });
  expect(linter.fix(path).get(path)).toBe(after);
  expectParses(path, after);
  linter.workspace.set(path, after);
  expect(linter.check(path)).toEqual([]);
  expect([...linter.fix(path)]).toEqual([]);
}

/** Checks that every bad example of a rule's page is reported and that every good one is clean. */
export function expectExamples(rule: AnyRule, path: string): void {
  const check = (example: AnyRule['docs']['bad'][number]) => {
    const { text, files } = exampleOf(example);
    return linterOf(rule, { ...besides(path, files), [path]: text }).check(path);
  };
  for (const bad of rule.docs.bad) expect.soft(check(bad), exampleOf(bad).text).not.toEqual([]);
  for (const good of rule.docs.good) expect.soft(check(good), exampleOf(good).text).toEqual([]);
}

/** The files of an example, which are named as they stand beside it. */
export function besides(path: string, files: Files = {}): Files {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [folder + name, text]));
}
