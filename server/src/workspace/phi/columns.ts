import { attributeOf, stringArgument } from '../../languages/prisma/attributes';
import type { Declaration } from '../../languages/prisma/declaration';
import type { Field } from '../../languages/prisma/syntax';
import { historyFolder, migrationsOf } from '../history/migrations';
import { nearestTo } from '../schema/nearest';
import type { Workspace } from '../workspace';

/**
 * The name of the migration that brought a field's column, as the words of the nearest history tell: the first one with a
 * statement that creates or alters the table and names the column. Undefined when none does.
 */
export function migrationOfColumn(workspace: Workspace, model: Declaration, field: Field): string | undefined {
  const folders = new Set<string>();
  for (const path of workspace.paths('sql')) {
    const folder = historyFolder(workspace, path);
    if (folder !== undefined) folders.add(folder);
  }
  const folder = nearestTo(model.path, [...folders], (one) => `${one}/migration.sql`);
  if (folder === undefined) return undefined;
  const table = stringArgument(model.attribute('map'))?.text ?? model.name;
  const column = stringArgument(attributeOf(field, 'map'))?.text ?? field.name.text;
  const found = migrationsOf(workspace, folder).find((path) => bringsColumn(workspace.text(path) ?? '', table, column));
  return found?.slice(folder.length + 1).replace(/\/migration\.sql$/, '');
}

function bringsColumn(sql: string, table: string, column: string): boolean {
  if (!sql.includes(table) || !sql.includes(column)) return false;
  return sql
    .split(';')
    .some((part) => /\b(?:create|alter)\s+table\b/i.test(part) && names(part, table) && names(part, column));
}

function names(sql: string, name: string): boolean {
  for (let at = sql.indexOf(name); at >= 0; at = sql.indexOf(name, at + 1)) {
    const around = (sql[at - 1] ?? ' ') + (sql[at + name.length] ?? ' ');
    if (!/[\w$]/.test(around)) return true;
  }
  return false;
}
