import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../server/src/core/finding';
import type { Linter } from '../../server/src/linter';

/** One statement as PostgreSQL judged it (see the labels beside the corpus). */
interface Label {
  readonly migration: string;
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly net: 'ok' | 'error' | 'changed' | 'noapply';
  readonly message?: string;
  readonly rows_first?: number;
}

/** How findings and labels agree for one kind of statement. */
export interface Tally {
  found: number;
  falseAlarms: number;
  missed: number;
  quiet: number;
}

export interface Disagreement {
  readonly kind: string;
  readonly what: 'missed' | 'false alarm';
  readonly migration: string;
  readonly statement: string;
  readonly label: string;
}

export interface Agreement {
  readonly files: number;
  readonly byKind: ReadonlyMap<string, Tally>;
  readonly disagreements: readonly Disagreement[];
}

/** The rules that say what a second run does. */
const ABOUT_RUNNING_AGAIN =
  /^sql\/(add-column|create-table|create-index|create-type|add-enum-value|add-constraint|create-object|drop|rename|alter|insert|update|guard-mismatch|data-loss)$/;

/** True for a finding about a second run, of the whole file or after a stop; the house's rules of design are none. */
export function isAboutRunningAgain({ rule }: Finding): boolean {
  return ABOUT_RUNNING_AGAIN.test(rule) || rule === 'sql/resumable';
}

/** The migrations of a history's folder, by path, ordered as Prisma applies them. */
export function readHistory(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of readdirSync(folder).sort()) {
    const file = join(folder, name, 'migration.sql');
    if (existsSync(file)) files.set(`/corpus/migrations/${name}/migration.sql`, readFileSync(file, 'utf8'));
  }
  return files;
}

/** Checks a history and compares the findings, statement by statement, with what PostgreSQL did. */
export function compare(
  linter: Linter,
  files: ReadonlyMap<string, string>,
  labels: string,
  losses: ReadonlySet<string>,
): Agreement {
  for (const [path, text] of files) linter.workspace.set(path, text);
  const byKind = new Map<string, Tally>();
  const disagreements: Disagreement[] = [];
  const byMigration = groupByMigration(readLabels(labels));
  for (const [path, text] of files) {
    const migration = path.split('/').at(-2)!;
    const findings = linter.check(path).filter(({ rule }) => ABOUT_RUNNING_AGAIN.test(rule));
    for (const label of byMigration.get(migration) ?? []) {
      if (label.net === 'noapply') continue;
      const said = findings.some((finding) => within(finding, label));
      const wrong = label.net !== 'ok';
      const tally = byKind.get(label.kind) ?? { found: 0, falseAlarms: 0, missed: 0, quiet: 0 };
      byKind.set(label.kind, tally);
      // A file that looks re-runnable and destroys later data is to be reported: that is no false alarm.
      if (said && !wrong && !losses.has(migration)) tally.falseAlarms++;
      else if (said) tally.found++;
      else if (wrong) tally.missed++;
      else tally.quiet++;
      if (said === wrong || (said && losses.has(migration))) continue;
      const what = said ? 'false alarm' : 'missed';
      const statement = text.slice(label.start, label.end).replace(/\s+/g, ' ');
      disagreements.push({
        kind: label.kind,
        what,
        migration,
        statement,
        label: `${label.net} ${label.message ?? ''}`,
      });
    }
  }
  for (const path of files.keys()) linter.workspace.delete(path);
  return { files: files.size, byKind, disagreements };
}

function within({ span }: Finding, label: Label): boolean {
  return label.start <= span.start && span.start < label.end;
}

function readLabels(file: string): Label[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Label);
}

/** The migrations that PostgreSQL runs twice, but that destroy what came in between. */
export function readLosses(file: string): ReadonlySet<string> {
  const entries = JSON.parse(readFileSync(file, 'utf8')) as { migration: string; dataloss?: unknown }[];
  return new Set(entries.filter(({ dataloss }) => dataloss).map(({ migration }) => migration));
}

function groupByMigration(labels: readonly Label[]): ReadonlyMap<string, readonly Label[]> {
  const groups = new Map<string, Label[]>();
  for (const label of labels) groups.set(label.migration, [...(groups.get(label.migration) ?? []), label]);
  return groups;
}
