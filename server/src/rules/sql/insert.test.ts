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
      name: 'a key that is NULL, which ON CONFLICT never sees',
      before: 'CREATE TABLE jobs (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name TEXT UNIQUE);',
      text: 'INSERT INTO jobs (name) VALUES (NULL) ON CONFLICT (name) DO NOTHING;',
      marks: ['INSERT INTO jobs'],
    },
    {
      name: 'an upsert by hand whose UPDATE finds nothing the second time',
      before: `CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT); INSERT INTO settings VALUES ('version', '3');`,
      text: `DO $$ BEGIN
    UPDATE settings SET value = '4' WHERE key = 'version' AND value = '3';
    IF NOT FOUND THEN
        INSERT INTO settings VALUES ('version', '4');
    END IF;
END $$;`,
      marks: ['INSERT INTO settings'],
      becomes: `DO $$ BEGIN
    UPDATE settings SET value = '4' WHERE key = 'version' AND value = '3';
    IF NOT FOUND THEN
        INSERT INTO settings VALUES ('version', '4') ON CONFLICT DO NOTHING;
    END IF;
END $$;`,
    },
    {
      name: 'rows that are counted into a variable',
      before: 'CREATE TABLE codes (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name TEXT);',
      text: `DO $$ DECLARE n INT; BEGIN
    SELECT count(*) INTO n FROM codes WHERE name = 'icd';
    IF n = 0 THEN
        INSERT INTO codes (name) VALUES ('icd');
    END IF;
    SELECT count(*) INTO n FROM codes WHERE name = 'rxnorm';
    IF NOT FOUND THEN
        INSERT INTO codes (name) VALUES ('never');
    END IF;
    IF n = 0 THEN
        INSERT INTO codes (name) VALUES ('RxNorm');
    END IF;
END $$;`,
      marks: ['INSERT INTO codes'],
    },
    {
      name: 'rows of a loop that goes on where they are there, or whose handler takes them back',
      before: `CREATE TABLE people (id INT PRIMARY KEY); INSERT INTO people VALUES (1), (2);
CREATE TABLE settings (person INT, key TEXT, PRIMARY KEY (person, key)); CREATE TABLE copies (id INT PRIMARY KEY);
CREATE TABLE log (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, what TEXT);`,
      text: `DO $$ DECLARE p RECORD; k TEXT; BEGIN
    FOR p IN SELECT id FROM people LOOP
        FOREACH k IN ARRAY ARRAY['theme', 'zone'] LOOP
            CONTINUE WHEN EXISTS (SELECT 1 FROM settings s WHERE s.person = p.id AND s.key = k);
            INSERT INTO settings VALUES (p.id, k);
        END LOOP;
        BEGIN
            INSERT INTO copies VALUES (p.id);
            INSERT INTO log (what) VALUES ('copied');
        EXCEPTION WHEN unique_violation THEN
            NULL;
        END;
    END LOOP;
END $$;`,
      marks: [],
    },
    {
      name: 'rows that no key of a table of the file keeps from coming again',
      text: `CREATE TABLE IF NOT EXISTS client_staff (client INT NOT NULL, staff INT NOT NULL);
INSERT INTO client_staff VALUES (1, 2) ON CONFLICT DO NOTHING;`,
      marks: ['INSERT INTO client_staff'],
    },
    {
      name: 'words that are added where they are missing',
      before: `CREATE TABLE codes (code TEXT PRIMARY KEY, words TEXT); INSERT INTO codes VALUES ('E11', 'sugar');`,
      text: `INSERT INTO codes AS c (code, words) VALUES ('E11', 'T2DM')
ON CONFLICT (code) DO UPDATE SET words = c.words || '; ' || EXCLUDED.words WHERE position(EXCLUDED.words IN c.words) = 0;`,
      marks: [],
    },
    {
      name: 'words that are added each time',
      before: `CREATE TABLE codes (code TEXT PRIMARY KEY, words TEXT); INSERT INTO codes VALUES ('E11', 'sugar');`,
      text: `INSERT INTO codes AS c (code, words) VALUES ('E11', 'T2DM')
ON CONFLICT (code) DO UPDATE SET words = c.words || '; ' || EXCLUDED.words WHERE c.code <> 'E10';`,
      marks: ['INSERT INTO codes'],
    },
    {
      name: 'rows of a table that the file drops',
      before: `CREATE TABLE old_visits (id INT PRIMARY KEY, note TEXT);
CREATE TABLE visits (id SERIAL PRIMARY KEY, note TEXT);`,
      text: `INSERT INTO visits (note) SELECT note FROM old_visits;
DROP TABLE old_visits;`,
      marks: ['INSERT INTO visits'],
      becomes: `DO $$
BEGIN
    IF to_regclass('"old_visits"') IS NOT NULL THEN
        INSERT INTO visits (note) SELECT note FROM old_visits;
        DROP TABLE old_visits;
    END IF;
END $$;`,
    },
    {
      name: 'a row of defaults',
      before: 'CREATE TABLE tags (id BIGSERIAL PRIMARY KEY, note TEXT);',
      text: 'INSERT INTO tags DEFAULT VALUES;',
      marks: ['INSERT INTO tags'],
    },
    {
      name: 'under a new key, with a value that another key holds',
      before: 'CREATE TABLE products (id UUID PRIMARY KEY, code TEXT UNIQUE);',
      text: "INSERT INTO products (id, code) VALUES (gen_random_uuid(), 'a') ON CONFLICT (id) DO NOTHING;",
      marks: ['INSERT INTO products'],
    },
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
      name: 'rows that another table lacks, which the file does not fill',
      before: `CREATE TABLE visits (id INT PRIMARY KEY);
CREATE TABLE clinics (name TEXT PRIMARY KEY);`,
      text: `INSERT INTO clinics (name) SELECT 'main' WHERE NOT EXISTS (SELECT FROM visits);`,
      marks: ['INSERT INTO clinics'],
      becomes: `INSERT INTO clinics (name) SELECT 'main' WHERE NOT EXISTS (SELECT FROM visits) ON CONFLICT DO NOTHING;`,
    },
    {
      name: 'rows that need one which the file puts in itself',
      before: `CREATE TABLE clinics (name TEXT PRIMARY KEY);
CREATE TABLE rooms (id TEXT PRIMARY KEY, clinic TEXT);`,
      text: `INSERT INTO clinics (name) VALUES ('main') ON CONFLICT DO NOTHING;
INSERT INTO rooms (id, clinic) SELECT v.id, 'main' FROM (VALUES ('a'), ('b')) AS v (id)
WHERE EXISTS (SELECT FROM clinics WHERE name = 'main');`,
      marks: ['INSERT INTO rooms'],
      becomes: `INSERT INTO clinics (name) VALUES ('main') ON CONFLICT DO NOTHING;
INSERT INTO rooms (id, clinic) SELECT v.id, 'main' FROM (VALUES ('a'), ('b')) AS v (id)
WHERE EXISTS (SELECT FROM clinics WHERE name = 'main') ON CONFLICT DO NOTHING;`,
    },
    {
      name: 'rows that another table lacks until the file fills it',
      before: `CREATE TABLE clinics (name TEXT PRIMARY KEY);
CREATE TABLE events (id SERIAL PRIMARY KEY, note TEXT);`,
      text: `INSERT INTO events (note) SELECT 'clinic made' WHERE NOT EXISTS (SELECT FROM clinics WHERE name = 'main');
INSERT INTO clinics (name) SELECT 'main' WHERE NOT EXISTS (SELECT FROM clinics WHERE name = 'main');`,
      marks: [],
    },
    {
      name: 'rows that a view of the table does not show yet',
      before: `CREATE TABLE notices (id SERIAL PRIMARY KEY, body TEXT);
CREATE VIEW shown AS SELECT body FROM notices;`,
      text: `INSERT INTO notices (body) SELECT 'Welcome' WHERE NOT EXISTS (SELECT FROM shown WHERE body = 'Welcome');`,
      marks: [],
    },
    {
      name: 'rows for those that a WITH changes only once',
      before: `CREATE TABLE users (id INT PRIMARY KEY, role TEXT); INSERT INTO users VALUES (1, 'staff');
CREATE TABLE audit (id SERIAL PRIMARY KEY, what TEXT);`,
      text: `WITH changed AS (UPDATE users SET role = 'clinician' WHERE role = 'staff' RETURNING id)
INSERT INTO audit (what) SELECT 'role of ' || id FROM changed;`,
      marks: [],
    },
    {
      name: 'rows for those that a WITH changes each time',
      before: `CREATE TABLE users (id INT PRIMARY KEY, role TEXT); INSERT INTO users VALUES (1, 'staff');
CREATE TABLE audit (id SERIAL PRIMARY KEY, what TEXT);`,
      text: `WITH changed AS (UPDATE users SET role = 'clinician' RETURNING id)
INSERT INTO audit (what) SELECT 'role of ' || id FROM changed;`,
      marks: ['WITH changed AS'],
    },
    {
      name: 'rows that the file deletes before, by their key',
      before: `CREATE TABLE staff (id TEXT PRIMARY KEY, name TEXT);
CREATE TABLE notices (id SERIAL PRIMARY KEY, name TEXT UNIQUE);`,
      text: `DELETE FROM staff WHERE id IN ('demo', 'test');
INSERT INTO staff (id, name) VALUES ('demo', 'Demo'), ('test', 'Test');
DELETE FROM notices WHERE name = 'Welcome';
INSERT INTO notices (name) VALUES ('Welcome');`,
      marks: ['INSERT INTO notices'],
    },
    {
      name: 'rows of which the file deletes others before, or these behind',
      before: 'CREATE TABLE staff (id TEXT PRIMARY KEY, name TEXT);',
      text: `DELETE FROM staff WHERE id = 'old';
INSERT INTO staff (id) VALUES ('new');
DELETE FROM staff WHERE name = 'x';`,
      marks: ['INSERT INTO staff'],
      becomes: `DELETE FROM staff WHERE id = 'old';
INSERT INTO staff (id) VALUES ('new') ON CONFLICT DO NOTHING;
DELETE FROM staff WHERE name = 'x';`,
    },
    {
      name: 'rows for those that have none, counted',
      before: `CREATE TABLE visits (id INT PRIMARY KEY); INSERT INTO visits VALUES (1);
CREATE TABLE history (id SERIAL PRIMARY KEY, visit INT);`,
      text: `INSERT INTO history (visit) SELECT v.id FROM visits v LEFT JOIN history h ON h.visit = v.id GROUP BY v.id HAVING count(h.id) = 0;`,
      marks: [],
    },
    {
      name: 'a row behind the others, under its own key',
      before: `CREATE TABLE codes (code TEXT PRIMARY KEY, sort INT); INSERT INTO codes VALUES ('a', 1);`,
      text: `INSERT INTO codes SELECT 'b', max(sort) + 1 FROM codes ON CONFLICT DO NOTHING;`,
      marks: [],
    },
    {
      name: 'elements that are taken out of a JSON behind it',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, data JSONB); INSERT INTO visits VALUES (1, '{"items": [1]}');
CREATE TABLE items (id SERIAL PRIMARY KEY, visit INT, item TEXT);`,
      text: `INSERT INTO items (visit, item) SELECT v.id, i.value::text FROM visits v, jsonb_array_elements(v.data->'items') i;
UPDATE visits SET data = data - 'items';`,
      marks: [],
    },
    {
      name: 'rows of which there are none yet',
      before: 'CREATE TABLE notices (id SERIAL PRIMARY KEY, body TEXT);',
      text: `INSERT INTO notices (body) SELECT 'Welcome' WHERE (SELECT count(*) FROM notices) = 0;
WITH missing AS (SELECT 'Hello' AS body WHERE NOT EXISTS (SELECT FROM notices WHERE body = 'Hello'))
INSERT INTO notices (body) SELECT body FROM missing;`,
      marks: [],
    },
    {
      name: 'rows that are moved',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, note TEXT); INSERT INTO visits VALUES (1, 'old'), (2, 'b');
CREATE TABLE archive (id SERIAL PRIMARY KEY, note TEXT);`,
      text: `INSERT INTO archive (note) SELECT note FROM visits WHERE note = 'old';
DELETE FROM visits WHERE note = 'old';`,
      marks: [],
    },
    {
      name: 'rows that are moved by one statement',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, note TEXT); INSERT INTO visits VALUES (1, 'old'), (2, 'b');
CREATE TABLE archive (id SERIAL PRIMARY KEY, note TEXT);`,
      text: `WITH moved AS (DELETE FROM visits WHERE note = 'old' RETURNING note)
INSERT INTO archive (note) SELECT note FROM moved;`,
      marks: [],
    },
    {
      name: 'rows that are marked behind it',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, note TEXT, kept BOOLEAN); INSERT INTO visits VALUES (1, 'a', false);
CREATE TABLE archive (id SERIAL PRIMARY KEY, note TEXT);`,
      text: `INSERT INTO archive (note) SELECT note FROM visits WHERE NOT kept;
UPDATE visits SET kept = true;`,
      marks: [],
    },
    {
      name: 'rows of a table that was cleaned before',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, note TEXT, old BOOLEAN); INSERT INTO visits VALUES (1, 'a', true), (2, 'b', false);
CREATE TABLE archive (id SERIAL PRIMARY KEY, note TEXT);`,
      text: `DELETE FROM visits WHERE old;
UPDATE visits SET note = 'x' WHERE note IS NULL;
INSERT INTO archive (note) SELECT note FROM visits WHERE NOT old;`,
      marks: ['INSERT INTO archive'],
    },
    {
      name: 'rows that are there already, and values that the file gives behind them',
      before: "CREATE TABLE fields (name TEXT PRIMARY KEY, sticky BOOLEAN); INSERT INTO fields (name) VALUES ('user');",
      text: `INSERT INTO fields (name, sticky) VALUES ('session', true) ON CONFLICT DO NOTHING;
UPDATE fields SET sticky = true WHERE name = 'user' AND sticky IS NULL;`,
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
    {
      name: 'rows made from some of the same table, under keys of their own',
      before: `CREATE TABLE rights (role INT, name TEXT, PRIMARY KEY (role, name)); INSERT INTO rights VALUES (1, 'read');`,
      text: 'INSERT INTO rights (role, name) SELECT 2, name FROM rights WHERE role = 1 ON CONFLICT DO NOTHING;',
      marks: [],
    },
    {
      name: 'rows made from those of the same table',
      before: `CREATE TABLE rooms (name TEXT PRIMARY KEY, beds INT); INSERT INTO rooms VALUES ('a', 1);`,
      text: `INSERT INTO rooms (name, beds) SELECT name || ' (copy)', beds FROM rooms;`,
      marks: ['INSERT INTO rooms'],
    },
    {
      name: 'rows with a number of their own',
      before: 'CREATE TABLE kinds (id SERIAL PRIMARY KEY, "Name" TEXT UNIQUE NOT NULL);',
      text: `INSERT INTO kinds ("Name") VALUES ('patient''s call'), ('first visit');`,
      marks: ['INSERT INTO kinds'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM kinds WHERE "Name" = 'patient''s call') THEN
        INSERT INTO kinds ("Name") VALUES ('patient''s call'), ('first visit');
    END IF;
END $$;`,
    },
    {
      name: 'a guard that looks for other rows',
      before: 'CREATE TABLE roles (id SERIAL PRIMARY KEY, name TEXT, site INT);',
      text: `INSERT INTO roles (name, site) SELECT 'admin', 1 WHERE NOT EXISTS (SELECT 1 FROM roles WHERE name = 'admin' AND site = 1);
INSERT INTO roles (name, site) SELECT 'nurse', 1 WHERE NOT EXISTS (SELECT 1 FROM roles r WHERE r.name = 'Nurse' AND r.site = 1);`,
      marks: ['INSERT INTO roles'],
    },
    {
      name: 'rows for those that a WITH puts in only once',
      before: `CREATE TABLE roles (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), name TEXT UNIQUE NOT NULL);
CREATE TABLE rights (id SERIAL PRIMARY KEY, role UUID REFERENCES roles (id), what TEXT);`,
      text: `WITH made AS (INSERT INTO roles (name) VALUES ('guest') ON CONFLICT (name) DO NOTHING RETURNING id)
INSERT INTO rights (role, what) SELECT id, 'read' FROM made;
WITH made AS (INSERT INTO roles (name) VALUES ('nurse') ON CONFLICT DO NOTHING RETURNING id)
INSERT INTO rights (role, what) SELECT made.id, w FROM made CROSS JOIN (VALUES ('read'), ('write')) AS given (w);`,
      marks: [],
    },
    {
      name: 'rows for those that a WITH finds as well',
      before: `CREATE TABLE roles (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), name TEXT UNIQUE NOT NULL);
CREATE TABLE rights (id SERIAL PRIMARY KEY, role UUID REFERENCES roles (id), what TEXT);`,
      text: `WITH made AS (INSERT INTO roles (name) VALUES ('guest') ON CONFLICT (name) DO UPDATE SET name = 'guest' RETURNING id)
INSERT INTO rights (role, what) SELECT id, 'read' FROM made;`,
      marks: ['WITH made AS'],
    },
    {
      name: 'a key that a variable draws anew in each run',
      before: `CREATE TABLE accounts (id INT PRIMARY KEY, space TEXT); INSERT INTO accounts VALUES (1, NULL), (2, NULL);
CREATE TABLE spaces (id TEXT PRIMARY KEY, name TEXT); CREATE TABLE members (space TEXT, account INT, PRIMARY KEY (space, account));`,
      text: `DO $$
DECLARE
    first_id TEXT := gen_random_uuid()::text;
    new_id TEXT;
    a RECORD;
BEGIN
    INSERT INTO spaces VALUES ('of ' || first_id, 'All') ON CONFLICT DO NOTHING;
    FOR a IN SELECT id FROM accounts LOOP
        new_id := 's_' || md5(random()::text || a.id::text);
        INSERT INTO spaces VALUES (new_id, 'Own');
        INSERT INTO members VALUES (new_id, a.id);
    END LOOP;
    SELECT gen_random_uuid()::text INTO new_id;
    INSERT INTO members SELECT new_id, id FROM accounts;
    new_id := 'fixed';
    INSERT INTO spaces VALUES (new_id, 'One') ON CONFLICT DO NOTHING;
END $$;`,
      marks: ['INSERT INTO spaces', 'INSERT INTO spaces', 'INSERT INTO members', 'INSERT INTO members'],
    },
    {
      name: 'the key of a row that is put in, given to another one',
      before: `CREATE TABLE things (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name TEXT);
CREATE TABLE parts (thing INT PRIMARY KEY, name TEXT);`,
      text: `DO $$ DECLARE thing_id INT; BEGIN
    INSERT INTO things (name) VALUES ('x') RETURNING id INTO thing_id;
    INSERT INTO parts VALUES (thing_id, 'y');
END $$;`,
      marks: ['INSERT INTO things', 'INSERT INTO parts'],
    },
    {
      name: 'a row that is not put in again leaves the variable for its key empty',
      before: `CREATE TABLE things (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE parts (thing INT PRIMARY KEY, name TEXT);`,
      text: `DO $$ DECLARE thing_id INT; BEGIN
    INSERT INTO things (name) VALUES ('x') ON CONFLICT DO NOTHING RETURNING id INTO thing_id;
    INSERT INTO parts VALUES (thing_id, 'y') ON CONFLICT DO NOTHING;
END $$;`,
      marks: ['INSERT INTO parts'],
    },
    {
      name: 'a row whose key another one needs, which ON CONFLICT alone would take away',
      before: `CREATE TABLE things (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), name TEXT UNIQUE);
CREATE TABLE parts (thing UUID PRIMARY KEY, name TEXT);`,
      text: `DO $$ DECLARE thing_id UUID; BEGIN
    INSERT INTO things (name) VALUES ('x') RETURNING id INTO thing_id;
    INSERT INTO parts VALUES (thing_id, 'y');
END $$;`,
      marks: ['INSERT INTO things'],
    },
    {
      name: 'a row that is looked up where it is there',
      before: `CREATE TABLE things (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE plain (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name TEXT); CREATE TABLE parts (thing INT PRIMARY KEY, name TEXT);`,
      text: `DO $$ DECLARE thing_id INT; BEGIN
    INSERT INTO things (name) VALUES ('x') ON CONFLICT DO NOTHING RETURNING id INTO thing_id;
    IF thing_id IS NULL THEN
        SELECT id INTO thing_id FROM things WHERE name = 'x';
    END IF;
    INSERT INTO parts VALUES (thing_id, 'y') ON CONFLICT DO NOTHING;
END $$;
DO $$ DECLARE thing_id INT; BEGIN
    INSERT INTO things (name) VALUES ('z') ON CONFLICT DO NOTHING RETURNING id INTO thing_id;
    IF FOUND THEN
        INSERT INTO parts VALUES (thing_id, 'y');
    END IF;
END $$;
DO $$ DECLARE thing_id INT; BEGIN
    SELECT id INTO thing_id FROM plain WHERE name = 'x';
    IF thing_id IS NULL THEN
        INSERT INTO plain (name) VALUES ('x') RETURNING id INTO thing_id;
    END IF;
    INSERT INTO parts VALUES (1000 + thing_id, 'y') ON CONFLICT DO NOTHING;
    PERFORM 1 FROM plain WHERE name = 'y';
    IF NOT FOUND THEN
        INSERT INTO plain (name) VALUES ('y');
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'another row than the one that is looked up',
      before: 'CREATE TABLE plain (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name TEXT);',
      text: `DO $$ BEGIN
    PERFORM 1 FROM plain WHERE name = 'x';
    IF NOT FOUND THEN
        INSERT INTO plain (name) VALUES ('y');
    END IF;
END $$;`,
      marks: ['INSERT INTO plain'],
    },
    {
      name: 'a value that ON CONFLICT draws anew in each run',
      before: 'CREATE TABLE tokens (id TEXT PRIMARY KEY, value TEXT);',
      text: `INSERT INTO tokens VALUES ('a', md5(random()::text)) ON CONFLICT (id) DO UPDATE SET value = EXCLUDED.value;
INSERT INTO tokens VALUES ('b', 'x') ON CONFLICT (id) DO UPDATE SET value = gen_random_uuid()::text;
INSERT INTO tokens (id, value) VALUES ('c', gen_random_uuid()::text) ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id;
INSERT INTO tokens VALUES ('d', 'x') ON CONFLICT (id) DO UPDATE SET value = gen_random_uuid()::text WHERE tokens.value IS NULL;`,
      marks: ['INSERT INTO tokens', 'INSERT INTO tokens'],
    },
    {
      name: 'rows for each row of a table',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, report TEXT, document INT); INSERT INTO visits VALUES (1, 'a', NULL), (2, 'b', NULL);
CREATE TABLE documents (id SERIAL PRIMARY KEY, body TEXT);`,
      text: `DO $$
DECLARE
    new_id INT;
    v RECORD;
BEGIN
    FOR v IN SELECT id, report FROM visits LOOP
        INSERT INTO documents (body) VALUES (v.report) RETURNING id INTO new_id;
        UPDATE visits SET document = new_id WHERE id = v.id;
    END LOOP;
END $$;`,
      marks: ['INSERT INTO documents'],
    },
    {
      name: 'rows for each row of a table, under its key',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, report TEXT); INSERT INTO visits VALUES (1, 'a'), (2, 'b');
CREATE TABLE documents (id INT PRIMARY KEY, body TEXT);`,
      text: `DO $$
DECLARE
    v RECORD;
BEGIN
    FOR v IN SELECT id, report FROM visits LOOP
        INSERT INTO documents VALUES (v.id, v.report);
    END LOOP;
END $$;`,
      marks: ['INSERT INTO documents'],
      becomes: `DO $$
DECLARE
    v RECORD;
BEGIN
    FOR v IN SELECT id, report FROM visits LOOP
        INSERT INTO documents VALUES (v.id, v.report) ON CONFLICT DO NOTHING;
    END LOOP;
END $$;`,
    },
    {
      name: 'rows for each row of a table that lacks them',
      before: `CREATE TABLE visits (id INT PRIMARY KEY, report TEXT, document INT); INSERT INTO visits VALUES (1, 'a', NULL), (2, 'b', NULL);
CREATE TABLE documents (id SERIAL PRIMARY KEY, body TEXT); CREATE TABLE notes (visit INT PRIMARY KEY, body TEXT);`,
      text: `DO $$
DECLARE
    new_id INT;
    v RECORD;
BEGIN
    FOR v IN SELECT id, report FROM visits WHERE document IS NULL LOOP
        INSERT INTO documents (body) VALUES (v.report) RETURNING id INTO new_id;
        UPDATE visits SET document = new_id WHERE id = v.id;
    END LOOP;
    FOR v IN SELECT * FROM visits LOOP
        IF v.document IS NULL THEN
            INSERT INTO documents (body) VALUES (v.report);
        END IF;
        INSERT INTO notes VALUES (v.id, v.report) ON CONFLICT DO NOTHING;
    END LOOP;
END $$;`,
      marks: [],
    },
    {
      name: 'rows of a loop over numbers',
      before: 'CREATE TABLE slots (id SERIAL PRIMARY KEY, name TEXT UNIQUE);',
      text: `DO $$
BEGIN
    FOR i IN 1..3 LOOP
        INSERT INTO slots (name) VALUES ('slot ' || i);
    END LOOP;
END $$;`,
      marks: ['INSERT INTO slots'],
      becomes: `DO $$
BEGIN
    FOR i IN 1..3 LOOP
        INSERT INTO slots (name) VALUES ('slot ' || i) ON CONFLICT DO NOTHING;
    END LOOP;
END $$;`,
    },
    {
      name: 'rows of a loop that counts',
      before: 'CREATE TABLE slots (id SERIAL PRIMARY KEY, n INT);',
      text: `DO $$ DECLARE i INT := 0; BEGIN
  WHILE i < 3 LOOP
    INSERT INTO slots (n) VALUES (i);
    i := i + 1;
  END LOOP;
END $$;`,
      marks: ['INSERT INTO slots'],
    },
    {
      name: 'rows of a loop that goes on while there are some',
      before: 'CREATE TABLE slots (id SERIAL PRIMARY KEY, n INT);',
      text: `DO $$ BEGIN
  WHILE EXISTS (SELECT 1 FROM slots WHERE n < 0) LOOP
    INSERT INTO slots (n) VALUES (1);
  END LOOP;
END $$;`,
      marks: [],
    },
    {
      name: 'rows of a loop over many numbers',
      before: 'CREATE TABLE beds (id SERIAL PRIMARY KEY, name TEXT);',
      text: `DO $$
BEGIN
    FOR i IN REVERSE 900..1 BY 2 LOOP
        INSERT INTO beds (name) VALUES (i);
    END LOOP;
END $$;`,
      marks: ['INSERT INTO beds'],
    },
    {
      name: 'a guard over rows that lets the same rows in again',
      before: `CREATE TABLE sites (id SERIAL PRIMARY KEY, name TEXT, code TEXT UNIQUE); INSERT INTO sites (name, code) VALUES ('a', 'a');`,
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sites WHERE name = 'main') THEN
        INSERT INTO sites (name) VALUES ('Main');
    END IF;
    IF (SELECT count(*) FROM sites) > 0 THEN
        INSERT INTO sites (name) VALUES ('annex');
    END IF;
END $$;`,
      marks: ['INSERT INTO sites', 'INSERT INTO sites'],
    },
    {
      name: 'a guard over rows that fails to find the row by its key',
      before: `CREATE TABLE sites (id SERIAL PRIMARY KEY, name TEXT, code TEXT UNIQUE);`,
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sites WHERE code = 'MAIN') THEN
        INSERT INTO sites (name, code) VALUES ('Main', 'main');
    END IF;
END $$;`,
      marks: ['INSERT INTO sites'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sites WHERE code = 'MAIN') THEN
        IF NOT EXISTS (SELECT 1 FROM sites WHERE code = 'main') THEN
            INSERT INTO sites (name, code) VALUES ('Main', 'main');
        END IF;
    END IF;
END $$;`,
    },
    {
      name: 'guards over rows that keep what they guard from running again',
      before: `CREATE TABLE sites (id SERIAL PRIMARY KEY, name TEXT, code TEXT UNIQUE); INSERT INTO sites (name, code) VALUES ('a', 'a');`,
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sites WHERE name = 'Main') THEN
        INSERT INTO sites (name) VALUES ('Main');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM sites WHERE lower(name) = 'annex') THEN
        INSERT INTO sites (name) VALUES ('Annex');
    END IF;
    IF EXISTS (SELECT 1 FROM sites WHERE name = 'a') THEN
        UPDATE sites SET name = 'b' WHERE name = 'a';
        INSERT INTO sites (name) VALUES ('c');
    END IF;
    IF (SELECT count(*) FROM sites) = 0 THEN
        INSERT INTO sites (name) VALUES ('d');
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'rows whose key is written as DEFAULT',
      before:
        'CREATE TABLE notes (id SERIAL PRIMARY KEY, body TEXT); CREATE TABLE kinds (name TEXT, id SERIAL PRIMARY KEY);',
      text: `INSERT INTO notes VALUES (DEFAULT, 'a');
INSERT INTO notes (id, body) VALUES (DEFAULT, 'b'), (DEFAULT, 'c');
INSERT INTO kinds VALUES ('a'), ('b');`,
      marks: ['INSERT INTO notes', 'INSERT INTO notes', 'INSERT INTO kinds'],
    },
    {
      name: 'rows with another key beside one that is written as DEFAULT',
      before: 'CREATE TABLE kinds (id SERIAL PRIMARY KEY, name TEXT UNIQUE);',
      text: `INSERT INTO kinds (id, name) VALUES (DEFAULT, 'call');`,
      marks: ['INSERT INTO kinds'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM kinds WHERE name = 'call') THEN
        INSERT INTO kinds (id, name) VALUES (DEFAULT, 'call');
    END IF;
END $$;`,
    },
    {
      name: 'rows for each row of a table, behind a loop within the loop',
      before: `CREATE TABLE visits (id INT PRIMARY KEY); INSERT INTO visits VALUES (1), (2);
CREATE TABLE documents (id SERIAL PRIMARY KEY, body TEXT); CREATE TABLE pages (document INT, n INT, PRIMARY KEY (document, n));`,
      text: `DO $$
DECLARE
    v RECORD;
BEGIN
    FOR v IN SELECT * FROM visits LOOP
        FOR i IN 1..2 LOOP
            INSERT INTO pages VALUES (v.id, i) ON CONFLICT DO NOTHING;
        END LOOP;
        INSERT INTO documents (body) VALUES ('visit');
    END LOOP;
END $$;`,
      marks: ['INSERT INTO documents'],
    },
    {
      name: 'rows in whose place a rule does something else',
      before: 'CREATE TABLE visits (id SERIAL PRIMARY KEY, room INT); INSERT INTO visits (room) VALUES (1);',
      text: `CREATE OR REPLACE RULE closed AS ON INSERT TO visits DO INSTEAD NOTHING;
INSERT INTO visits (room) VALUES (2);`,
      marks: [],
    },
    {
      name: 'rows that a rule writes down as well',
      before: 'CREATE TABLE visits (id SERIAL PRIMARY KEY, room INT); CREATE TABLE log (id SERIAL PRIMARY KEY);',
      text: `CREATE OR REPLACE RULE logged AS ON INSERT TO visits DO ALSO INSERT INTO log DEFAULT VALUES;
INSERT INTO visits (room) VALUES (2);`,
      marks: ['INSERT INTO visits'],
    },
    {
      name: 'rows that a trigger may leave out',
      before: 'CREATE TABLE visits (id SERIAL PRIMARY KEY, room INT);',
      text: `CREATE OR REPLACE FUNCTION once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM visits WHERE room = NEW.room) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER once BEFORE INSERT ON visits FOR EACH ROW EXECUTE FUNCTION once();
INSERT INTO visits (room) VALUES (2);`,
      marks: [],
    },
    {
      name: 'rows that a trigger looks at once they are there',
      before: 'CREATE TABLE visits (id SERIAL PRIMARY KEY, room INT);',
      text: `CREATE OR REPLACE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER seen AFTER INSERT ON visits FOR EACH ROW EXECUTE FUNCTION seen();
INSERT INTO visits (room) VALUES (2);`,
      marks: ['INSERT INTO visits'],
    },
  ],
});
