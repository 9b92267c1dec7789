import { testSqlRule } from '../../../../test/harness/sqlRule';
import { enumValueUse } from './enum-value-use';

testSqlRule(enumValueUse, {
  ground: 'fresh',
  bad: [{ marks: ["'WAITLIST'"] }],
  cases: [
    {
      name: 'committed before',
      before: `CREATE TYPE s AS ENUM ('A'); CREATE TABLE t (id INT PRIMARY KEY, s s);`,
      text: `ALTER TYPE s ADD VALUE IF NOT EXISTS 'B';\nCOMMIT;\nUPDATE t SET s = 'B' WHERE id = 1;`,
      marks: [],
      ground: 'nothing',
    },
    {
      name: 'another string of the same letters in a comment',
      before: `CREATE TYPE s AS ENUM ('A'); CREATE TABLE t (id INT PRIMARY KEY);`,
      text: `ALTER TYPE s ADD VALUE IF NOT EXISTS 'B';\nCOMMENT ON TABLE t IS 'B';`,
      marks: [],
    },
  ],
});
