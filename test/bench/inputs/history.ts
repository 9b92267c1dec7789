import { Random } from '../../harness/random';
import { createTable, Database, nextStatement } from './statements';

/** A migration by the name of its folder. */
export interface Migration {
  readonly name: string;
  readonly text: string;
}

export const STATEMENTS = 20;

const FIRST_TABLES = 3;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Migrations that run in their order on an empty PostgreSQL, of twenty statements each; a third of them make a table. */
export function history(count: number): readonly Migration[] {
  const database = new Database(new Random(1));
  return Array.from({ length: count }, (_, index) => {
    const tables = index === 0 ? FIRST_TABLES : database.random.chance(30) ? 1 : 0;
    const made = Array.from({ length: tables }, () => createTable(database));
    const rest = Array.from({ length: STATEMENTS - tables }, () => nextStatement(database));
    const stamp = new Date(Date.UTC(2000, 0, 1) + index * DAY_MS).toISOString().replace(/\D/g, '').slice(0, 14);
    return { name: `${stamp}_change_${index + 1}`, text: `${[...made, ...rest].join('\n\n')}\n` };
  });
}

/** One migration of about so many lines: a table for every ten other statements. */
export function longMigration(lines: number): string {
  const database = new Database(new Random(2));
  const statements: string[] = [];
  for (let written = 0; written < lines; ) {
    const statement = statements.length % 10 === 0 ? createTable(database) : nextStatement(database);
    statements.push(statement);
    written += statement.split('\n').length + 1;
  }
  return `${statements.join('\n\n')}\n`;
}
