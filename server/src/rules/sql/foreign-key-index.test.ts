import { testSqlRule } from '../../../../test/harness/sqlRule';
import { foreignKeyIndex } from './foreign-key-index';

const TABLES = `CREATE TABLE users (id UUID PRIMARY KEY);
CREATE TABLE clients (id UUID PRIMARY KEY, a INT NOT NULL, b INT NOT NULL, UNIQUE (a, b));
`;
const LATER = '../20270101000000_later/migration.sql';

testSqlRule(foreignKeyIndex, {
  ground: 'none',
  bad: [
    {
      marks: ['client_id'],
      suggested: `ALTER TABLE appointments DROP CONSTRAINT IF EXISTS fk_appointments_client;
ALTER TABLE appointments ADD CONSTRAINT fk_appointments_client
    FOREIGN KEY (client_id) REFERENCES clients(id);

CREATE INDEX IF NOT EXISTS idx_appointments_client_id ON appointments(client_id);
`,
    },
    {
      marks: ['"clientId"'],
      suggested: `-- CreateTable
CREATE TABLE IF NOT EXISTS "Appointment" (
    "id" TEXT NOT NULL,
    "clientId" TEXT NOT NULL REFERENCES "Client"("id"),

    CONSTRAINT "Appointment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX IF NOT EXISTS "Appointment_clientId_idx" ON "Appointment"("clientId");
`,
    },
  ],
  cases: [
    {
      name: 'several keys of one statement, one of them covered by the primary key in another order',
      before: TABLES,
      text: `create table if not exists visits (
    a int, b int, user_id uuid references users(id), -- who
    "seenById" uuid constraint seen references users,
    primary key (b, a, user_id),
    foreign key (a, b) references clients(a, b)
); -- 😀
`,
      marks: ['user_id', '"seenById"'],
      suggested: `create table if not exists visits (
    a int, b int, user_id uuid references users(id), -- who
    "seenById" uuid constraint seen references users,
    primary key (b, a, user_id),
    foreign key (a, b) references clients(a, b)
); -- 😀

create index if not exists idx_visits_user_id on visits(user_id);
create index if not exists "idx_visits_seenById" on visits("seenById");
`,
    },
    {
      name: 'within a DO block, without a semicolon',
      before: TABLES,
      text: `DO $$\nBEGIN\n    ALTER TABLE users ADD COLUMN client_id UUID REFERENCES clients(id);\nEND $$`,
      marks: ['client_id'],
      suggested: `DO $$\nBEGIN\n    ALTER TABLE users ADD COLUMN client_id UUID REFERENCES clients(id);\nEND $$;\n\nCREATE INDEX IF NOT EXISTS idx_users_client_id ON users(client_id);`,
    },
    {
      name: 'a name that another index has',
      before: `${TABLES}CREATE INDEX idx_users_client_id ON users(id);`,
      text: 'ALTER TABLE users ADD COLUMN client_id UUID REFERENCES clients(id);\n',
      marks: ['client_id'],
      suggested: `ALTER TABLE users ADD COLUMN client_id UUID REFERENCES clients(id);
CREATE INDEX IF NOT EXISTS idx_users_client_id1 ON users(client_id);
`,
    },
    {
      name: 'partial, GIN and expression indexes, and those that lead with another column, cover nothing',
      before: TABLES,
      text: `CREATE TABLE visits (id UUID PRIMARY KEY, client_id UUID, user_id UUID, tags TEXT[]);
CREATE INDEX i1 ON visits(client_id) WHERE user_id IS NULL;
CREATE INDEX i2 ON visits((client_id::text), client_id);
CREATE INDEX i3 ON visits(user_id, client_id);
CREATE INDEX i4 ON visits USING gin (tags);
CREATE INDEX i5 ON visits(id) INCLUDE (client_id);
ALTER TABLE visits ADD FOREIGN KEY (client_id) REFERENCES clients(id);
`,
      marks: ['client_id'],
      suggested: `CREATE TABLE visits (id UUID PRIMARY KEY, client_id UUID, user_id UUID, tags TEXT[]);
CREATE INDEX i1 ON visits(client_id) WHERE user_id IS NULL;
CREATE INDEX i2 ON visits((client_id::text), client_id);
CREATE INDEX i3 ON visits(user_id, client_id);
CREATE INDEX i4 ON visits USING gin (tags);
CREATE INDEX i5 ON visits(id) INCLUDE (client_id);
ALTER TABLE visits ADD FOREIGN KEY (client_id) REFERENCES clients(id);
CREATE INDEX IF NOT EXISTS idx_visits_client_id ON visits(client_id);
`,
    },
    {
      name: 'a partial index that leaves out only rows without a value',
      before: TABLES,
      text: `ALTER TABLE users ADD COLUMN client_id UUID REFERENCES clients(id);
CREATE INDEX i1 ON users(client_id) WHERE client_id IS NOT NULL;`,
      marks: [],
    },
    {
      name: 'an index of a later migration, under later names',
      before: TABLES,
      files: {
        [LATER]: `ALTER TABLE users RENAME TO staff; ALTER TABLE staff RENAME COLUMN client_id TO customer_id;
CREATE INDEX i1 ON staff(customer_id);`,
      },
      text: 'ALTER TABLE users ADD COLUMN client_id UUID REFERENCES clients(id);',
      marks: [],
    },
    {
      name: 'an index of an earlier migration that is gone by then',
      before: `${TABLES}ALTER TABLE users ADD COLUMN client_id UUID; CREATE INDEX i1 ON users(client_id); DROP INDEX i1;`,
      text: 'ALTER TABLE users ADD FOREIGN KEY (client_id) REFERENCES clients(id);\n',
      marks: ['client_id'],
      suggested: `ALTER TABLE users ADD FOREIGN KEY (client_id) REFERENCES clients(id);
CREATE INDEX IF NOT EXISTS idx_users_client_id ON users(client_id);
`,
    },
    {
      name: 'a column that was there before the history: the house’s own example',
      text: `ALTER TABLE appointments DROP CONSTRAINT IF EXISTS fk_appointments_client;
ALTER TABLE appointments ADD CONSTRAINT fk_appointments_client
    FOREIGN KEY (client_id) REFERENCES clients(id);`,
      marks: [],
      ground: 'nothing',
    },
    {
      name: 'a DROP INDEX that leaves a foreign key without one',
      before: `${TABLES}ALTER TABLE users ADD COLUMN client_id UUID REFERENCES clients(id); CREATE INDEX "i" ON users(client_id);
ALTER TABLE clients ADD COLUMN user_id UUID REFERENCES users(id); CREATE INDEX j ON clients(user_id);`,
      text: 'DROP INDEX IF EXISTS j, "i";\nCREATE INDEX k ON clients(user_id, id);\n',
      marks: ['"i"'],
      suggested: `DROP INDEX IF EXISTS j, "i";
CREATE INDEX IF NOT EXISTS "users_client_id_idx" ON "users"("client_id");
CREATE INDEX k ON clients(user_id, id);
`,
    },
    {
      name: 'a foreign key, a column and a table that later migrations drop',
      before: TABLES,
      files: {
        [LATER]: 'ALTER TABLE a DROP CONSTRAINT a_client_id_fkey; ALTER TABLE b DROP COLUMN client_id; DROP TABLE c;',
      },
      text: `CREATE TABLE a (client_id UUID REFERENCES clients(id));
CREATE TABLE b (client_id UUID REFERENCES clients(id));
CREATE TABLE c (client_id UUID REFERENCES clients(id));`,
      marks: [],
    },
    {
      name: 'actors: who deleted, and who acted in a table that only grows',
      before: TABLES,
      text: `ALTER TABLE clients ADD COLUMN deleted_by_id UUID REFERENCES users(id);
CREATE TABLE client_status_history (id UUID PRIMARY KEY, "changedById" UUID REFERENCES users(id));
CREATE TEMP TABLE scratch (id UUID);`,
      marks: [],
    },
    {
      name: 'a table that is called otherwise in the end: a second run would not find it here',
      before: TABLES,
      text: `CREATE TABLE "new_visits" ("user_id" UUID REFERENCES users(id));
ALTER TABLE "new_visits" RENAME TO "visits";`,
      marks: ['"user_id"'],
    },
    {
      name: 'a table that may be missing',
      before: TABLES,
      text: 'ALTER TABLE IF EXISTS users ADD COLUMN client_id UUID REFERENCES clients(id);',
      marks: ['client_id'],
    },
  ],
});
