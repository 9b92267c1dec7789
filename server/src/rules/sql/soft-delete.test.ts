import { testSqlRule } from '../../../../test/harness/sqlRule';
import { softDelete } from './soft-delete';

const LATER = '../20270101000000_later/migration.sql';

testSqlRule(softDelete, {
  ground: 'none',
  bad: [
    {
      marks: ['clients'],
      suggested: `CREATE TABLE IF NOT EXISTS clients (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    first_name VARCHAR(255) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    is_deleted BOOLEAN NOT NULL DEFAULT false,
    deleted_at TIMESTAMPTZ,
    deleted_by_id UUID
);
`,
    },
    {
      marks: ['"Client"'],
      suggested: `-- CreateTable
CREATE TABLE IF NOT EXISTS "Client" (
    "id" TEXT NOT NULL,
    "firstName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "isDeleted" BOOLEAN NOT NULL DEFAULT false,
    "deletedAt" TIMESTAMP(3),
    "deletedById" TEXT,

    CONSTRAINT "Client_pkey" PRIMARY KEY ("id")
);
`,
    },
  ],
  cases: [
    {
      name: 'two tables, one with a part of the columns, within a DO block and in one line; the id of users is known',
      before: 'CREATE TABLE users (id bigserial PRIMARY KEY, is_deleted int, deleted_at int, deleted_by_id int);',
      text: `do $$ begin
  create table if not exists clients (
    id uuid primary key, /* the key */
    "name" text, -- is_deleted
    deleted_at timestamp with time zone -- when 😀
  );
end $$;
CREATE TABLE public."codes" (id SERIAL, CHECK (id > 0), label TEXT);
`,
      marks: ['clients', 'public."codes"'],
      suggested: `do $$ begin
  create table if not exists clients (
    id uuid primary key, /* the key */
    "name" text, -- is_deleted
    deleted_at timestamp with time zone, -- when 😀
    is_deleted boolean not null default false,
    deleted_by_id bigint
  );
end $$;
CREATE TABLE public."codes" (id SERIAL, CHECK (id > 0), label TEXT, is_deleted BOOLEAN NOT NULL DEFAULT false, deleted_at TIMESTAMPTZ, deleted_by_id BIGINT);
`,
    },
    {
      name: 'camelCase columns of a snake_case table; an id of its own kind',
      text: `CREATE TABLE IF NOT EXISTS "clinical_notes" (
\t"id" SERIAL PRIMARY KEY,
\t"signedAt" TIMESTAMP(6)
);`,
      marks: ['"clinical_notes"'],
      suggested: `CREATE TABLE IF NOT EXISTS "clinical_notes" (
\t"id" SERIAL PRIMARY KEY,
\t"signedAt" TIMESTAMP(6),
\t"isDeleted" BOOLEAN NOT NULL DEFAULT false,
\t"deletedAt" TIMESTAMP(6),
\t"deletedById" INTEGER
);`,
    },
    {
      name: 'a table without columns',
      text: 'CREATE TABLE "Empty" ();',
      marks: ['"Empty"'],
      suggested:
        'CREATE TABLE "Empty" ("isDeleted" BOOLEAN NOT NULL DEFAULT false, "deletedAt" TIMESTAMP(3), "deletedById" TEXT);',
    },
    {
      name: 'columns that a later statement and a later migration add',
      text: 'CREATE TABLE clients (id UUID); ALTER TABLE clients ADD is_deleted BOOLEAN;',
      files: {
        [LATER]: 'ALTER TABLE clients RENAME TO c; ALTER TABLE c ADD "deletedAt" DATE, ADD deleted_by_id UUID;',
      },
      marks: [],
    },
    {
      name: 'columns that a later migration drops, renames or adds for a while are not written a second time',
      text: 'CREATE TABLE clients (id UUID, is_deleted BOOLEAN, deleted_at DATE);',
      files: {
        [LATER]:
          'ALTER TABLE clients DROP COLUMN is_deleted, ADD deleted_by_id UUID, DROP deleted_by_id; ALTER TABLE clients RENAME deleted_at TO d;',
      },
      marks: [],
    },
    {
      name: 'tables that need none',
      before:
        'CREATE TABLE parent (id INT, is_deleted BOOLEAN, deleted_at DATE, deleted_by_id INT) PARTITION BY RANGE (id);',
      text: `CREATE TABLE "AuditLog" (id INT);
CREATE TABLE appointment_status_history (id INT);
CREATE TABLE login_events (id INT);
CREATE TABLE role_permissions (role_id INT, permission_id INT, PRIMARY KEY (role_id, permission_id));
CREATE TABLE "_AToB" ("A" TEXT NOT NULL, "B" TEXT NOT NULL);
CREATE TEMP TABLE scratch (id INT);
CREATE UNLOGGED TABLE loading (id INT);
CREATE TABLE parent_1 PARTITION OF parent FOR VALUES FROM (1) TO (2);
CREATE TABLE parent_2 (LIKE parent);
CREATE TABLE copy AS SELECT * FROM parent;
CREATE TABLE "new_X" (id INT); ALTER TABLE "new_X" RENAME TO "X";
CREATE TABLE gone (id INT); DROP TABLE gone;
CREATE TABLE later_gone (id INT);`,
      files: { [LATER]: 'DROP TABLE later_gone;' },
      marks: [],
    },
    {
      name: 'names of the configuration',
      configuration: { appendOnly: ['*Trail'] },
      text: 'CREATE TABLE paper_trails (id INT); CREATE TABLE audit_logs (id INT, deleted_at DATE, is_deleted BOOLEAN);',
      marks: ['audit_logs'],
      suggested:
        'CREATE TABLE paper_trails (id INT); CREATE TABLE audit_logs (id INT, deleted_at DATE, is_deleted BOOLEAN, deleted_by_id INT);',
    },
  ],
});
