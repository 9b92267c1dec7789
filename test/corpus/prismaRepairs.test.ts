import { describe, expect, test } from 'vitest';
import { RULES } from '../../server/src/rules/registry';
import { edited, fixedAll, formatted, linterOf, refusals } from '../harness/prismaSchemas';
import { corpusSchemas, exampleSchema, sampled } from '../harness/prismaTexts';

const PATH = '/schema/schema.prisma';

/** Every rule switched on, so that every repair is tried. */
const EVERY_RULE = {
  rules: Object.fromEntries(
    RULES.filter(({ id }) => id.startsWith('prisma/')).map(({ id }) => [id, { level: 'info' as const }]),
  ),
};

/** Each round of Fix All would ask Prisma's validator, which has nothing to repair. */
const WITHOUT_VALIDATOR = { rules: { 'prisma/syntax': { level: 'off' as const } } };

/** As many repairs of one schema as are tried; each is judged by Prisma's validator and formatter over the whole schema. */
const MOST_REPAIRS = 60;

describe.each([exampleSchema(), ...corpusSchemas()])('$name', ({ text }) => {
  const files = { [PATH]: text };
  const wasFormatted = formatted(text) === text;

  test('is accepted by Prisma to begin with', () => expect(refusals(files)).toEqual([]));

  test('every repair leaves a schema that Prisma accepts, and formatted what was formatted', () => {
    const findings = linterOf(files, EVERY_RULE).check(PATH);
    const repairs = findings.flatMap(({ rule, message, repairs }) =>
      repairs.map((repair) => ({ rule, message, repair })),
    );
    for (const { rule, message, repair } of sampled(repairs, MOST_REPAIRS)) {
      const result = edited(files, PATH, repair.edits);
      const what = `${rule}: ${message} (${repair.title})`;
      expect(result[PATH], what).not.toBe(text);
      expect(refusals(result), what).toEqual([]);
      if (wasFormatted) expect(result[PATH], what).toBe(formatted(result[PATH]!));
    }
  }, 300_000);

  test('Fix All leaves a schema that Prisma accepts, nothing safe to repair, and nothing for a second Fix All', () => {
    const fixed = fixedAll(files, PATH, WITHOUT_VALIDATOR);
    expect(refusals(fixed)).toEqual([]);
    if (wasFormatted) expect(fixed[PATH]).toBe(formatted(fixed[PATH]!));
    const left = linterOf(fixed).check(PATH);
    expect(left.filter(({ repairs }) => repairs.some(({ safe }) => safe))).toEqual([]);
    expect(fixedAll(fixed, PATH, WITHOUT_VALIDATOR)).toEqual(fixed);
  }, 300_000);
});
