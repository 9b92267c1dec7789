import { testSqlRule } from '../../../../test/harness/sqlRule';
import { guardMismatch } from './guard-mismatch';

testSqlRule(guardMismatch, {
  bad: [
    {
      marks: [`'department'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
    END IF;
END $$;`,
    },
    {
      marks: [`'UserRole'`],
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
  ],
  cases: [
    {
      name: 'another column',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'dept') THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
      marks: [`'dept'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
    },
    {
      name: 'another letter case',
      text: `DO $$
BEGIN
    IF to_regclass('Client') IS NULL THEN
        CREATE TABLE "Client" ("id" UUID PRIMARY KEY);
    END IF;
END $$;`,
      marks: [`'Client'`],
      becomes: `DO $$
BEGIN
    IF to_regclass('Client') IS NULL THEN
        CREATE TABLE IF NOT EXISTS "Client" ("id" UUID PRIMARY KEY);
    END IF;
END $$;`,
    },
    {
      name: 'another constraint',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id")); CREATE TABLE "Post" ("id" TEXT NOT NULL, "userId" TEXT NOT NULL, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'Post_user_fkey') THEN
        ALTER TABLE "Post" ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id");
    END IF;
END $$;`,
      marks: [`'Post_user_fkey'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"Post"') AND conname = 'Post_userId_fkey') THEN
        ALTER TABLE "Post" ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id");
    END IF;
END $$;`,
    },
    {
      name: 'a second statement that the guard does not know',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'other_idx') THEN
        CREATE INDEX users_email_idx ON users(email);
    END IF;
END $$;`,
      marks: [`'other_idx'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'other_idx') THEN
        CREATE INDEX IF NOT EXISTS users_email_idx ON users(email);
    END IF;
END $$;`,
    },
  ],
});
