import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PGLITE_FOLDER } from '../../../../test/harness/database';
import { embeddedArchive, isEmbedded, namedExtensions } from './extensions';

test('every archive that is named is there', () => {
  const files = readdirSync(PGLITE_FOLDER).filter((name) => name.endsWith('.tar.gz'));
  for (const file of files) {
    const name = file.replace('.tar.gz', '');
    if (embeddedArchive(name)) expect(embeddedArchive(name)).toBe(file);
  }
  for (const name of ['citext', 'uuid-ossp', 'pgcrypto', 'moddatetime', 'pg_trgm'])
    expect(files).toContain(embeddedArchive(name));
});

test('finds the extensions that a text creates', () =>
  expect(
    namedExtensions([
      'CREATE EXTENSION IF NOT EXISTS "uuid-ossp";',
      'create extension citext;',
      'SELECT hstore',
    ]).sort(),
  ).toEqual(['citext', 'uuid-ossp']));

test('knows what is not there', () => {
  expect(isEmbedded('postgis')).toBe(false);
  expect(isEmbedded('plpgsql')).toBe(true);
});
