import { describe, expect, it } from 'vitest';
import { migrationHead, migrationName, snakeCase } from './migrationName';

const NOW = new Date('2026-03-04T05:06:07.890Z');

describe('snakeCase', () => {
  it.each([
    ['Add department to users', 'add_department_to_users'],
    ['addDepartmentToUsers', 'add_department_to_users'],
    ['  --Prüfe  Größe!  ', 'prufe_grosse'],
    ['v2Tables', 'v2_tables'],
    ['🙂', ''],
  ])('%j becomes %j', (title, name) => expect(snakeCase(title)).toBe(name));
});

describe('migrationName', () => {
  it('has 14 digits in a history without migrations', () =>
    expect(migrationName('Init', [], NOW)).toBe('20260304050607_init'));

  it('has the 8 digits of a history that has 8', () =>
    expect(migrationName('Add rooms', ['20251013_init', '20260111_add_department'], NOW)).toBe('20260304_add_rooms'));

  it('goes by the newest, and passes over names that are none', () =>
    expect(migrationName('x', ['20251013_init', '20260218143000_add_insurance', 'zz_scratch'], NOW)).toBe(
      '20260304050607_x',
    ));

  it('sorts behind a migration of the same day', () => {
    expect(migrationName('add rooms', ['20260304_zoo'], NOW)).toBe('20260305_add_rooms');
    expect(migrationName('add rooms', ['20260304_add'], NOW)).toBe('20260304_add_rooms');
  });

  it('sorts behind a migration of the future, over the end of a year', () =>
    expect(migrationName('x', ['20261231235959_party'], NOW)).toBe('20270101000000_x'));
});

describe('migrationHead', () => {
  it('names the file and says what the migration does', () =>
    expect(migrationHead('20260304_add_rooms', ' add rooms ')).toBe(
      '-- migrations/20260304_add_rooms/migration.sql\n\n-- Add rooms (idempotent)\n',
    ));
});
