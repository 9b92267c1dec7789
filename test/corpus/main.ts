import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { readConfiguration } from '../../server/src/core/configurationReader';
import { createSqlParser } from '../../server/src/languages/sql/parser';
import { Linter } from '../../server/src/linter';
import { RULES } from '../../server/src/rules/registry';
import { Workspace } from '../../server/src/workspace/workspace';
import { type Agreement, compare, isAboutRunningAgain, readHistory, readLosses, type Tally } from './agreement';

/**
 * Lints every history in a folder, compares the findings with the labels beside it, and prints recall and precision by kind
 * of statement. With `--fix <folder>` it writes what Fix All makes of each history there.
 */
async function main([folder, ...options]: string[]): Promise<number> {
  if (!folder) {
    console.error('usage: npm run corpus -- <folder of histories> [--fix <folder>]');
    return 2;
  }
  const wasm = createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm');
  const sql = await createSqlParser(readFileSync(wasm));
  const total = new Map<string, Tally>();
  const all: Agreement[] = [];
  for (const history of histories(folder)) {
    const workspace = new Workspace((text, root) => readConfiguration(text, root, RULES).configuration);
    const linter = new Linter(workspace, { sql }, RULES);
    const name = basename(history);
    const labels = join(folder, 'labels', name);
    const agreement = compare(linter, readHistory(history), `${labels}.jsonl`, readLosses(`${labels}.files.json`));
    all.push(agreement);
    add(total, agreement.byKind);
    console.log(line(`${name} (${agreement.files} files)`, sum(agreement.byKind)));
    const target = options[options.indexOf('--fix') + 1];
    if (options.includes('--fix') && target) writeFixed(linter, history, join(resolve(target), name));
  }
  console.log();
  for (const [kind, tally] of [...total].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(line(kind, tally));
  console.log(line('all', sum(total)));
  console.log();
  for (const { what, kind, migration, label, statement } of all.flatMap(({ disagreements }) => disagreements))
    console.log(`${what}: ${kind} in ${migration}: PostgreSQL says ${label}\n    ${statement.slice(0, 160)}`);
  return 0;
}

function histories(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'labels')
    .map((entry) => join(folder, entry.name));
}

function writeFixed(linter: Linter, history: string, target: string): void {
  const files = readHistory(history);
  for (const [path, text] of files) linter.workspace.set(path, text);
  for (const [path, text] of files) {
    const fixed = linter.fix(path, isAboutRunningAgain).get(path) ?? text;
    const file = join(target, basename(dirname(path)), 'migration.sql');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, fixed);
  }
}

function add(total: Map<string, Tally>, more: ReadonlyMap<string, Tally>): void {
  for (const [kind, tally] of more) {
    const sumOf = total.get(kind) ?? { found: 0, falseAlarms: 0, missed: 0, quiet: 0 };
    for (const key of ['found', 'falseAlarms', 'missed', 'quiet'] as const) sumOf[key] += tally[key];
    total.set(kind, sumOf);
  }
}

function sum(byKind: ReadonlyMap<string, Tally>): Tally {
  const total = new Map<string, Tally>();
  for (const tally of byKind.values()) add(total, new Map([['all', tally]]));
  return total.get('all') ?? { found: 0, falseAlarms: 0, missed: 0, quiet: 0 };
}

function line(name: string, { found, falseAlarms, missed, quiet }: Tally): string {
  const share = (part: number, whole: number) =>
    whole === 0 ? '    –' : `${((100 * part) / whole).toFixed(1).padStart(5)} %`;
  return `${name.padEnd(62)} recall ${share(found, found + missed)}  precision ${share(found, found + falseAlarms)}  (${found} found, ${missed} missed, ${falseAlarms} false, ${quiet} quiet)`;
}

process.exitCode = await main(process.argv.slice(2));
