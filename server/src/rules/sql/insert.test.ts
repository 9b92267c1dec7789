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
    {
      name: 'rows of a WITH',
      before: `CREATE TABLE users (id INT PRIMARY KEY); INSERT INTO users VALUES (1);
CREATE TABLE teams (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), owner INT);
CREATE TABLE members (team UUID, user_id INT, PRIMARY KEY (team, user_id));`,
      text: `WITH made AS (INSERT INTO teams (owner) SELECT id FROM users RETURNING id, owner)
INSERT INTO members (team, user_id) SELECT id, owner FROM made;`,
      marks: ['WITH made AS', 'WITH made AS'],
    },
  ],
});
