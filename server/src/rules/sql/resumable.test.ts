import { testSqlRule } from '../../../../test/harness/sqlRule';
import { resumable } from './resumable';

testSqlRule(resumable, {
  ground: 'crashPoints',
  bad: [
    {
      marks: ['DROP CONSTRAINT fk'],
      becomes: `ALTER TABLE appointments DROP CONSTRAINT IF EXISTS fk;
ALTER TABLE appointments ADD CONSTRAINT fk FOREIGN KEY (client_id) REFERENCES clients(id) ON DELETE CASCADE;`,
    },
  ],
  cases: [
    {
      name: 'an enum swap without BEGIN',
      before: `CREATE TYPE "Role" AS ENUM ('A', 'B'); CREATE TABLE "T" ("id" INT PRIMARY KEY, "r" "Role");`,
      text: `CREATE TYPE "Role_new" AS ENUM ('A', 'C');
ALTER TABLE "T" ALTER COLUMN "r" TYPE "Role_new" USING ("r"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";`,
      marks: ['CREATE TYPE "Role_new"', 'RENAME TO "Role_old"', 'RENAME TO "Role"'],
      becomes: `BEGIN;
CREATE TYPE "Role_new" AS ENUM ('A', 'C');
ALTER TABLE "T" ALTER COLUMN "r" TYPE "Role_new" USING ("r"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
COMMIT;`,
    },
    {
      name: 'values that are kept in a column for a while',
      before: `CREATE TABLE patients (id INT PRIMARY KEY, born TEXT); INSERT INTO patients VALUES (1, '1984'), (2, NULL);`,
      text: `ALTER TABLE patients ADD COLUMN IF NOT EXISTS born_tmp INT;
UPDATE patients SET born_tmp = CASE WHEN born IS NULL THEN NULL ELSE born::int END;
ALTER TABLE patients DROP COLUMN IF EXISTS born;
ALTER TABLE patients ADD COLUMN IF NOT EXISTS born INT;
UPDATE patients SET born = born_tmp;
ALTER TABLE patients DROP COLUMN IF EXISTS born_tmp;`,
      marks: ['UPDATE patients'],
      becomes: `BEGIN;
ALTER TABLE patients ADD COLUMN IF NOT EXISTS born_tmp INT;
UPDATE patients SET born_tmp = CASE WHEN born IS NULL THEN NULL ELSE born::int END;
ALTER TABLE patients DROP COLUMN IF EXISTS born;
ALTER TABLE patients ADD COLUMN IF NOT EXISTS born INT;
UPDATE patients SET born = born_tmp;
ALTER TABLE patients DROP COLUMN IF EXISTS born_tmp;
COMMIT;`,
    },
    {
      name: 'a function without its arguments, which is made anew with others',
      before: `CREATE FUNCTION tell(a INT) RETURNS INT LANGUAGE sql AS 'SELECT 1';`,
      text: `DROP FUNCTION tell;
CREATE FUNCTION tell(a INT, b INT) RETURNS INT LANGUAGE sql AS 'SELECT 2';`,
      marks: ['DROP FUNCTION tell'],
      becomes: `DROP FUNCTION IF EXISTS tell;
CREATE FUNCTION tell(a INT, b INT) RETURNS INT LANGUAGE sql AS 'SELECT 2';`,
    },
    {
      name: 'rows that are moved',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, note TEXT); INSERT INTO visits VALUES (1, 'old'), (2, 'b');
CREATE TABLE archive (id SERIAL PRIMARY KEY, note TEXT);`,
      text: `INSERT INTO archive (note) SELECT note FROM visits WHERE note = 'old';
UPDATE archive SET note = 'x' WHERE note IS NULL;
DELETE FROM visits WHERE note = 'old';`,
      marks: ['INSERT INTO archive'],
      becomes: `BEGIN;
INSERT INTO archive (note) SELECT note FROM visits WHERE note = 'old';
UPDATE archive SET note = 'x' WHERE note IS NULL;
DELETE FROM visits WHERE note = 'old';
COMMIT;`,
    },
    {
      name: 'rows that are marked as done',
      before: `CREATE TABLE fees (id INT PRIMARY KEY, amount INT, done BOOLEAN DEFAULT false); INSERT INTO fees VALUES (1, 9);`,
      text: `UPDATE fees SET amount = amount * 2 WHERE NOT done;
UPDATE fees SET done = true WHERE NOT done;`,
      marks: ['UPDATE fees'],
      becomes: `BEGIN;
UPDATE fees SET amount = amount * 2 WHERE NOT done;
UPDATE fees SET done = true WHERE NOT done;
COMMIT;`,
    },
    {
      name: 'numbers that are added up from rows which are marked then',
      before: `CREATE TABLE clinics (id INT PRIMARY KEY, visits INT); INSERT INTO clinics VALUES (1, 2);
CREATE TABLE imported (clinic INT, n INT, done BOOLEAN DEFAULT false); INSERT INTO imported VALUES (1, 5);`,
      text: `UPDATE clinics c SET visits = c.visits + i.n FROM imported i WHERE i.clinic = c.id AND NOT i.done;
UPDATE imported SET done = true WHERE NOT done;`,
      marks: ['UPDATE clinics'],
      becomes: `BEGIN;
UPDATE clinics c SET visits = c.visits + i.n FROM imported i WHERE i.clinic = c.id AND NOT i.done;
UPDATE imported SET done = true WHERE NOT done;
COMMIT;`,
    },
    {
      name: 'rows that are moved under a key that may be NULL',
      before: `CREATE TABLE drafts (name TEXT, email TEXT, moved BOOLEAN DEFAULT false); INSERT INTO drafts VALUES ('Ann', NULL), ('Bob', 'b@x');
CREATE TABLE clients (id SERIAL PRIMARY KEY, name TEXT, email TEXT UNIQUE);`,
      text: `INSERT INTO clients (name, email) SELECT name, email FROM drafts WHERE NOT moved;
UPDATE drafts SET moved = true WHERE NOT moved;`,
      marks: ['INSERT INTO clients'],
      becomes: `BEGIN;
INSERT INTO clients (name, email) SELECT name, email FROM drafts WHERE NOT moved;
UPDATE drafts SET moved = true WHERE NOT moved;
COMMIT;`,
    },
    {
      name: 'a column that gets another type, and then another name',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, day DATE); INSERT INTO visits VALUES (1, '2025-04-01');`,
      text: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'visits' AND column_name = 'day') THEN
        ALTER TABLE visits ALTER COLUMN day TYPE INT USING EXTRACT(YEAR FROM day);
    END IF;
END $$;
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'visits' AND column_name = 'day') THEN
        ALTER TABLE visits RENAME COLUMN day TO year;
    END IF;
END $$;`,
      marks: ['ALTER COLUMN day'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'visits' AND column_name = 'day') THEN
        IF (SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('"visits"') AND attname = 'day' AND NOT attisdropped) IS DISTINCT FROM to_regtype('int4') THEN
            ALTER TABLE visits ALTER COLUMN day TYPE INT USING EXTRACT(YEAR FROM day);
        END IF;
    END IF;
END $$;
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'visits' AND column_name = 'day') THEN
        ALTER TABLE visits RENAME COLUMN day TO year;
    END IF;
END $$;`,
    },
    {
      name: 'rows that wait in a temporary table while their own is emptied',
      before: "CREATE TABLE flags (key TEXT PRIMARY KEY, value TEXT); INSERT INTO flags VALUES ('a', '1'), ('b', '2');",
      text: `CREATE TEMP TABLE kept AS SELECT * FROM flags WHERE key <> 'b';
TRUNCATE flags;
INSERT INTO flags SELECT * FROM kept;`,
      marks: ['INSERT INTO flags'],
      becomes: `BEGIN;
CREATE TEMP TABLE kept AS SELECT * FROM flags WHERE key <> 'b';
TRUNCATE flags;
INSERT INTO flags SELECT * FROM kept;
COMMIT;`,
    },
    {
      name: 'rows that wait in a temporary table that is made first and filled then',
      before: "CREATE TABLE flags (key TEXT, value TEXT); INSERT INTO flags VALUES ('a', '1'), ('a', '1');",
      text: `CREATE TEMP TABLE IF NOT EXISTS kept (key TEXT, value TEXT);
INSERT INTO kept SELECT DISTINCT key, value FROM flags;
DELETE FROM flags;
INSERT INTO flags SELECT key, value FROM kept;`,
      marks: ['INSERT INTO flags'],
      becomes: `BEGIN;
CREATE TEMP TABLE IF NOT EXISTS kept (key TEXT, value TEXT);
INSERT INTO kept SELECT DISTINCT key, value FROM flags;
DELETE FROM flags;
INSERT INTO flags SELECT key, value FROM kept;
COMMIT;`,
    },
    {
      name: 'rows that wait in a table that stays',
      before: "CREATE TABLE flags (key TEXT PRIMARY KEY, value TEXT); INSERT INTO flags VALUES ('a', '1'), ('b', '2');",
      text: `CREATE TABLE IF NOT EXISTS kept AS SELECT * FROM flags WHERE key <> 'b';
TRUNCATE flags;
INSERT INTO flags SELECT * FROM kept;`,
      marks: [],
    },
    {
      name: 'rows that come from a table that stays as it is',
      before:
        "CREATE TABLE flags (key TEXT PRIMARY KEY); CREATE TABLE words (word TEXT PRIMARY KEY); INSERT INTO words VALUES ('a');",
      text: `CREATE TEMP TABLE kept AS SELECT * FROM words;
TRUNCATE flags;
INSERT INTO flags SELECT * FROM kept;`,
      marks: [],
    },
    {
      name: 'a partition that gives way to a new one of its name',
      before:
        "CREATE TABLE vitals (taken DATE NOT NULL) PARTITION BY RANGE (taken); CREATE TABLE vitals_2025 PARTITION OF vitals FOR VALUES FROM ('2025-01-01') TO ('2026-01-01'); INSERT INTO vitals VALUES ('2025-03-01');",
      text: `ALTER TABLE vitals DETACH PARTITION vitals_2025;
ALTER TABLE vitals_2025 RENAME TO vitals_old;
CREATE TABLE vitals_2025 PARTITION OF vitals FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO vitals SELECT * FROM vitals_old;
DROP TABLE vitals_old;`,
      marks: ['DETACH PARTITION vitals_2025', 'RENAME TO vitals_old', 'CREATE TABLE vitals_2025'],
      becomes: `BEGIN;
ALTER TABLE vitals DETACH PARTITION vitals_2025;
ALTER TABLE vitals_2025 RENAME TO vitals_old;
CREATE TABLE vitals_2025 PARTITION OF vitals FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO vitals SELECT * FROM vitals_old;
DROP TABLE vitals_old;
COMMIT;`,
    },
    {
      name: 'a partition that is attached again with other bounds',
      before:
        "CREATE TABLE vitals (taken DATE NOT NULL) PARTITION BY RANGE (taken); CREATE TABLE vitals_2025 PARTITION OF vitals FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');",
      text: `ALTER TABLE vitals DETACH PARTITION vitals_2025;
ALTER TABLE vitals ATTACH PARTITION vitals_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-07-01');`,
      marks: ['DETACH PARTITION vitals_2025'],
      becomes: `BEGIN;
ALTER TABLE vitals DETACH PARTITION vitals_2025;
ALTER TABLE vitals ATTACH PARTITION vitals_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-07-01');
COMMIT;`,
    },
  ],
});
