import { testSqlRule } from '../../../../test/harness/sqlRule';
import { addConstraint } from './add-constraint';

testSqlRule(addConstraint, {
  bad: [
    {
      marks: ['ADD CONSTRAINT fk_appointments_client'],
      becomes: `ALTER TABLE appointments DROP CONSTRAINT IF EXISTS fk_appointments_client;
ALTER TABLE appointments ADD CONSTRAINT fk_appointments_client
    FOREIGN KEY (client_id) REFERENCES clients(id);`,
    },
    {
      marks: ['ADD CONSTRAINT appointments_code_key'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"appointments"') AND conname = 'appointments_code_key') THEN
        ALTER TABLE appointments ADD CONSTRAINT appointments_code_key UNIQUE (code);
    END IF;
END $$;`,
    },
    {
      marks: ['ADD FOREIGN KEY'],
      becomes: `ALTER TABLE appointments DROP CONSTRAINT IF EXISTS appointments_client_id_fkey;
ALTER TABLE appointments ADD CONSTRAINT appointments_client_id_fkey FOREIGN KEY (client_id) REFERENCES clients(id);`,
    },
  ],
  cases: [
    {
      name: 'behind a key of which only the run knows the name',
      before: 'CREATE TABLE things (id INT PRIMARY KEY, name TEXT UNIQUE);',
      text: `DO $$ DECLARE old_name TEXT; BEGIN
    SELECT conname INTO old_name FROM pg_constraint WHERE conrelid = 'things'::regclass AND contype = 'u';
    IF old_name IS NOT NULL THEN
        EXECUTE format('ALTER TABLE things DROP CONSTRAINT %I', old_name);
    END IF;
    ALTER TABLE things ADD CONSTRAINT things_name UNIQUE (name);
END $$;`,
      marks: [],
    },
    {
      name: 'an exclusion without a name is called after what it compares',
      before: 'CREATE TABLE rooms (id INT PRIMARY KEY, day DATE, note TEXT);',
      text: 'ALTER TABLE rooms ADD EXCLUDE USING btree (day WITH =, lower(note) WITH =);',
      marks: ['ADD EXCLUDE'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"rooms"') AND conname = 'rooms_day_lower_excl') THEN
        ALTER TABLE rooms ADD CONSTRAINT rooms_day_lower_excl EXCLUDE USING btree (day WITH =, lower(note) WITH =);
    END IF;
END $$;`,
    },
    {
      name: 'without a name, beside another one that has the name it would get',
      before:
        'CREATE TABLE notes (id INT PRIMARY KEY); CREATE TABLE users (id INT PRIMARY KEY, note_id INT REFERENCES notes(id));',
      text: 'ALTER TABLE users ADD FOREIGN KEY (note_id) REFERENCES notes(id) ON DELETE SET NULL;',
      marks: ['ADD FOREIGN KEY'],
      becomes: `ALTER TABLE users DROP CONSTRAINT IF EXISTS users_note_id_fkey1;
ALTER TABLE users ADD CONSTRAINT users_note_id_fkey1 FOREIGN KEY (note_id) REFERENCES notes(id) ON DELETE SET NULL;`,
    },
    {
      name: 'to a table that only the first run takes away again: no guard of its own would help',
      before: 'CREATE TABLE users (id INTEGER PRIMARY KEY);',
      text: `DROP TABLE IF EXISTS scratch;
CREATE TABLE scratch (id INTEGER);
ALTER TABLE scratch ADD CONSTRAINT positive CHECK (id > 0);
DO $$ BEGIN
    DROP TABLE scratch, users;
EXCEPTION WHEN undefined_table THEN NULL;
END $$;`,
      marks: ['ADD CONSTRAINT positive'],
    },
    {
      name: 'a check without a name is called after the one column that it reads',
      before: 'CREATE TABLE comments (id INTEGER PRIMARY KEY, parent INTEGER);',
      text: `ALTER TABLE comments ADD CHECK (id::text <> '0');
ALTER TABLE comments ADD CHECK (id > parent);`,
      marks: ['ADD CHECK', 'ADD CHECK'],
      becomes: `ALTER TABLE comments DROP CONSTRAINT IF EXISTS comments_id_check;
ALTER TABLE comments ADD CONSTRAINT comments_id_check CHECK (id::text <> '0');
ALTER TABLE comments DROP CONSTRAINT IF EXISTS comments_check;
ALTER TABLE comments ADD CONSTRAINT comments_check CHECK (id > parent);`,
    },
    {
      name: 'a check',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id")); CREATE TABLE "Post" ("id" TEXT NOT NULL, "userId" TEXT NOT NULL, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));',
      text: `ALTER TABLE "Post" ADD CONSTRAINT "Post_slug_check" CHECK ("slug" <> '');`,
      marks: ['ADD CONSTRAINT "Post_slug_check"'],
      becomes: `ALTER TABLE "Post" DROP CONSTRAINT IF EXISTS "Post_slug_check";
ALTER TABLE "Post" ADD CONSTRAINT "Post_slug_check" CHECK ("slug" <> '');`,
    },
    {
      name: 'a primary key',
      before: 'CREATE TABLE "N" ("id" INT NOT NULL);',
      text: 'ALTER TABLE "N" ADD CONSTRAINT "N_pkey" PRIMARY KEY ("id");',
      marks: ['ADD CONSTRAINT "N_pkey"'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"N"') AND conname = 'N_pkey') THEN
        ALTER TABLE "N" ADD CONSTRAINT "N_pkey" PRIMARY KEY ("id");
    END IF;
END $$;`,
    },
    {
      name: 'beside a column',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id")); CREATE TABLE "Post" ("id" TEXT NOT NULL, "userId" TEXT NOT NULL, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));',
      text: `ALTER TABLE "Post" ADD COLUMN IF NOT EXISTS "t" TEXT NOT NULL DEFAULT 'x',
ADD CONSTRAINT "Post_id_t_key" UNIQUE ("id", "t");`,
      marks: ['ADD CONSTRAINT "Post_id_t_key"'],
      becomes: `ALTER TABLE "Post" ADD COLUMN IF NOT EXISTS "t" TEXT NOT NULL DEFAULT 'x';
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"Post"') AND conname = 'Post_id_t_key') THEN
        ALTER TABLE "Post" ADD CONSTRAINT "Post_id_t_key" UNIQUE ("id", "t");
    END IF;
END $$;`,
    },
    {
      name: 'a key that a foreign key rests on',
      before:
        'CREATE TABLE "A" ("id" INT NOT NULL, "p" INT NOT NULL, CONSTRAINT "A_pkey" PRIMARY KEY ("id")); CREATE TABLE "B" ("a" INT, "p" INT);',
      text: `ALTER TABLE "A" DROP CONSTRAINT IF EXISTS "A_pkey", ADD CONSTRAINT "A_pkey" PRIMARY KEY ("id", "p");
ALTER TABLE "B" DROP CONSTRAINT IF EXISTS "B_fkey";
ALTER TABLE "B" ADD CONSTRAINT "B_fkey" FOREIGN KEY ("a", "p") REFERENCES "A"("id", "p");`,
      marks: ['ADD CONSTRAINT "A_pkey"'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"A"') AND conname = 'A_pkey' AND pg_get_constraintdef(oid) = 'PRIMARY KEY (id, p)') THEN
        ALTER TABLE "A" DROP CONSTRAINT IF EXISTS "A_pkey", ADD CONSTRAINT "A_pkey" PRIMARY KEY ("id", "p");
    END IF;
END $$;
ALTER TABLE "B" DROP CONSTRAINT IF EXISTS "B_fkey";
ALTER TABLE "B" ADD CONSTRAINT "B_fkey" FOREIGN KEY ("a", "p") REFERENCES "A"("id", "p");`,
    },
    {
      name: `dropped first: the house's way`,
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id")); CREATE TABLE "Post" ("id" TEXT NOT NULL, "userId" TEXT NOT NULL, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));',
      text: `ALTER TABLE "Post" DROP CONSTRAINT IF EXISTS "f";
ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("userId") REFERENCES "User"("id");`,
      marks: [],
    },
    {
      name: 'an exception handler that does not catch it',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id")); CREATE TABLE "Post" ("id" TEXT NOT NULL, "userId" TEXT NOT NULL, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));',
      text: `DO $$ BEGIN
    ALTER TABLE "Post" ADD CONSTRAINT "Post_slug_key" UNIQUE ("slug");
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;`,
      marks: ['ADD CONSTRAINT "Post_slug_key"'],
      becomes: `DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"Post"') AND conname = 'Post_slug_key') THEN
        ALTER TABLE "Post" ADD CONSTRAINT "Post_slug_key" UNIQUE ("slug");
    END IF;
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;`,
    },
    {
      name: 'behind a block that drops the one it finds',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, state TEXT CHECK (state IN ('new')));`,
      text: `DO $$
DECLARE
    found_name TEXT;
BEGIN
    SELECT conname INTO found_name FROM pg_constraint WHERE conrelid = 'visits'::regclass AND contype = 'c';
    IF found_name IS NOT NULL THEN
        EXECUTE 'ALTER TABLE visits DROP CONSTRAINT ' || quote_ident(found_name);
    END IF;
END $$;
ALTER TABLE visits ADD CONSTRAINT visits_state_check CHECK (state IN ('new', 'done'));`,
      marks: [],
    },
    {
      name: 'a foreign key that goes by the name of an index',
      before: `CREATE TABLE rooms (id INT PRIMARY KEY); CREATE TABLE visits (id INT PRIMARY KEY, room_id INT);
CREATE INDEX visits_room ON visits (room_id);`,
      text: `ALTER TABLE visits ADD CONSTRAINT visits_room FOREIGN KEY (room_id) REFERENCES rooms (id);`,
      marks: ['ADD CONSTRAINT visits_room'],
      becomes: `ALTER TABLE visits DROP CONSTRAINT IF EXISTS visits_room;
ALTER TABLE visits ADD CONSTRAINT visits_room FOREIGN KEY (room_id) REFERENCES rooms (id);`,
    },
    {
      name: 'a NOT NULL constraint of the same name over the same column',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, room TEXT NOT NULL, note TEXT);',
      text: `ALTER TABLE visits ADD CONSTRAINT visits_note_given NOT NULL note NOT VALID;
ALTER TABLE visits VALIDATE CONSTRAINT visits_note_given;
ALTER TABLE visits ADD NOT NULL room;`,
      marks: [],
    },
    {
      name: 'a NOT NULL constraint in the place of the one that a column has without a name',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, room TEXT NOT NULL);',
      text: `ALTER TABLE visits ALTER COLUMN room DROP NOT NULL;
ALTER TABLE visits ADD CONSTRAINT visits_room_given NOT NULL room;`,
      marks: [],
    },
    {
      name: 'a unique constraint that is dropped first, with the index that it took over',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, code TEXT);',
      text: `ALTER TABLE visits DROP CONSTRAINT IF EXISTS visits_code_key;
CREATE UNIQUE INDEX IF NOT EXISTS visits_code_key ON visits (code);
ALTER TABLE visits ADD CONSTRAINT visits_code_key UNIQUE USING INDEX visits_code_key;`,
      marks: [],
    },
    {
      name: 'a unique constraint without a name takes that of its index',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, code TEXT);',
      text: `CREATE UNIQUE INDEX IF NOT EXISTS visits_code_idx ON visits (code);
ALTER TABLE visits ADD UNIQUE USING INDEX visits_code_idx;`,
      marks: ['ADD UNIQUE'],
      becomes: `CREATE UNIQUE INDEX IF NOT EXISTS visits_code_idx ON visits (code);
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"visits"') AND conname = 'visits_code_idx') THEN
        ALTER TABLE visits ADD CONSTRAINT visits_code_idx UNIQUE USING INDEX visits_code_idx;
    END IF;
END $$;`,
    },
  ],
});
