import { testSqlRule } from '../../../../test/harness/sqlRule';
import { insert } from './insert';

testSqlRule(insert, {
  bad: [
    {
      marks: ['INSERT INTO roles'],
      becomes: `INSERT INTO roles (id, label) VALUES ('admin', 'Administrator') ON CONFLICT DO NOTHING;`,
    },
    {
      marks: ['INSERT INTO notices'],
    },
  ],
  cases: [
    {
      name: 'with the table that it fills',
      text: `CREATE TABLE IF NOT EXISTS notices (id SERIAL PRIMARY KEY, body TEXT);
INSERT INTO notices (body) VALUES ('Welcome');`,
      marks: ['INSERT INTO notices'],
    },
    {
      name: 'rows that are looked for',
      before: 'CREATE TABLE notices (id SERIAL PRIMARY KEY, body TEXT);',
      text: `INSERT INTO notices (body) SELECT 'Welcome' WHERE NOT EXISTS (SELECT FROM notices WHERE body = 'Welcome');`,
      marks: [],
    },
  ],
});
