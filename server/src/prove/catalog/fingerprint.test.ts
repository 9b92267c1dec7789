import { describe, expect, it } from 'vitest';
import { emptyDatabase } from '../../../../test/harness/database';
import { query } from '../database/database';
import { changes } from './changes';
import { fingerprint } from './fingerprint';

const BEFORE = `CREATE SCHEMA app; CREATE TYPE state AS ENUM ('A', 'B'); CREATE DOMAIN email AS text; CREATE TYPE pair AS (a int, b int);
  CREATE TABLE users (id int PRIMARY KEY, name varchar(10), state state, n numeric DEFAULT 1); CREATE INDEX i ON users (name);
  CREATE VIEW v AS SELECT id FROM users; CREATE MATERIALIZED VIEW m AS SELECT 1 AS one; CREATE SEQUENCE s;
  CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION f();
  CREATE POLICY p ON users USING (true); CREATE TABLE parts (id int) PARTITION BY RANGE (id); CREATE PUBLICATION pub;
  INSERT INTO users VALUES (1, 'secret'), (2, 'secret')`;

/** A change, and a part of what is said of it. */
const CHANGES: readonly (readonly [sql: string, words: string])[] = [
  ['CREATE SCHEMA other', 'schema other: added'],
  ['CREATE TABLE app.t ()', 'table app.t: added'],
  ['DROP VIEW v', 'view v: removed'],
  ['ALTER TABLE users ADD "Order" int', 'column users."Order": added'],
  ['ALTER TABLE users ALTER name TYPE text', 'column users.name: type character varying(10) → text'],
  ['ALTER TABLE users ALTER name SET NOT NULL', 'column users.name: nullable yes → no'],
  ['ALTER TABLE users ALTER n DROP DEFAULT', 'column users.n: default 1 → none'],
  ['ALTER TABLE users ALTER id ADD GENERATED ALWAYS AS IDENTITY', 'column users.id: identity none → a'],
  ["ALTER TYPE state ADD VALUE 'C' BEFORE 'B'", "enum state: values 'A', 'B' → 'A', 'C', 'B'"],
  ['ALTER DOMAIN email SET NOT NULL', 'domain email: nullable none → no'],
  ['ALTER DOMAIN email ADD CONSTRAINT c CHECK (true)', 'constraint c of domain email: added'],
  ['ALTER TYPE pair ADD ATTRIBUTE c int', 'column pair.c: added'],
  ['ALTER TABLE users ADD CONSTRAINT c CHECK (id > 0) NOT VALID', 'constraint users.c: added'],
  ['CREATE UNIQUE INDEX u ON users (name, id)', 'index u: added'],
  ["UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass", 'index i: valid yes → no'],
  ['ALTER SEQUENCE s INCREMENT 5', 'sequence s: increment 1 → 5'],
  [
    "CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    'function f(): definition',
  ],
  ['ALTER TABLE users DISABLE TRIGGER t', 'trigger users.t: enabled O → D'],
  ['ALTER POLICY p ON users USING (false)', 'policy users.p: using true → false'],
  ['ALTER TABLE users ENABLE ROW LEVEL SECURITY', 'table users: row security none → true'],
  ['CREATE OR REPLACE VIEW v AS SELECT id FROM users WHERE id > 1', 'view v: definition'],
  ['CREATE RULE r AS ON DELETE TO users DO INSTEAD NOTHING', 'rule users.r: added'],
  ['CREATE EXTENSION citext', 'extension citext: added'],
  ["COMMENT ON COLUMN users.name IS 'x'", 'comment table column users.name: added'],
  ['GRANT SELECT ON users TO PUBLIC', 'table users: privileges none →'],
  ['GRANT UPDATE (name) ON users TO PUBLIC', 'column users.name: privileges none →'],
  ['ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC', 'default privileges'],
  ['CREATE STATISTICS st ON id, name FROM users', 'statistics st: added'],
  ['CREATE TABLE p1 PARTITION OF parts FOR VALUES FROM (1) TO (2)', 'table p1: added'],
  ['ALTER PUBLICATION pub ADD TABLE users', 'publication pub: tables none → public.users'],
  ['CREATE ROLE app', 'role app: added'],
  ['INSERT INTO users VALUES (3)', 'rows of users: 2 → 3'],
  ["UPDATE users SET name = 'other' WHERE id = 1", 'rows of users: contents changed'],
  ['DELETE FROM users', 'rows of users: 2 → none'],
];

describe('fingerprint', () => {
  it.each(CHANGES)('notices %s', async (sql, words) => {
    const database = await emptyDatabase();
    await query(database, BEFORE);
    const before = await fingerprint(database);
    await query(database, sql);
    const found = changes(before, await fingerprint(database));
    expect(
      found.some((change) => change.startsWith(words)),
      found.join('\n'),
    ).toBe(true);
    expect(found.join()).not.toContain('secret');
  });

  it('does not change by being taken, nor by what was taken back', async () => {
    const database = await emptyDatabase();
    await query(database, `${BEFORE}; SET search_path = app, public; PREPARE x AS SELECT 1`);
    const before = await fingerprint(database);
    await query(database, 'BEGIN; DROP TABLE users CASCADE; CREATE TABLE other (); DISCARD TEMP');
    expect(changes(before, await fingerprint(database)).length).toBeGreaterThan(5);
    await query(database, 'ROLLBACK; DEALLOCATE ALL');
    expect(changes(before, await fingerprint(database))).toEqual([]);
    expect(await query(database, 'SHOW search_path')).toEqual([['app, public']]);
  });
});
