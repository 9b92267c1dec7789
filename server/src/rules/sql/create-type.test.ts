import { testSqlRule } from '../../../../test/harness/sqlRule';
import { createType } from './create-type';

testSqlRule(createType, {
  bad: [
    {
      marks: ['CREATE TYPE user_role'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = current_schema() AND t.typname = 'user_role'
    ) THEN
        CREATE TYPE user_role AS ENUM ('ADMIN', 'USER');
    END IF;
END $$;`,
    },
    {
      marks: ['CREATE DOMAIN email_address'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = current_schema() AND t.typname = 'email_address'
    ) THEN
        CREATE DOMAIN email_address AS TEXT CHECK (VALUE LIKE '%@%');
    END IF;
END $$;`,
    },
  ],
  cases: [
    {
      name: 'a schema',
      before: 'CREATE SCHEMA "Auth";',
      text: `CREATE TYPE "Auth"."Role" AS ENUM ('A');`,
      marks: ['CREATE TYPE "Auth"."Role"'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = 'Auth' AND t.typname = 'Role'
    ) THEN
        CREATE TYPE "Auth"."Role" AS ENUM ('A');
    END IF;
END $$;`,
    },
    {
      name: 'composite',
      text: 'create type pair as (a int, b int);',
      marks: ['create type pair'],
      becomes: `do $$
begin
    if not exists (
        select 1 from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where n.nspname = current_schema() and t.typname = 'pair'
    ) then
        create type pair as (a int, b int);
    end if;
end $$;`,
    },
    {
      name: `Prisma's swap of an enum`,
      before: `CREATE TYPE "Role" AS ENUM ('A', 'B'); CREATE TABLE "T" ("id" INT PRIMARY KEY, "r" "Role");`,
      text: `BEGIN;
CREATE TYPE "Role_new" AS ENUM ('A', 'C');
ALTER TABLE "T" ALTER COLUMN "r" TYPE "Role_new" USING ("r"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
COMMIT;`,
      marks: [],
    },
  ],
});
