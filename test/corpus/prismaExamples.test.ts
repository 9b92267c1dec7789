import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../server/src/rules/registry';
import { fixedAll, formatted, linterOf, refusals } from '../harness/prismaSchemas';

const read = (name: string) => readFileSync(new URL(`../../examples/mentalspace/${name}`, import.meta.url), 'utf8');

const PATH = '/example/schema.prisma';
const IDS = RULES.map(({ id }) => id).filter((id) => id.startsWith('prisma/'));
const EVERY_RULE = { rules: Object.fromEntries(IDS.map((id) => [id, { level: 'warning' as const }])) };

describe('the schema of the example', () => {
  const files = { [PATH]: read('packages/database/prisma/schema.prisma') };
  test('is accepted by Prisma and written as its formatter writes', () => {
    expect(refusals(files)).toEqual([]);
    expect(formatted(files[PATH]!)).toBe(files[PATH]);
  });
  test('keeps every house rule', () => expect(linterOf(files).check(PATH)).toEqual([]));
});

describe('the broken schema of the example', () => {
  const files = { [PATH]: read('broken/schema.prisma') };
  test('shows every rule', () => {
    const shown = new Set(
      linterOf(files, EVERY_RULE)
        .check(PATH)
        .map(({ rule }) => rule),
    );
    expect([...shown].sort()).toEqual(IDS);
  });
  test('keeps what only a person can change when Fix All has run', () => {
    const left = linterOf(fixedAll(files, PATH)).check(PATH);
    expect(left.flatMap(({ repairs }) => repairs).filter(({ safe }) => safe)).toEqual([]);
    expect(new Set(left.map(({ rule }) => rule))).toEqual(
      new Set([
        'prisma/date-type',
        'prisma/enum-case',
        'prisma/money-decimal',
        'prisma/name-case',
        'prisma/optional-default',
        'prisma/soft-delete',
        'prisma/syntax',
        'prisma/uuid-id',
      ]),
    );
  });
});
