import { afterAll, describe, expect, test } from 'vitest';
import { emptyDatabase } from '../../../test/harness/database';
import { loadTestParser } from '../../../test/harness/parser';
import { postgresServer } from '../../../test/harness/postgresServer';
import { type Database, query } from './database/database';
import { ScratchServer } from './database/server';
import { serverAddress } from './database/serverUrl';
import { proveMigration } from './migration';
import { scriptOf } from './script';
import { PHASES, type Proof } from './verdict';

interface Case {
  readonly name: string;
  readonly before?: string;
  readonly text: string;
  /** The verdicts of the three phases, by their first letters: passed, failed, skipped. */
  readonly verdicts: string;
  readonly sqlstate?: string;
  /** The words of the statement that fails. */
  readonly at?: string;
  readonly changes?: readonly string[];
  readonly stoppedAfter?: number;
  /** A part of the reason that a phase was skipped for. */
  readonly reason?: string;
}

const USERS = "CREATE TABLE users (id int PRIMARY KEY, name text, role text DEFAULT 'x', seen timestamptz);";
const ENUM =
  "CREATE TYPE state AS ENUM ('A', 'B'); CREATE TABLE t (id int PRIMARY KEY, state state NOT NULL DEFAULT 'A');";

const CASES: readonly Case[] = [
  { name: 'an empty file', text: '', verdicts: 'ppp' },
  {
    name: 'a role that may not see what the migration before made',
    before: `${USERS} CREATE SCHEMA notes; CREATE TABLE notes.visits (id serial PRIMARY KEY); INSERT INTO notes.visits DEFAULT VALUES;`,
    text: 'SET ROLE pg_monitor; SELECT 1;',
    verdicts: 'ppp',
  },
  { name: 'comments only', text: '-- nothing\n', verdicts: 'ppp' },
  {
    name: 'a guarded column',
    before: USERS,
    text: 'ALTER TABLE users ADD COLUMN IF NOT EXISTS a int;',
    verdicts: 'ppp',
  },
  {
    name: 'a column without a guard',
    before: USERS,
    text: '-- é😀\nALTER TABLE users ADD COLUMN IF NOT EXISTS a int;\nALTER TABLE users ADD COLUMN b int;',
    verdicts: 'pfp',
    sqlstate: '42701',
    at: 'ALTER TABLE users ADD COLUMN b int',
  },
  {
    name: 'numbers that a resumed run draws from a sequence of the file',
    before: `${USERS}INSERT INTO users VALUES (1, 'a');`,
    text: `CREATE SEQUENCE IF NOT EXISTS numbers;
ALTER TABLE users ADD COLUMN IF NOT EXISTS number int;
UPDATE users SET number = nextval('numbers') WHERE number IS NULL;`,
    verdicts: 'ppp',
  },
  {
    name: 'a statement behind which PostgreSQL sets no savepoint',
    before:
      "CREATE DOMAIN mail AS text CONSTRAINT sign CHECK (VALUE LIKE '%@%'); CREATE TABLE a (id int PRIMARY KEY, m mail);",
    text: 'ALTER DOMAIN mail DROP CONSTRAINT sign;',
    verdicts: 'pfp',
    sqlstate: '42704',
    at: 'ALTER DOMAIN mail DROP CONSTRAINT sign',
  },
  {
    name: 'the same with IF EXISTS, and statements behind it',
    before:
      "CREATE DOMAIN mail AS text CONSTRAINT sign CHECK (VALUE LIKE '%@%'); CREATE TABLE a (id int PRIMARY KEY, m mail);",
    text: `ALTER DOMAIN mail DROP CONSTRAINT IF EXISTS sign;
ALTER TABLE a ADD COLUMN IF NOT EXISTS n int;
ALTER TABLE a ADD COLUMN IF NOT EXISTS o int;`,
    verdicts: 'ppp',
  },
  {
    name: 'what does not apply',
    text: 'SELECT 1; SELECT é FROM nowhere;',
    verdicts: 'fss',
    sqlstate: '42P01',
    at: 'SELECT é FROM nowhere',
  },
  {
    name: 'a syntax error',
    text: 'SELECT 1;\nCREATE TABEL t (id int);',
    verdicts: 'fss',
    sqlstate: '42601',
    at: 'CREATE TABEL t (id int)',
  },
  {
    name: 'rows again',
    before: 'CREATE TABLE t (id serial PRIMARY KEY, n text);',
    text: "INSERT INTO t (n) VALUES ('secret');",
    verdicts: 'pfp',
    at: "INSERT INTO t (n) VALUES ('secret')",
    changes: ['rows of t: 4 → 5'],
  },
  {
    name: 'other values in rows that only the proof has put there',
    before: USERS,
    text: "UPDATE users SET name = name || '!';",
    verdicts: 'pfp',
    changes: ['rows of users: contents changed'],
  },
  {
    name: 'a default that comes back only in the end',
    before: USERS,
    text: "ALTER TABLE users ALTER role SET DEFAULT 'y'; ALTER TABLE users ALTER role DROP DEFAULT;",
    verdicts: 'ppp',
  },
  {
    name: 'a catalog that changes again',
    before: USERS,
    text: "DO $$ BEGIN IF EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'users' AND column_default IS NULL AND column_name = 'role') THEN ALTER TABLE users ALTER role SET DEFAULT 'z'; ELSE ALTER TABLE users ALTER role DROP DEFAULT; END IF; END $$;",
    verdicts: 'pfp',
    changes: ["column users.role: default none → 'z'::text"],
  },
  {
    name: 'the clock in a guarded back-fill',
    before: USERS,
    text: 'UPDATE users SET seen = now() WHERE seen IS NULL;',
    verdicts: 'ppp',
  },
  {
    name: 'the clock in every run',
    before: `${USERS} INSERT INTO users (id) VALUES (1);`,
    text: 'UPDATE users SET seen = now();',
    verdicts: 'pfp',
    changes: ['rows of users: contents changed'],
  },
  {
    name: 'random keys in a guarded insert',
    before: USERS,
    text: 'INSERT INTO users (id, name) SELECT 1, gen_random_uuid()::text WHERE NOT EXISTS (SELECT FROM users WHERE id = 1); SELECT 1;',
    verdicts: 'ppp',
  },
  {
    name: "Prisma's enum swap",
    before: ENUM,
    text: `BEGIN; CREATE TYPE state_new AS ENUM ('A', 'C'); ALTER TABLE t ALTER state DROP DEFAULT;
      ALTER TABLE t ALTER state TYPE state_new USING (state::text::state_new); ALTER TYPE state RENAME TO state_old;
      ALTER TYPE state_new RENAME TO state; DROP TYPE state_old; ALTER TABLE t ALTER state SET DEFAULT 'A'; COMMIT;`,
    verdicts: 'ppp',
  },
  {
    name: 'a stop that it does not recover from',
    before: 'CREATE TABLE old (id int);',
    text: "ALTER TABLE IF EXISTS old RENAME TO new; DROP TABLE IF EXISTS scratch; CREATE TABLE scratch (id int); DROP TABLE scratch; DO $$ BEGIN IF to_regclass('done') IS NULL THEN CREATE TABLE done (id int); ALTER TABLE new ADD c int; END IF; END $$; ALTER TABLE IF EXISTS new DROP COLUMN IF EXISTS d;",
    verdicts: 'ppp',
  },
  {
    name: 'a statement that only the end of the file puts right',
    text: 'CREATE TABLE a (id int); ALTER TABLE IF EXISTS b RENAME TO c; DROP TABLE a;',
    verdicts: 'ppf',
    sqlstate: '42P07',
    at: 'CREATE TABLE a (id int)',
    stoppedAfter: 1,
  },
  {
    name: 'an index that is built concurrently',
    before: USERS,
    text: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (name);',
    verdicts: 'ppp',
  },
  {
    name: 'an index that is built concurrently twice',
    before: USERS,
    text: 'CREATE INDEX CONCURRENTLY i ON users (name);',
    verdicts: 'pfp',
    sqlstate: '42P07',
  },
  {
    name: 'CONCURRENTLY beside another statement',
    before: USERS,
    text: 'SELECT 1; CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (name);',
    verdicts: 'fss',
    sqlstate: '25001',
    at: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (name)',
  },
  { name: 'a VACUUM', before: USERS, text: 'VACUUM users;', verdicts: 'ppp' },
  {
    name: 'commits within a block',
    before: USERS,
    text: 'DO $$ BEGIN INSERT INTO users (id) VALUES (7) ON CONFLICT DO NOTHING; COMMIT; UPDATE users SET name = $a$b$a$ WHERE id = 7; END $$;',
    verdicts: 'ppp',
  },
  {
    name: 'a new enum value that is used at once',
    before: ENUM,
    text: "ALTER TYPE state ADD VALUE IF NOT EXISTS 'Z'; UPDATE t SET state = 'Z' WHERE id = -1;",
    verdicts: 'fss',
    sqlstate: '55P04',
  },
  { name: 'a NUL character', text: 'SELECT 1;\0SELECT 2', verdicts: 'sss', reason: 'NUL' },
  { name: 'COPY FROM STDIN', before: USERS, text: 'COPY users FROM STDIN;', verdicts: 'sss', reason: 'Write INSERT' },
  {
    name: 'a session that is left changed',
    before: USERS,
    text: "SET search_path = ''; CREATE TABLE IF NOT EXISTS public.u (id int);",
    verdicts: 'ppp',
  },
  { name: 'an open transaction at the end', text: 'BEGIN; CREATE TABLE lost (id int);', verdicts: 'ppp' },
  {
    name: 'settings that earlier migrations have left',
    before: "CREATE SCHEMA app; SET search_path = app; SET app.tenant = '7';",
    text: "DO $$ BEGIN IF to_regclass('app.u') IS NULL THEN ASSERT current_setting('app.tenant', true) = '7'; CREATE TABLE u (id int); END IF; END $$; COMMIT; BEGIN; SELECT 1; ROLLBACK;",
    verdicts: 'ppp',
  },
  {
    name: 'settings of earlier migrations that a second run does not find',
    before: 'CREATE SCHEMA app; SET search_path = app;',
    text: 'DO $$ BEGIN CREATE TABLE IF NOT EXISTS u (id int); COMMIT; END $$;',
    verdicts: 'pfp',
    changes: ['table u: added', 'column u.id: added'],
  },
  {
    name: 'rows that are moved, under numbers of their own',
    before:
      "CREATE TABLE old (note text); INSERT INTO old VALUES ('a'); CREATE TABLE new (id serial PRIMARY KEY, note text);",
    text: "INSERT INTO new (note) SELECT note FROM old WHERE note = 'a'; DELETE FROM old WHERE note = 'a';",
    verdicts: 'ppf',
    stoppedAfter: 1,
    changes: ['rows of new: 4 → 5'],
  },
  {
    name: 'an unlogged table',
    before: 'CREATE UNLOGGED TABLE t (n int); INSERT INTO t VALUES (1);',
    text: 'UPDATE t SET n = n + 1;',
    verdicts: 'pfp',
    changes: ['rows of t: contents changed'],
  },
];

const databases: Record<string, () => Promise<Database>> = {
  embedded: emptyDatabase,
  server: async () => {
    scratch ??= ScratchServer.open(serverAddress((await postgresServer()).url()), 'ehr_schema_verify_test');
    return (await scratch).create();
  },
};
let scratch: Promise<ScratchServer> | undefined;
afterAll(async () => (await scratch)?.close());

describe.each(Object.entries(databases))('on %s', (kind, open) => {
  test.each(CASES)('$name', async ({ before, text, verdicts, reason, ...expected }) => {
    const database = await open();
    if (before) expect((await database.send(before)).failure).toBeUndefined();
    const proof = await proveMigration(database, scriptOf(text, await loadTestParser()), { crashPoints: true });
    const { failure, skipped } = detailsOf(proof);
    expect(PHASES.map((phase) => proof[phase].verdict[0]).join(''), JSON.stringify(proof)).toBe(verdicts);
    if (reason) expect(skipped).toContain(reason);
    const { sqlstate, at, changes, stoppedAfter } = expected;
    const found = { sqlstate: failure?.sqlstate, changes: failure?.changes, stoppedAfter: failure?.stoppedAfter };
    expect(found).toEqual({ sqlstate, changes, stoppedAfter });
    if (at) expect(text.slice(failure?.span?.start, failure?.span?.end)).toBe(at);
    expect(JSON.stringify(proof)).not.toContain('secret');
    if (kind === 'server') await database.close();
  });

  test('rows get the numbers of an undisturbed first run', async () => {
    const database = await open();
    const before = 'CREATE TABLE kinds (id serial PRIMARY KEY, name text UNIQUE)';
    expect((await database.send(before)).failure).toBeUndefined();
    const script = scriptOf(
      "INSERT INTO kinds (name) VALUES ('a'), ('b') ON CONFLICT DO NOTHING",
      await loadTestParser(),
    );
    await proveMigration(database, script, { crashPoints: true });
    expect(await query(database, 'SELECT id, name FROM kinds ORDER BY id')).toEqual([
      ['1', 'a'],
      ['2', 'b'],
    ]);
    if (kind === 'server') await database.close();
  });
});

function detailsOf(proof: Proof) {
  const results = PHASES.map((phase) => proof[phase]);
  return {
    failure: results.flatMap((result) => (result.verdict === 'failed' ? [result.failure] : []))[0],
    skipped: results.flatMap((result) => (result.verdict === 'skipped' ? [result.reason] : []))[0],
  };
}
