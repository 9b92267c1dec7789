import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../server/src/core/configuration';
import type { Finding } from '../../server/src/core/finding';
import { type Example, exampleOf } from '../../server/src/core/rule';
import type { Linter } from '../../server/src/linter';
import type { AnyRule } from '../../server/src/rules/contexts';
import { DATASOURCE, DATASOURCE_TEXT, edited, type Files, formatted, linterOf, refusals } from './prismaSchemas';

/** What a rule does with a text. */
export interface PrismaCase {
  readonly name?: string;
  readonly text: string;
  /** Other files, by name beside the text's own. */
  readonly files?: Readonly<Record<string, string>>;
  readonly configuration?: Partial<Configuration>;
  /** The marked texts, in order of place; none: the text is right. */
  readonly marks: readonly string[];
  /** The text after the preferred repair of every finding that has one; without it, no finding has a repair. */
  readonly becomes?: string;
  /** What other files become. */
  readonly filesBecome?: Readonly<Record<string, string>>;
}

/** What is expected of a rule: of the bad examples of its page, in their order, and of further texts. */
export interface PrismaRuleTest {
  readonly bad: readonly Pick<PrismaCase, 'marks' | 'becomes' | 'filesBecome'>[];
  readonly cases?: readonly PrismaCase[];
}

const EXAMPLE = '/schema/example.prisma';

/** Holds a rule to its page and to further cases, and each repair to what every repair promises. */
export function testPrismaRule(rule: AnyRule, { bad, cases = [] }: PrismaRuleTest): void {
  describe(rule.id, () => {
    test('has an expectation for each bad example', () => expect(bad).toHaveLength(rule.docs.bad.length));
    for (const [index, expected] of bad.entries())
      testCase(rule, { name: `bad example ${index + 1}`, ...exampleOf(rule.docs.bad[index]!), ...expected });
    for (const [index, example] of rule.docs.good.entries())
      testCase(rule, { name: `good example ${index + 1}`, ...exampleOf(example), marks: [] });
    for (const further of cases) testCase(rule, further);
  });
}

function testCase(rule: AnyRule, expected: PrismaCase): void {
  const { name, text, marks, becomes, filesBecome = {} } = expected;
  describe(name ?? text.trim().split('\n')[0]!, () => {
    const files = filesOf(expected);
    const findings = (of: Files) => findingsOf(rule, of, expected.configuration);
    test('marks', () => {
      const found = findings(files);
      expect(found.map(({ span }) => text.slice(span.start, span.end))).toEqual(marks);
      for (const { message } of found) expect(message).toMatch(/^\S.*[.?]$/);
    });
    test('becomes', () => {
      const result = repaired(rule, files, expected.configuration);
      expect(result[EXAMPLE]).toBe(becomes ?? text);
      for (const [file, after] of Object.entries(filesBecome)) expect(result[`/schema/${file}`]).toBe(after);
    });
    test('each repair keeps what Prisma accepts and what is formatted', () => {
      for (const { title, edits } of findings(files).flatMap(({ repairs }) => repairs)) {
        const result = edited(files, EXAMPLE, edits);
        if (refusals(files).length === 0) expect(refusals(result), title).toEqual([]);
        for (const [path, before] of Object.entries(files))
          if (formatted(before) === before) expect(result[path], `${title}: ${path}`).toBe(formatted(result[path]!));
      }
    });
    test('keeps CRLF', () => {
      const crlf = repaired(rule, mapped(files, toCrlf), expected.configuration);
      expect(crlf).toEqual(mapped(repaired(rule, files, expected.configuration), toCrlf));
    });
    test('Fix All comes to rest', () => {
      const { configuration } = expected;
      const once = { ...files, ...Object.fromEntries(linterFor(rule, files, configuration).fix(EXAMPLE)) };
      expect(linterFor(rule, once, configuration).fix(EXAMPLE)).toEqual(new Map());
      expect(findings(once).filter(({ repairs }) => repairs.some(({ safe }) => safe))).toEqual([]);
    });
    test('no prefix throws', () => {
      const linter = linterFor(rule, files, expected.configuration);
      for (let end = 0; end <= text.length; end++) {
        linter.workspace.set(EXAMPLE, text.slice(0, end));
        for (const { repairs } of linter.check(EXAMPLE)) for (const { edits } of repairs) expect(edits).toBeDefined();
      }
    });
  });
}

function filesOf({ text, files = {} }: Pick<Example, 'text' | 'files'>): Files {
  const others = Object.entries(files).map(([name, content]) => [`/schema/${name}`, content]);
  return { [DATASOURCE]: DATASOURCE_TEXT, ...Object.fromEntries(others), [EXAMPLE]: text };
}

/** An engine with this rule only, switched on. */
function linterFor(rule: AnyRule, files: Files, configuration: Partial<Configuration> = {}): Linter {
  const rules = { [rule.id]: { level: 'error' as const }, ...configuration.rules };
  return linterOf(files, { ...configuration, rules }, [rule]);
}

function findingsOf(rule: AnyRule, files: Files, configuration?: Partial<Configuration>): readonly Finding[] {
  return linterFor(rule, files, configuration).check(EXAMPLE);
}

/** Applies the preferred repair of the first finding that has one, until none has. */
function repaired(rule: AnyRule, files: Files, configuration?: Partial<Configuration>): Files {
  let result = files;
  for (let count = 0; count < 20; count++) {
    const repair = findingsOf(rule, result, configuration).find(({ repairs }) => repairs.length > 0)?.repairs[0];
    if (!repair) return result;
    result = edited(result, EXAMPLE, repair.edits);
  }
  throw new Error(`the repairs of ${rule.id} do not come to rest:\n${result[EXAMPLE]}`);
}

function mapped(files: Files, change: (text: string) => string): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, change(text)]));
}

function toCrlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
