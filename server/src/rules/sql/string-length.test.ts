import { testSqlRule } from '../../../../test/harness/sqlRule';
import { stringLength } from './string-length';

testSqlRule(stringLength, {
  ground: 'none',
  bad: [
    {
      marks: ['VARCHAR'],
      suggested: `CREATE TABLE IF NOT EXISTS clients (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    first_name VARCHAR(255) NOT NULL
);
`,
    },
  ],
  cases: [
    {
      name: 'all ways to write it',
      before: 'CREATE TABLE clients (id INT); CREATE TABLE "Ü😀" (id INT);',
      text: `alter table clients add column a varchar default 'varchar', add b character varying[], add c pg_catalog.varchar;
DO 'BEGIN ALTER TABLE "Ü😀" ADD d VARCHAR[][3]; END';
CREATE TABLE t (e varchar array, f "varchar", g VARCHAR(10), h TEXT, i CHAR);
`,
      marks: ['varchar', 'character varying[]', 'pg_catalog.varchar', 'VARCHAR[][3]', 'varchar array', '"varchar"'],
      suggested: `alter table clients add column a varchar(255) default 'varchar', add b character varying(255)[], add c pg_catalog.varchar(255);
DO 'BEGIN ALTER TABLE "Ü😀" ADD d VARCHAR(255)[][3]; END';
CREATE TABLE t (e varchar(255) array, f "varchar"(255), g VARCHAR(10), h TEXT, i CHAR);
`,
    },
    {
      name: 'a column that is there already may hold longer values',
      before: 'CREATE TABLE clients (name TEXT);',
      text: 'ALTER TABLE clients ALTER COLUMN name TYPE VARCHAR;',
      marks: ['VARCHAR'],
    },
    {
      name: 'what only the run writes is reported where it is written',
      before: 'CREATE TABLE clients (id INT);',
      text: "DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD name VARCHAR', 'clients'); END $$;",
      marks: ["format('ALTER TABLE %I ADD name VARCHAR', 'clients')"],
    },
  ],
});
