import { expect, test } from 'vitest';
import { emptyDatabase } from '../../harness/database';
import { refusals } from '../../harness/prismaSchemas';
import { history, longMigration, STATEMENTS } from './history';
import { schema } from './schema';

test('a history is the same each time, and a longer one begins with a shorter one', () => {
  expect(history(50)).toEqual(history(60).slice(0, 50));
});

test('migrations have their statements and run in order on PostgreSQL', async () => {
  const database = await emptyDatabase();
  for (const { name, text } of history(40)) {
    expect(text.split(/\n\n(?=\S)/), name).toHaveLength(STATEMENTS);
    expect((await database.send(text)).failure, name).toBeUndefined();
  }
});

test('a long migration has about the lines asked for, and runs', async () => {
  const text = longMigration(1000);
  expect(Math.abs(text.split('\n').length - 1000)).toBeLessThan(20);
  expect((await (await emptyDatabase()).send(text)).failure).toBeUndefined();
});

test('Prisma accepts a schema', () => {
  const text = schema(300);
  expect(text.match(/^model /gm)).toHaveLength(300);
  expect(refusals({ '/schema.prisma': text })).toEqual([]);
});
