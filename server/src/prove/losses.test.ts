import { expect, test } from 'vitest';
import { emptyDatabase } from '../../../test/harness/database';
import { loadTestParser } from '../../../test/harness/parser';
import { query } from './database/database';
import { proveMigration } from './migration';
import { scriptOf } from './script';
import { lossesOf } from './verdict';

const USERS = 'CREATE TABLE users (id int PRIMARY KEY, phone int, name text NOT NULL);';

const CASES: readonly { readonly name: string; before?: string; readonly text: string; readonly losses: string[] }[] = [
  {
    name: 'a column that is dropped and added again',
    text: 'ALTER TABLE users DROP COLUMN IF EXISTS phone; ALTER TABLE users ADD COLUMN phone text;',
    losses: ['column users.phone: 3 → none'],
  },
  {
    name: 'a column with a default that is dropped and added again',
    text: "ALTER TABLE users DROP COLUMN IF EXISTS role; ALTER TABLE users ADD COLUMN role text DEFAULT 'x' NOT NULL;",
    losses: [],
  },
  {
    name: 'rows that are deleted as they come',
    text: 'DELETE FROM users WHERE phone IS NOT NULL;',
    losses: ['rows of users: 1 → none'],
  },
  {
    name: 'values that are taken away',
    text: 'UPDATE users SET phone = NULL;',
    losses: ['column users.phone: 3 → none'],
  },
  {
    name: 'a guarded column',
    text: 'ALTER TABLE users ADD COLUMN IF NOT EXISTS note text; ALTER TABLE users DROP COLUMN IF EXISTS old;',
    losses: [],
  },
  {
    name: 'a swap that is guarded on the old shape',
    text: "DO $$ BEGIN IF (SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('users') AND attname = 'phone') <> 'text'::regtype THEN ALTER TABLE users DROP COLUMN phone; ALTER TABLE users ADD COLUMN phone text; END IF; END $$;",
    losses: [],
  },
  {
    name: 'a second run that the new rows stop',
    before: `${USERS} CREATE TABLE visits (id int PRIMARY KEY, note text);`,
    text: 'ALTER TABLE visits DROP COLUMN IF EXISTS note; ALTER TABLE visits ADD COLUMN note text; DO $$ BEGIN IF EXISTS (SELECT FROM users WHERE phone = 900003) THEN RAISE unique_violation; END IF; END $$;',
    losses: [],
  },
];

test.each(CASES)('$name', async ({ before = USERS, text, losses }) => {
  const database = await emptyDatabase();
  await query(database, before);
  const proof = await proveMigration(database, scriptOf(text, await loadTestParser()), { crashPoints: false });
  expect(proof.second.verdict, JSON.stringify(proof)).toBe('passed');
  expect(lossesOf(proof)).toEqual(losses);
});
