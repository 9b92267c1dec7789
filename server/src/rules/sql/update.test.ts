import { testSqlRule } from '../../../../test/harness/sqlRule';
import { update } from './update';

const PLANS = `CREATE TABLE plans (id INT PRIMARY KEY, level TEXT, rank INT, clinic INT, chosen BOOLEAN);
INSERT INTO plans VALUES (1, 'gold', 0, 1, true), (2, 'silver', 1, 1, false), (3, 'bronze', 2, 1, false), (4, 'iron', 2, 2, false);`;

const ONE_USER = `CREATE TABLE users (id SERIAL PRIMARY KEY, name TEXT DEFAULT 'Ann', n INT DEFAULT 37, state TEXT DEFAULT 'new', done BOOLEAN NOT NULL DEFAULT false, meta JSONB DEFAULT '{"theme": "x"}', tags TEXT[] DEFAULT '{a,b}', theme TEXT);
INSERT INTO users DEFAULT VALUES;`;

const SAME_SLUGS = `CREATE TABLE users (id SERIAL PRIMARY KEY, slug TEXT, tags JSONB, pos INT);
INSERT INTO users (slug, tags, pos) VALUES ('a', '["x"]', 5), ('a', '["y"]', 9), ('b', '[]', 7);`;

const NUMBERED_CODES = `CREATE TABLE codes (code TEXT PRIMARY KEY, sort INT, email TEXT DEFAULT 'a@x.org');
INSERT INTO codes (code, sort) VALUES ('a', 1), ('b', 5);`;

const FEES = `CREATE TABLE fees (id SERIAL PRIMARY KEY, amount INT, unit TEXT, done BOOLEAN DEFAULT false, version TEXT, low INT, high INT, note TEXT, settings JSONB DEFAULT '{"a": 1}', at TIMESTAMP DEFAULT '2025-04-01 10:00');
INSERT INTO fees (amount, unit, version, low, high, note) VALUES (9, 'EUR', '7', 5, 1, 'Ann'), (4, 'USD', '7', 1, 5, NULL);`;

testSqlRule(update, {
  bad: [
    {
      marks: ['UPDATE counters'],
    },
    {
      marks: ['UPDATE clients'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'clients' AND column_name = 'name') THEN
        UPDATE clients SET full_name = name;
    END IF;
END $$;
ALTER TABLE clients DROP COLUMN IF EXISTS name;`,
    },
    {
      marks: ['UPDATE visits'],
    },
  ],
  cases: [
    {
      name: 'a loop over a column that the file drops',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, summary TEXT); INSERT INTO visits VALUES (1, 'well');`,
      text: `ALTER TABLE visits ADD COLUMN IF NOT EXISTS note TEXT;
DO $$ DECLARE v RECORD; BEGIN
    FOR v IN (SELECT id, summary FROM visits WHERE note IS NULL) LOOP
        UPDATE visits SET note = v.summary WHERE id = v.id;
    END LOOP;
END $$;
ALTER TABLE visits DROP COLUMN IF EXISTS summary;`,
      marks: ['SELECT id,'],
    },
    {
      name: 'a value that a variable draws anew in each run',
      before: `CREATE TABLE accounts (id INT PRIMARY KEY, token TEXT); INSERT INTO accounts VALUES (1, NULL), (2, NULL);`,
      text: `DO $$ DECLARE drawn TEXT := md5(random()::text); BEGIN
    UPDATE accounts SET token = drawn WHERE id = 1;
    UPDATE accounts SET token = drawn WHERE id = 2 AND token IS NULL;
END $$;`,
      marks: ['UPDATE accounts'],
    },
    {
      name: 'numbers that are added up from rows which stay',
      before: `${FEES} CREATE TABLE imported (fee INT, n INT, state TEXT); INSERT INTO imported VALUES (1, 5, 'x'), (2, 5, 'y');`,
      text: `DELETE FROM imported WHERE state = 'y';
UPDATE imported SET state = 'new';
UPDATE fees f SET amount = f.amount + i.n FROM imported i WHERE i.fee = f.id AND i.state = 'new';`,
      marks: ['UPDATE fees'],
    },
    {
      name: 'rows that a later statement takes out of the WHERE',
      before: FEES,
      text: `BEGIN;
UPDATE fees f SET amount = f.amount * 2 WHERE NOT f.done;
UPDATE fees SET done = true WHERE NOT done;
UPDATE fees SET amount = amount * 100 WHERE unit = 'EUR' AND low > 0;
UPDATE fees SET unit = 'cents' WHERE unit = 'EUR';
UPDATE fees SET amount = amount - high WHERE high > 0;
UPDATE fees SET high = 0;
COMMIT;`,
      marks: [],
    },
    {
      name: 'rows of which a later statement leaves some in the WHERE',
      before: FEES,
      text: `UPDATE fees SET amount = amount * 100 WHERE unit = 'EUR';
UPDATE fees SET unit = 'cents' WHERE unit = 'EUR' AND low = 1;`,
      marks: ['UPDATE fees'],
    },
    {
      name: 'rows that later statements take out of the WHERE and put back',
      before: FEES,
      text: `UPDATE fees SET amount = amount * 100 WHERE unit = 'EUR';
UPDATE fees SET unit = 'cents' WHERE unit = 'EUR';
UPDATE fees SET unit = 'EUR' WHERE low = 5;`,
      marks: ['UPDATE fees'],
    },
    {
      name: 'rows that are put in behind those that are taken out of the WHERE',
      before: FEES,
      text: `UPDATE fees SET amount = amount * 100 WHERE unit = 'EUR';
UPDATE fees SET unit = 'cents' WHERE unit = 'EUR';
INSERT INTO fees (id, amount, unit) VALUES (50, 1, 'EUR') ON CONFLICT DO NOTHING;`,
      marks: ['UPDATE fees', 'UPDATE fees'],
    },
    {
      name: 'a number in a text that is asked for by value',
      before: FEES,
      text: `UPDATE fees SET version = (version::int + 1)::text WHERE version = '7';`,
      marks: [],
    },
    {
      name: 'values that are swapped until they are the right way round',
      before: FEES,
      text: `UPDATE fees SET low = high, high = low WHERE low > high;`,
      marks: [],
    },
    {
      name: 'values that are swapped whichever way round they are',
      before: FEES,
      text: `UPDATE fees SET low = high, high = low WHERE low <> high;`,
      marks: ['UPDATE fees', 'UPDATE fees'],
    },
    {
      name: 'a text that is added where it is missing, or NULL',
      before: FEES,
      text: `UPDATE fees SET note = coalesce(note, '') || ' [seen]' WHERE note IS NULL OR note NOT LIKE '%[seen]';`,
      marks: [],
    },
    {
      name: 'a text that is taken out before it is put in',
      before: FEES,
      text: `UPDATE fees SET note = 'Dr. ' || initcap(regexp_replace(note, '^dr. ', '', 'i'));`,
      marks: [],
    },
    {
      name: 'characters that are taken out',
      before: FEES,
      text: `UPDATE fees SET note = regexp_replace(note, '[^0-9.]+', '', 'g');`,
      marks: [],
    },
    {
      name: 'keys of a JSON that are given where they are missing',
      before: FEES,
      text: `UPDATE fees SET settings = '{"theme": "dark"}'::jsonb || settings;`,
      marks: [],
    },
    {
      name: 'numbers of rows in the order that they have',
      before: FEES,
      text: `UPDATE fees f SET low = s.pos FROM (SELECT id, row_number() OVER (ORDER BY low, id) - 1 AS pos FROM fees) s WHERE s.id = f.id;`,
      marks: [],
    },
    {
      name: 'a time that is moved by another zone',
      before: FEES,
      text: `UPDATE fees SET at = at AT TIME ZONE 'Europe/Amsterdam';`,
      marks: ['UPDATE fees'],
    },
    {
      name: 'rows that a view stops to show',
      before: `${FEES} CREATE VIEW open_fees AS SELECT * FROM fees WHERE NOT done;`,
      text: `UPDATE open_fees SET done = true, note = note || '!';`,
      marks: [],
    },
    {
      name: 'rows that are shifted until one is put in',
      before: `${FEES} CREATE TABLE marks (name TEXT PRIMARY KEY);`,
      text: `BEGIN;
UPDATE fees SET low = low + 1 WHERE NOT EXISTS (SELECT 1 FROM marks WHERE name = 'shifted');
INSERT INTO marks VALUES ('shifted') ON CONFLICT DO NOTHING;
COMMIT;`,
      marks: [],
    },
    {
      name: 'counts that MERGE adds to',
      before: FEES,
      text: `MERGE INTO fees f USING (SELECT 1 AS id, 5 AS n) s ON f.id = s.id WHEN MATCHED THEN UPDATE SET amount = f.amount + s.n;`,
      marks: ['MERGE INTO fees'],
    },
    {
      name: 'counts that MERGE sets, or adds to once',
      before: FEES,
      text: `MERGE INTO fees f USING (SELECT 1 AS id, 5 AS n) s ON f.id = s.id WHEN MATCHED THEN UPDATE SET amount = s.n;
MERGE INTO fees f USING (SELECT 1 AS id, 5 AS n) s ON f.id = s.id WHEN MATCHED AND f.low = 5 THEN UPDATE SET low = f.low + s.n;`,
      marks: [],
    },
    {
      name: 'values that a list maps in a circle',
      before: PLANS,
      text: `UPDATE plans p SET level = m.new FROM (VALUES ('gold', 'iron'), ('iron', 'gold')) AS m (old, new) WHERE p.level = m.old;`,
      marks: ['UPDATE plans'],
    },
    {
      name: 'values that a list of a WITH maps on',
      before: PLANS,
      text: `WITH m AS (VALUES ('gold', 'silver'), ('silver', 'bronze'))
UPDATE plans SET level = m.column2 FROM m WHERE m.column1 = level;`,
      marks: ['WITH m AS'],
    },
    {
      name: 'values that a list maps to others',
      before: PLANS,
      text: `UPDATE plans p SET level = m.new FROM (VALUES ('gold', 'GOLD'), ('iron', 'IRON')) AS m (old, new) WHERE m.old = p.level;`,
      marks: [],
    },
    {
      name: 'a condition with its constant in front',
      before: NUMBERED_CODES,
      text: `UPDATE codes SET sort = sort + 10 WHERE 10 > sort;
UPDATE codes SET code = code || 'x' WHERE 'b' = code;`,
      marks: [],
    },
    {
      name: 'numbers that grow out of what is asked for',
      before: NUMBERED_CODES,
      text: `UPDATE codes SET sort = sort * 10 WHERE sort < 10;`,
      marks: [],
    },
    {
      name: 'numbers that stay within what is asked for',
      before: NUMBERED_CODES,
      text: `UPDATE codes SET sort = sort + 1 WHERE sort >= 1;`,
      marks: ['UPDATE codes'],
    },
    {
      name: 'an address that gets another domain',
      before: NUMBERED_CODES,
      text: `UPDATE codes SET email = split_part(email, '@', 1) || '@y.org';`,
      marks: [],
    },
    {
      name: 'an address that gets another end',
      before: NUMBERED_CODES,
      text: `UPDATE codes SET email = split_part(email, '@', 1) || '.y@y.org';`,
      marks: ['UPDATE codes'],
    },
    {
      name: 'rows that another column keeps out',
      before: ONE_USER,
      text: `UPDATE users SET n = n + 1, done = true WHERE NOT done;
UPDATE users SET n = n * 2, state = 'doubled' WHERE state IN ('new', 'old');
UPDATE users SET n = n * 2, state = 'again' WHERE state IS DISTINCT FROM 'again';
UPDATE users SET theme = meta->>'theme', meta = meta - 'theme' WHERE meta ? 'theme';`,
      marks: [],
    },
    {
      name: 'rows that are done by a condition that is true of them again',
      before: ONE_USER,
      text: `UPDATE users SET n = n + 1, done = true WHERE done IS NOT NULL;`,
      marks: ['UPDATE users'],
    },
    {
      name: 'rows that are false, in words',
      before: ONE_USER,
      text: `UPDATE users SET n = n + 1, done = true WHERE done IS FALSE;`,
      marks: [],
    },
    {
      name: 'rows that are not true, in words',
      before: ONE_USER,
      text: `UPDATE users SET n = n + 1, done = true WHERE done IS NOT TRUE;`,
      marks: [],
    },
    {
      name: 'a list that has the new value too',
      before: ONE_USER,
      text: `UPDATE users SET n = n + 1, state = 'old' WHERE state IN ('new', 'old');`,
      marks: ['UPDATE users'],
    },
    {
      name: 'numbers that are rounded to steps',
      before: ONE_USER,
      text: `UPDATE users SET n = CEIL(n / 15.0) * 15;
UPDATE users SET n = n - n % 5;`,
      marks: [],
    },
    {
      name: 'numbers that are rounded to other steps',
      before: ONE_USER,
      text: `UPDATE users SET n = CEIL(n / 15.0) * 20;`,
      marks: ['UPDATE users'],
    },
    {
      name: 'an end that is kept, and filled up',
      before: ONE_USER,
      text: `UPDATE users SET name = 'XXX-' || right(name, 2);
UPDATE users SET name = lpad(name, 12, '0');`,
      marks: [],
    },
    {
      name: 'bits that are moved',
      before: ONE_USER,
      text: `UPDATE users SET n = n << 1;`,
      marks: ['UPDATE users'],
    },
    {
      name: 'a flag that is turned',
      before: ONE_USER,
      text: `UPDATE users SET done = NOT done;`,
      marks: ['UPDATE users'],
    },
    {
      name: 'a JSON that is wrapped',
      before: ONE_USER,
      text: `UPDATE users SET meta = jsonb_build_object('old', meta);`,
      marks: ['UPDATE users'],
    },
    {
      name: 'a key that is called otherwise',
      before: ONE_USER,
      text: `UPDATE users SET meta = (meta - 'theme') || jsonb_build_object('skin', meta->'theme');`,
      marks: ['UPDATE users'],
    },
    {
      name: 'elements that get a beginning',
      before: ONE_USER,
      text: `UPDATE users SET tags = ARRAY(SELECT 't:' || t FROM unnest(tags) t);`,
      marks: ['UPDATE users'],
    },
    {
      name: 'elements in capitals',
      before: ONE_USER,
      text: `UPDATE users SET tags = ARRAY(SELECT upper(t) FROM unnest(tags) t);`,
      marks: [],
    },
    {
      name: 'a pattern whose place is taken by more than itself',
      before: ONE_USER,
      text: `UPDATE users SET name = regexp_replace(name, 'n', 'nn');`,
      marks: ['UPDATE users'],
    },
    {
      name: 'a value that grows where there is one',
      before: ONE_USER,
      text: `UPDATE users SET name = CASE WHEN name IS NULL THEN 'none' ELSE name || '!' END;`,
      marks: ['UPDATE users'],
    },
    {
      name: 'values that are made unique, by their number',
      before: SAME_SLUGS,
      text: `UPDATE users u SET slug = u.slug || '-' || d.n
FROM (SELECT id, row_number() OVER (PARTITION BY slug ORDER BY id) AS n FROM users) d WHERE d.id = u.id AND d.n > 1;`,
      marks: [],
    },
    {
      name: 'values that are made unique, by a WITH',
      before: SAME_SLUGS,
      text: `WITH ranked AS (SELECT id, slug, row_number() OVER w AS n FROM users WINDOW w AS (PARTITION BY slug ORDER BY id))
UPDATE users SET slug = ranked.slug || '-' || ranked.n FROM ranked WHERE ranked.id = users.id AND ranked.n > 1;`,
      marks: [],
    },
    {
      name: 'values that are made unique, where another row has them',
      before: SAME_SLUGS,
      text: `UPDATE users u SET slug = u.slug || '-' || u.id WHERE EXISTS (SELECT 1 FROM users o WHERE o.slug = u.slug AND o.id < u.id);
UPDATE users u SET slug = u.slug || '-' || u.id FROM users o WHERE o.slug = u.slug AND o.id < u.id;`,
      marks: [],
    },
    {
      name: 'values that are made unique, by their groups',
      before: SAME_SLUGS,
      text: `UPDATE users SET slug = slug || '-' || id WHERE slug IN (SELECT slug FROM users GROUP BY slug HAVING count(*) > 1);`,
      marks: [],
    },
    {
      name: 'values that get a number although no other row has them',
      before: SAME_SLUGS,
      text: `UPDATE users u SET slug = u.slug || '-' || d.n
FROM (SELECT id, row_number() OVER (PARTITION BY pos ORDER BY id) AS n FROM users) d WHERE d.id = u.id;`,
      marks: ['UPDATE users'],
    },
    {
      name: 'numbers that follow their own order',
      before: SAME_SLUGS,
      text: `UPDATE users u SET pos = d.n FROM (SELECT id, row_number() OVER (ORDER BY pos) AS n FROM users) d WHERE d.id = u.id;`,
      marks: [],
    },
    {
      name: 'values that a subquery computes from their own',
      before: SAME_SLUGS,
      text: `UPDATE users u SET pos = s.p FROM (SELECT id, pos * 10 AS p FROM users) s WHERE s.id = u.id;`,
      marks: ['UPDATE users'],
    },
    {
      name: 'elements that are wrapped',
      before: SAME_SLUGS,
      text: `UPDATE users SET tags = (SELECT jsonb_agg(jsonb_build_object('name', v)) FROM jsonb_array_elements(tags) v);`,
      marks: ['UPDATE users'],
    },
    {
      name: 'elements that a WITH wraps',
      before: SAME_SLUGS,
      text: `WITH made AS (
    SELECT a.id, b.list AS tags FROM users a
    LEFT JOIN (SELECT id, jsonb_agg(jsonb_build_object('name', v)) AS list FROM users CROSS JOIN jsonb_array_elements(tags) AS v GROUP BY id) b USING (id)
)
UPDATE users SET tags = made.tags FROM made WHERE users.id = made.id;`,
      marks: ['WITH made AS'],
    },
    {
      name: 'elements of which each is what it was',
      before: SAME_SLUGS,
      text: `UPDATE users SET tags = (SELECT jsonb_agg(v) FROM jsonb_array_elements(tags) v);`,
      marks: [],
    },
    {
      name: 'moved values of a column that the file drops',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, room INT, place INT); INSERT INTO visits VALUES (1, NULL, 2);',
      text: `UPDATE visits SET room = place;
UPDATE visits SET place = NULL;
ALTER TABLE visits DROP COLUMN place;`,
      marks: ['UPDATE visits', 'UPDATE visits'],
      becomes: `DO $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'visits' AND column_name = 'place'
    ) THEN
        UPDATE visits SET room = place;
        UPDATE visits SET place = NULL;
        ALTER TABLE visits DROP COLUMN place;
    END IF;
END $$;`,
    },
    {
      name: 'values added to, where a column that the file drops says so',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, late BOOLEAN, marks TEXT[] DEFAULT '{}'); INSERT INTO visits VALUES (1, true);`,
      text: `UPDATE visits SET marks = array_append(marks, 'late') WHERE late;
ALTER TABLE visits DROP COLUMN late;`,
      marks: ['UPDATE visits'],
      becomes: `DO $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'visits' AND column_name = 'late'
    ) THEN
        UPDATE visits SET marks = array_append(marks, 'late') WHERE late;
        ALTER TABLE visits DROP COLUMN late;
    END IF;
END $$;`,
    },
    {
      name: 'no value for a column that the file requires to have one',
      before: "CREATE TABLE people (id INT PRIMARY KEY, name TEXT); INSERT INTO people VALUES (1, 'a');",
      text: `UPDATE people SET name = NULL;
UPDATE people SET name = 'none' WHERE name IS NULL;
ALTER TABLE people ALTER COLUMN name SET NOT NULL;`,
      marks: ['UPDATE people'],
    },
    {
      name: 'JSON in a column of text, which is quoted once more each time',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, note BOOLEAN); INSERT INTO visits VALUES (1, true);',
      text: `ALTER TABLE visits ADD COLUMN note_new TEXT;
UPDATE visits SET note_new = to_jsonb(note);
ALTER TABLE visits DROP COLUMN note;
ALTER TABLE visits RENAME COLUMN note_new TO note;`,
      marks: ['UPDATE visits'],
      becomes: `DO $$
BEGIN
    IF (SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('"visits"') AND attname = 'note' AND NOT attisdropped) IS DISTINCT FROM to_regtype('text') THEN
        ALTER TABLE visits ADD COLUMN note_new TEXT;
        UPDATE visits SET note_new = to_jsonb(note);
        ALTER TABLE visits DROP COLUMN note;
        ALTER TABLE visits RENAME COLUMN note_new TO note;
    END IF;
END $$;`,
    },
    {
      name: 'computed from a column that the file writes afterwards',
      before: "CREATE TABLE people (id INT PRIMARY KEY, first TEXT, whole TEXT); INSERT INTO people VALUES (1, 'a');",
      text: `UPDATE people SET whole = first || ' x';
UPDATE people SET first = 'b';`,
      marks: ['UPDATE people'],
    },
    {
      name: 'a column in the place of another one, whose values a second cast leaves alone',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, code UUID);',
      text: `ALTER TABLE visits ADD COLUMN code_new TEXT;
UPDATE visits SET code_new = code::text;
ALTER TABLE visits DROP COLUMN code;
ALTER TABLE visits RENAME COLUMN code_new TO code;`,
      marks: [],
    },
    {
      name: 'beside the column that it fills',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      text: `ALTER TABLE "User" ADD COLUMN "k" TEXT;
UPDATE "User" SET "k" = gen_random_uuid();
ALTER TABLE "User" ALTER COLUMN "k" SET NOT NULL;`,
      marks: ['UPDATE "User"'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'User' AND column_name = 'k'
    ) THEN
        ALTER TABLE "User" ADD COLUMN "k" TEXT;
        UPDATE "User" SET "k" = gen_random_uuid();
    END IF;
END $$;
ALTER TABLE "User" ALTER COLUMN "k" SET NOT NULL;`,
    },
    {
      name: 'beside the column that it fills, of a table of which not everything is known',
      before: 'CREATE TABLE IF NOT EXISTS users (id INT PRIMARY KEY, name TEXT);',
      text: `ALTER TABLE users ADD COLUMN k TEXT;
UPDATE users SET k = gen_random_uuid();`,
      marks: ['UPDATE users'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'k'
    ) THEN
        ALTER TABLE users ADD COLUMN k TEXT;
        UPDATE users SET k = gen_random_uuid();
    END IF;
END $$;`,
    },
    {
      name: 'a label that the file takes out of the type',
      before: `CREATE TYPE "Role" AS ENUM ('A', 'B'); CREATE TABLE "T" ("id" INT PRIMARY KEY, "r" "Role");`,
      text: `UPDATE "T" SET "r" = 'A' WHERE "r" = 'B';
BEGIN;
CREATE TYPE "Role_new" AS ENUM ('A');
ALTER TABLE "T" ALTER COLUMN "r" TYPE "Role_new" USING ("r"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
COMMIT;`,
      marks: ['UPDATE "T"'],
      becomes: `UPDATE "T" SET "r" = 'A' WHERE "r"::text = 'B';
BEGIN;
CREATE TYPE "Role_new" AS ENUM ('A');
ALTER TABLE "T" ALTER COLUMN "r" TYPE "Role_new" USING ("r"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
COMMIT;`,
    },
    {
      name: 'only rows without a value',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: 'UPDATE users SET email = gen_random_uuid()::text WHERE email IS NULL;',
      marks: [],
    },
    {
      name: 'variables of a DO block are no columns',
      before:
        'CREATE TABLE tenants (id TEXT PRIMARY KEY); CREATE TABLE patients (id INT PRIMARY KEY, tenant_id TEXT, kind TEXT);',
      text: `DO $$
DECLARE
    first_tenant TEXT;
    wanted CONSTANT TEXT := 'x';
    loud TEXT;
BEGIN
    SELECT id INTO first_tenant FROM tenants LIMIT 1;
    UPDATE patients SET tenant_id = first_tenant WHERE tenant_id IS NULL AND kind = wanted AND loud IS NULL;
END $$;`,
      marks: [],
    },
    {
      name: 'a CASE that changes its own results',
      before: `CREATE TABLE users (id INT PRIMARY KEY, plan TEXT); INSERT INTO users VALUES (1, 'a'), (2, 'b');`,
      text: `UPDATE users SET plan = CASE plan WHEN 'a' THEN 'b' WHEN 'b' THEN 'a' ELSE plan END;`,
      marks: ['UPDATE users'],
    },
    {
      name: 'a CASE that leaves its own results alone',
      before: `CREATE TABLE users (id INT PRIMARY KEY, plan TEXT); INSERT INTO users VALUES (1, 'free'), (2, 'trial');`,
      text: `UPDATE users SET plan = CASE WHEN plan = 'free' THEN 'basic' WHEN plan IN ('trial', 'demo') THEN 'pro' ELSE plan END;`,
      marks: [],
    },
    {
      name: 'a WHERE that what was done no longer meets',
      before: `CREATE TABLE links (id INT PRIMARY KEY, url TEXT, n INT, meta JSONB);
INSERT INTO links VALUES (1, 'a.org', 0, '{"old": 1}'), (2, 'https://b.org', 1, '{}');`,
      text: `UPDATE links SET url = 'https://' || url WHERE url NOT LIKE 'https://%';
UPDATE links SET n = n + 1 WHERE n = 0;
UPDATE links SET meta = (meta - 'old') || jsonb_build_object('new', meta->'old') WHERE meta ? 'old';
UPDATE links SET meta = meta || '{"kind": "link"}';`,
      marks: [],
    },
    {
      name: 'a WHERE that what was done still meets',
      before: `CREATE TABLE links (id INT PRIMARY KEY, url TEXT, n INT, meta JSONB);
INSERT INTO links VALUES (1, 'a.org', 0, '{"old": 1}'), (2, 'https://b.org', 1, '{}');`,
      text: `UPDATE links SET url = url || '/' WHERE url <> '';
UPDATE links SET n = n + 1 WHERE n >= 0;`,
      marks: ['UPDATE links', 'UPDATE links'],
    },
    {
      name: 'an element added to a list once more',
      before: `CREATE TABLE links (id INT PRIMARY KEY, tags JSONB); INSERT INTO links VALUES (1, '[]');`,
      text: `UPDATE links SET tags = tags || '["new"]'::jsonb;`,
      marks: ['UPDATE links'],
    },
    {
      name: 'values that are moved to another column',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, room INT, place INT); INSERT INTO visits VALUES (1, 1, 2);',
      text: 'UPDATE visits SET room = place, place = NULL;',
      marks: ['UPDATE visits'],
    },
    {
      name: 'values that are moved in two statements',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, late BOOLEAN, meta JSONB); INSERT INTO visits VALUES (1, NULL, '{"late": true}');`,
      text: `UPDATE visits SET late = (meta->>'late')::boolean;
UPDATE visits SET meta = meta - 'late';`,
      marks: ['UPDATE visits'],
    },
    {
      name: 'values that are moved where there are any',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, room INT, place INT); INSERT INTO visits VALUES (1, 1, 2);',
      text: `UPDATE visits SET room = place, place = NULL WHERE place IS NOT NULL;
UPDATE visits SET room = COALESCE(room, place), place = NULL WHERE room IS NULL;
UPDATE visits SET place = 0;
UPDATE visits SET room = place + 1;`,
      marks: [],
    },
    {
      name: 'two columns that are filled from one another where the first is empty',
      before: `CREATE TABLE patients (id INT PRIMARY KEY, address TEXT, code TEXT); INSERT INTO patients VALUES (1, 'Main Road 1983', NULL);`,
      text: `UPDATE patients SET code = substring(address from '[0-9]+$'), address = regexp_replace(address, ' [0-9]+$', '')
WHERE code IS NULL;`,
      marks: [],
    },
    {
      name: 'words of which a later one takes the place of an earlier one',
      before: "CREATE TABLE flows (id INT PRIMARY KEY, body TEXT); INSERT INTO flows VALUES (1, 'block step');",
      text: "UPDATE flows SET body = replace(replace(body, 'block', 'group'), 'step', 'block');",
      marks: ['UPDATE flows'],
    },
    {
      name: 'words of which none comes again',
      before: "CREATE TABLE flows (id INT PRIMARY KEY, body TEXT); INSERT INTO flows VALUES (1, 'block step');",
      text: "UPDATE flows SET body = replace(replace(body, 'block', 'group'), 'step', 'part');",
      marks: [],
    },
    {
      name: 'a default that is another one each time',
      before:
        'CREATE TABLE users (id INT PRIMARY KEY, token UUID DEFAULT gen_random_uuid(), room INT DEFAULT 5); INSERT INTO users VALUES (1);',
      text: 'UPDATE users SET token = DEFAULT;',
      marks: ['UPDATE users'],
    },
    {
      name: 'a default that stays the same',
      before:
        'CREATE TABLE users (id INT PRIMARY KEY, token UUID DEFAULT gen_random_uuid(), room INT DEFAULT 5); INSERT INTO users VALUES (1);',
      text: 'UPDATE users SET room = DEFAULT;',
      marks: [],
    },
    {
      name: 'before a column that takes the place of another one, which its guard reaches into',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, kind TEXT, way INT, code TEXT);',
      text: `UPDATE visits SET code = md5(random()::text);
ALTER TABLE visits ADD COLUMN kind_new TEXT;
ALTER TABLE visits DROP COLUMN way;
ALTER TABLE visits RENAME COLUMN kind TO kind_old;
ALTER TABLE visits RENAME COLUMN kind_new TO kind;
ALTER TABLE visits DROP COLUMN kind_old;`,
      marks: ['UPDATE visits'],
      becomes: `DO $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'visits' AND column_name = 'way'
    ) THEN
        UPDATE visits SET code = md5(random()::text);
        ALTER TABLE visits ADD COLUMN kind_new TEXT;
        ALTER TABLE visits DROP COLUMN way;
        ALTER TABLE visits RENAME COLUMN kind TO kind_old;
        ALTER TABLE visits RENAME COLUMN kind_new TO kind;
        ALTER TABLE visits DROP COLUMN kind_old;
    END IF;
END $$;`,
    },
    {
      name: 'rows that a subquery chooses by what they lack',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, code TEXT); INSERT INTO visits VALUES (1, NULL), (2, NULL); CREATE SEQUENCE codes;`,
      text: `UPDATE visits v SET code = nextval('codes')
FROM (SELECT id FROM visits WHERE code IS NULL ORDER BY id) missing
WHERE v.id = missing.id;
UPDATE visits SET code = md5(random()::text) WHERE id IN (SELECT id FROM visits WHERE code IS NULL);`,
      marks: [],
    },
    {
      name: 'a function that the file drops',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, code TEXT); CREATE FUNCTION code_of(INT) RETURNS TEXT LANGUAGE sql AS 'SELECT $1::text';`,
      text: `UPDATE visits SET code = code_of(id);
DROP FUNCTION IF EXISTS code_of(INT);`,
      marks: ['UPDATE visits'],
    },
    {
      name: 'a column behind the star of a subquery that the file drops',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, code TEXT); CREATE TABLE keys (id INT PRIMARY KEY, code TEXT, visit INT);`,
      text: `UPDATE visits SET code = k.code
FROM (SELECT row_number() OVER (PARTITION BY visit) AS n, keys.* FROM keys) k
WHERE k.visit = visits.id AND k.n = 1;
ALTER TABLE keys DROP COLUMN IF EXISTS code;`,
      marks: ['UPDATE visits'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'keys' AND column_name = 'code') THEN
        UPDATE visits SET code = k.code
        FROM (SELECT row_number() OVER (PARTITION BY visit) AS n, keys.* FROM keys) k
        WHERE k.visit = visits.id AND k.n = 1;
    END IF;
END $$;
ALTER TABLE keys DROP COLUMN IF EXISTS code;`,
    },
    {
      name: 'a column in a subquery of FROM that the file drops',
      before: `CREATE TABLE patients (id INT PRIMARY KEY, line TEXT); CREATE TABLE intake (id INT PRIMARY KEY, patient INT, line TEXT, at DATE);`,
      text: `UPDATE patients p SET line = sub.line
FROM (SELECT DISTINCT ON (patient) patient, line FROM intake WHERE line IS NOT NULL ORDER BY patient, at) sub
WHERE p.id = sub.patient;
ALTER TABLE intake DROP COLUMN IF EXISTS line;`,
      marks: ['UPDATE patients'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'intake' AND column_name = 'line') THEN
        UPDATE patients p SET line = sub.line
        FROM (SELECT DISTINCT ON (patient) patient, line FROM intake WHERE line IS NOT NULL ORDER BY patient, at) sub
        WHERE p.id = sub.patient;
    END IF;
END $$;
ALTER TABLE intake DROP COLUMN IF EXISTS line;`,
    },
    {
      name: 'an array that is asked for one element and gets another',
      before: "CREATE TABLE tags (id INT PRIMARY KEY, kinds TEXT[]); INSERT INTO tags VALUES (1, '{model}');",
      text: `UPDATE tags SET kinds = array_append(kinds, 'image') WHERE 'model' = ANY (kinds);
UPDATE tags SET kinds = array_remove(kinds, 'video') WHERE 'video' = ANY (kinds);`,
      marks: ['UPDATE tags'],
    },
    {
      name: 'with empty statements in between',
      before: `CREATE TYPE kind AS ENUM ('model', 'image'); CREATE TABLE tags (id INT PRIMARY KEY, kinds kind NOT NULL); INSERT INTO tags VALUES (1, 'model');`,
      text: `ALTER TABLE tags ALTER COLUMN kinds TYPE kind[] USING ARRAY[kinds]; ;

UPDATE tags SET kinds = array_append(kinds, 'image') WHERE 'model' = ANY (kinds); -- ;`,
      marks: ['UPDATE tags'],
      becomes: `DO $$
BEGIN
    IF (SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('"tags"') AND attname = 'kinds' AND NOT attisdropped) IS DISTINCT FROM to_regtype('kind[]') THEN
        ALTER TABLE tags ALTER COLUMN kinds TYPE kind[] USING ARRAY[kinds];

        UPDATE tags SET kinds = array_append(kinds, 'image') WHERE 'model' = ANY (kinds);
    END IF;
END $$; -- ;`,
    },
    {
      name: 'values that are shifted by one',
      before: PLANS,
      text: `UPDATE plans SET level = 'gold' WHERE level = 'silver';
UPDATE plans SET level = 'silver' WHERE level = 'bronze';`,
      marks: ['UPDATE plans'],
    },
    {
      name: 'values that are shifted in the order that a second run does not mind',
      before: PLANS,
      text: `UPDATE plans SET level = 'silver' WHERE level = 'bronze';
UPDATE plans SET level = 'gold' WHERE level = 'silver';`,
      marks: [],
    },
    {
      name: 'values that are exchanged by way of a third',
      before: PLANS,
      text: `UPDATE plans SET level = 'x' WHERE level = 'bronze';
UPDATE plans SET level = 'bronze' WHERE level = 'silver';
UPDATE plans SET level = 'silver' WHERE level = 'x';`,
      marks: ['UPDATE plans', 'UPDATE plans', 'UPDATE plans'],
    },
    {
      name: 'values that are shifted among rows that another condition chooses',
      before: PLANS,
      text: `UPDATE plans SET rank = 3 WHERE rank = 2 AND clinic = 1;
UPDATE plans SET rank = 2 WHERE rank IN (0, 1) AND clinic = 1;
UPDATE plans SET rank = 5 WHERE clinic = 2 AND rank = 2;`,
      marks: ['UPDATE plans'],
    },
    {
      name: 'values that a later statement gives back',
      before: PLANS,
      text: `UPDATE plans SET chosen = false WHERE chosen = true;
UPDATE plans SET chosen = true WHERE level = 'gold';`,
      marks: [],
    },
    {
      name: 'a value that new rows get afterwards',
      before: PLANS,
      text: `UPDATE plans SET level = 'old silver' WHERE level = 'silver';
INSERT INTO plans (id, level, clinic) VALUES (7, 'silver', 1) ON CONFLICT (id) DO NOTHING;`,
      marks: ['UPDATE plans'],
    },
    {
      name: 'a value of rows that are deleted before it comes again',
      before: PLANS,
      text: `UPDATE plans SET level = 'gold' WHERE level = 'silver';
UPDATE plans SET level = 'silver' WHERE level = 'bronze';
DELETE FROM plans WHERE level = 'silver';`,
      marks: [],
    },
    {
      name: 'shifted values, where a column that the file adds says whether they are',
      before: PLANS,
      text: `ALTER TABLE plans ADD COLUMN IF NOT EXISTS price INT;
UPDATE plans SET level = 'gold' WHERE level = 'silver';
UPDATE plans SET level = 'silver' WHERE level = 'bronze';`,
      marks: ['UPDATE plans'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'plans' AND column_name = 'price'
    ) THEN
        ALTER TABLE plans ADD COLUMN IF NOT EXISTS price INT;
        UPDATE plans SET level = 'gold' WHERE level = 'silver';
    END IF;
END $$;
UPDATE plans SET level = 'silver' WHERE level = 'bronze';`,
    },
    {
      name: 'values that are hashed, encrypted or moved in time once more',
      before: `CREATE EXTENSION pgcrypto;
CREATE TABLE people (id INT PRIMARY KEY, email TEXT, ssn TEXT, at TIMESTAMP, seen TIMESTAMP, facts JSONB);
INSERT INTO people VALUES (1, 'a@b.c', '123', '2020-01-01 10:00', '2020-01-01 10:00', '{"n": 1}');`,
      text: `UPDATE people SET email = md5(email);
UPDATE people SET ssn = encode(pgp_sym_encrypt(ssn, 'key'), 'base64');
UPDATE people SET at = at AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Amsterdam';
UPDATE people SET facts = jsonb_set(facts, '{n}', to_jsonb((facts->>'n')::int + 1));`,
      marks: ['UPDATE people', 'UPDATE people', 'UPDATE people', 'UPDATE people'],
    },
    {
      name: 'JSON in which a key is set',
      before: `CREATE TABLE people (id INT PRIMARY KEY, facts JSONB); INSERT INTO people VALUES (1, '{"n": 1}');`,
      text: `UPDATE people SET facts = jsonb_set(facts, '{theme}', '"light"');
UPDATE people SET facts = jsonb_set(jsonb_set(facts, '{a}', '1'), '{b}', '2', true);
UPDATE people SET facts = jsonb_set(facts, '{copy}', facts->'n');`,
      marks: [],
    },
    {
      name: 'a beginning that takes the place of another one',
      before: `CREATE TABLE people (id INT PRIMARY KEY, phone TEXT); INSERT INTO people VALUES (1, '0612'), (2, '+326');`,
      text: `UPDATE people SET phone = '+31' || substr(phone, 2) WHERE phone LIKE '0%';
UPDATE people SET phone = concat('tel:', phone) WHERE phone NOT LIKE 'tel:%';`,
      marks: [],
    },
    {
      name: 'a beginning that is added to itself',
      before: `CREATE TABLE people (id INT PRIMARY KEY, phone TEXT); INSERT INTO people VALUES (1, '0612'), (2, '+326');`,
      text: `UPDATE people SET phone = '00' || phone WHERE phone LIKE '0%';`,
      marks: ['UPDATE people'],
    },
    {
      name: 'values of each row of a loop',
      before: `CREATE TABLE people (id INT PRIMARY KEY, title TEXT); INSERT INTO people VALUES (1, 'a'), (2, 'b');
CREATE TABLE visits (id INT PRIMARY KEY, title TEXT); INSERT INTO visits VALUES (1, 'x');`,
      text: `DO $$
DECLARE
    p RECORD;
BEGIN
    FOR p IN SELECT * FROM people LOOP
        UPDATE people SET title = p.title || '!' WHERE id = p.id;
        UPDATE visits SET title = p.title || '?' WHERE id = p.id;
    END LOOP;
END $$;`,
      marks: ['UPDATE people'],
    },
    {
      name: 'a function of the file that counts, and is dropped behind',
      before: 'CREATE TABLE counters (id INT PRIMARY KEY, n INT); INSERT INTO counters VALUES (1, 1);',
      text: `CREATE OR REPLACE FUNCTION count_up(step INT) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    UPDATE counters SET n = n + step;
END
$body$;
SELECT count_up(2);
DROP FUNCTION IF EXISTS count_up(INT);`,
      marks: ['SELECT count_up('],
    },
    {
      name: 'a procedure of the file that runs twice',
      before: 'CREATE TABLE counters (id INT PRIMARY KEY, n INT, m INT); INSERT INTO counters VALUES (1, 1, 0);',
      text: `CREATE OR REPLACE PROCEDURE fill(given INT) LANGUAGE plpgsql AS $$
DECLARE
    total INT := given;
BEGIN
    UPDATE counters SET m = total WHERE n = given;
    INSERT INTO counters VALUES (given, 0, total) ON CONFLICT DO NOTHING;
END $$;
CALL fill(7);`,
      marks: [],
    },
    {
      name: 'a procedure of the file that puts rows in',
      before: 'CREATE TABLE rooms (id INT PRIMARY KEY);',
      text: `CREATE OR REPLACE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO rooms VALUES (1); END $$;
CALL fill();`,
      marks: ['CALL fill('],
    },
    {
      name: 'in a block that takes back what it did once something of it fails',
      before: 'CREATE TABLE rooms (id INT PRIMARY KEY, beds INT); INSERT INTO rooms VALUES (1, 2);',
      text: `DO $$
BEGIN
    ALTER TABLE rooms ADD COLUMN note TEXT;
    UPDATE rooms SET beds = beds + 1;
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'done already';
END $$;`,
      marks: [],
    },
    {
      name: 'in place of what a block takes back',
      before: 'CREATE TABLE rooms (id INT PRIMARY KEY, beds INT); INSERT INTO rooms VALUES (1, 2);',
      text: `DO $$
BEGIN
    ALTER TABLE rooms ADD COLUMN note TEXT;
EXCEPTION WHEN duplicate_column THEN
    UPDATE rooms SET beds = beds + 1;
END $$;`,
      marks: ['UPDATE rooms'],
    },
    {
      name: 'rows of a routine that a block calls',
      before: 'CREATE TABLE documents (id SERIAL PRIMARY KEY, body TEXT);',
      text: `CREATE OR REPLACE FUNCTION fill() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO documents (body) VALUES ('a'); END $$;
DO $$
BEGIN
    PERFORM fill();
END $$;
DROP FUNCTION IF EXISTS fill();`,
      marks: ['PERFORM fill('],
    },
    {
      name: 'values of a table that each run fills anew',
      before: "CREATE TABLE drugs (id INT PRIMARY KEY, name TEXT); INSERT INTO drugs VALUES (1, 'a'), (2, 'b');",
      text: `CREATE TEMP TABLE names AS SELECT * FROM drugs;
UPDATE names SET name = name || '!' WHERE id = 1;
DROP TABLE names;`,
      marks: [],
    },
    {
      name: 'values that the file writes back to where they came from',
      before: "CREATE TABLE drugs (id INT PRIMARY KEY, name TEXT); INSERT INTO drugs VALUES (1, 'a'), (2, 'b');",
      text: `CREATE TEMP TABLE names AS SELECT * FROM drugs;
UPDATE names SET name = name || '!';
UPDATE drugs SET name = names.name FROM names WHERE names.id = drugs.id;`,
      marks: ['UPDATE names'],
    },
  ],
});
