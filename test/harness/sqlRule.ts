import { describe, expect, test } from 'vitest';
import { exampleOf } from '../../server/src/core/rule';
import type { AnyRule } from '../../server/src/rules/contexts';
import { loadTestParser } from './parser';
import { expectKept, expectReParsed } from './sqlLayout';
import { expectBad, expectGood, type Ground } from './sqlProof';
import { SqlUnderTest, type Surroundings } from './sqlUnderTest';

/** What a rule does with a migration. */
export interface SqlCase extends Surroundings {
  readonly name?: string;
  readonly text: string;
  /** The marked texts, in order of place; none: the text is right. */
  readonly marks: readonly string[];
  /** The text after Fix All; without it, no finding has a safe repair. */
  readonly becomes?: string;
  /** The text after the first suggestion of each finding, where Fix All leaves it alone. */
  readonly suggested?: string;
  /** Replaces the ground of the whole test. */
  readonly ground?: Ground;
}

/** What is expected of a rule: of the bad examples of its page, in their order, and of further texts. */
export interface SqlRuleTest {
  readonly bad: readonly Pick<SqlCase, 'marks' | 'becomes' | 'suggested' | 'ground'>[];
  readonly cases?: readonly SqlCase[];
  /** What PostgreSQL must say of the bad texts, and of the repaired ones no longer. */
  readonly ground?: Ground;
}

/**
 * Holds a rule to its page and to further cases: what is marked is exact, what it says is true on a real PostgreSQL, and
 * each repair does what every repair promises.
 */
export function testSqlRule(rule: AnyRule, { bad, cases = [], ground = 'second' }: SqlRuleTest): void {
  describe(rule.id, () => {
    test('has an expectation for each bad example', () => expect(bad).toHaveLength(rule.docs.bad.length));
    for (const [index, expected] of bad.entries())
      testCase(rule, { name: `bad example ${index + 1}`, ground, ...exampleOf(rule.docs.bad[index]!), ...expected });
    for (const [index, example] of rule.docs.good.entries())
      testCase(rule, { name: `good example ${index + 1}`, ground, ...exampleOf(example), marks: [] });
    for (const further of cases) testCase(rule, { ground, ...further });
  });
}

function testCase(rule: AnyRule, expected: SqlCase & { readonly ground: Ground }): void {
  const { name, text, marks, becomes, suggested, ground } = expected;
  describe(name ?? text.trim().split('\n')[0]!, () => {
    const open = async () => new SqlUnderTest(rule, { sql: await loadTestParser() }, expected);
    test('marks', async () => {
      const found = (await open()).check(text);
      expect(found.map(({ span }) => text.slice(span.start, span.end))).toEqual(marks);
      for (const { message } of found) expect(message).toMatch(/^\S.*[.?]$/s);
    });
    test('becomes', async () => {
      const fixed = (await open()).fixed(text);
      expect(fixed).toBe(becomes ?? text);
      if (becomes !== undefined) expect((await open()).check(fixed)).toEqual([]);
      if (suggested !== undefined) expect((await open()).suggested(text)).toBe(suggested);
    });
    test('holds on PostgreSQL', async () => {
      if (marks.length === 0) await expectGood(expected, text, ground);
      else await expectBad(expected, text, ground, (await open()).repairedTexts(text));
    });
    if (marks.length > 0)
      test('repairs keep comments, keyword case, indentation and line ends', async () => {
        const under = await open();
        await expectReParsed(under.suggestedTexts(text));
        await expectKept(under, text);
      });
    test('no prefix throws', async () => {
      const under = await open();
      for (let end = 0; end < text.length; end++)
        for (const { span } of under.check(text.slice(0, end))) expect(span.end).toBeLessThanOrEqual(end);
    });
  });
}
