import { type Database, query } from '../database/database';
import { generatedValue } from './generatedValues';
import { asReplica, guarded, words } from './seed';
import { type SeedTable, seedTables } from './seedTables';

/**
 * Writes a value wherever a table named in a text has NULL, as an application does between two runs, in the transaction that
 * is open. What a constraint refuses stays NULL.
 */
export async function fill(database: Database, namedIn: string): Promise<void> {
  const updates = (await seedTables(database, words(namedIn))).flatMap(updatesOf);
  if (updates.length > 0)
    await query(
      database,
      `DO $ehr_schema_fill$ BEGIN ${await asReplica(database, updates.join('\n'))} END $ehr_schema_fill$`,
    );
}

/** All rows at once, or one of them where all may not be alike. Foreign keys are left alone: their values must exist. */
function updatesOf({ table, columns, references }: SeedTable): string[] {
  const keys = new Set(references.flatMap((reference) => reference.columns));
  return columns
    .filter(({ column, nullable }) => nullable && !keys.has(column))
    .flatMap((column) => {
      const value = generatedValue(column, 3);
      if (value === undefined) return [];
      const update = `UPDATE ${table} SET ${column.column} = ${value} WHERE ${column.column} IS NULL`;
      const one = `${update} AND ctid = (SELECT min(ctid) FROM ${table} WHERE ${column.column} IS NULL)`;
      return [guarded(update, guarded(one, 'NULL;'))];
    });
}
