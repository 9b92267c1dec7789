import { readConfiguration } from '../../server/src/core/configurationReader';
import type { Finding } from '../../server/src/core/finding';
import type { RecoveringSqlParser } from '../../server/src/languages/sql/parser';
import { Linter } from '../../server/src/linter';
import { changes, unstableBetween, without } from '../../server/src/prove/catalog/changes';
import { type Fingerprint, fingerprint } from '../../server/src/prove/catalog/fingerprint';
import { type Database, query } from '../../server/src/prove/database/database';
import { applyMigration, proveMigration } from '../../server/src/prove/migration';
import { scriptOf } from '../../server/src/prove/script';
import { NEW_SESSION } from '../../server/src/prove/step';
import { lossesOf, type PhaseResult } from '../../server/src/prove/verdict';
import { RULES } from '../../server/src/rules/registry';
import { Workspace } from '../../server/src/workspace/workspace';
import { isAboutRunningAgain } from '../corpus/agreement';
import { emptyDatabase } from '../harness/database';
import type { History } from './histories';
import { judge } from './judge';

/** Where the linter and PostgreSQL do not agree about a history. */
export interface Difference {
  readonly what:
    | 'missed'
    | 'missed, and named as unknown'
    | 'false alarm'
    | 'loss missed'
    | 'repair does not parse'
    | 'repair does not apply'
    | 'repair leaves another catalog'
    | 'repair is not at rest'
    | 'missed in the repaired text'
    | 'repaired text fails again'
    | 'repaired text does not resume'
    | 'repaired text loses data';
  /** The statement that it is about, if any. */
  readonly statement: string;
  readonly detail: string;
  readonly repaired?: string;
}

const MIGRATION = '/corpus/migrations/20250101000000_tested/migration.sql';

/** The linter with one history open. */
function linterFor(history: History, parser: RecoveringSqlParser): Linter {
  const workspace = new Workspace((text, root) => readConfiguration(text, root, RULES).configuration);
  workspace.set('/corpus/ehr-schema.config.json', '{ "rules": { "sql/unknown": "info" } }');
  for (const [index, text] of history.before.entries())
    workspace.set(`/corpus/migrations/2024010${index + 1}000000_before/migration.sql`, text);
  workspace.set(MIGRATION, history.text);
  return new Linter(workspace, { sql: parser }, RULES);
}

/** Compares what the linter says of a history with what PostgreSQL does. Undefined when the history does not apply. */
export async function differences(history: History, parser: RecoveringSqlParser): Promise<Difference[] | undefined> {
  const linter = linterFor(history, parser);
  const findings = linter.check(MIGRATION);
  const original = await compared(history, findings, parser);
  if (!original) return undefined;
  const repaired = linter.fix(MIGRATION, isAboutRunningAgain).get(MIGRATION);
  const falsely = original.differences.some(({ what }) => what === 'false alarm');
  const losses = falsely || repaired === undefined ? await lossesIn(history, findings, parser) : [];
  // A file that looks re-runnable and destroys later data is to be reported.
  const found = original.differences.filter(({ what }) => losses.length === 0 || what !== 'false alarm');
  const silent = !findings.some((finding) => isAboutRunningAgain(finding) || finding.rule === 'sql/unknown');
  if (losses.length && silent) found.push({ what: 'loss missed', statement: '', detail: losses.join('; ') });
  if (repaired === undefined) return found;
  return [...found, ...(await repairDifferences(history, repaired, original.state, parser))];
}

interface Comparison {
  readonly differences: readonly Difference[];
  /** What the first run leaves. */
  readonly state: Fingerprint;
}

/** Every statement of a migration, as the linter and PostgreSQL see it. */
async function compared(
  history: History,
  findings: readonly Finding[],
  parser: RecoveringSqlParser,
): Promise<Comparison | undefined> {
  const database = await databaseAfter(history, parser);
  if (!database) return undefined;
  const script = scriptOf(history.text, parser);
  const verdicts = await judge(database, script);
  if (!verdicts) return undefined;
  const spoken = findings.filter((finding) => isAboutRunningAgain(finding) && finding.rule !== 'sql/resumable');
  const unknown = findings.filter(({ rule }) => rule === 'sql/unknown');
  const result = verdicts.flatMap(({ net, sqlstate, message }, index): Difference[] => {
    const { start, end, text } = script.statements[index]!;
    const within = ({ span }: Finding) => start <= span.start && span.start < end;
    const about = spoken.filter(within);
    if (net !== 'ok' && about.length === 0) {
      const what = unknown.some(within) ? 'missed, and named as unknown' : 'missed';
      return [{ what, statement: text, detail: `${net} ${sqlstate ?? ''} ${message ?? ''}` }];
    }
    if (net !== 'ok' || !about.some(({ rule }) => rule !== 'sql/data-loss')) return [];
    return [
      {
        what: 'false alarm',
        statement: text,
        detail: about.map(({ rule, message }) => `${rule}: ${message}`).join(' '),
      },
    ];
  });
  await query(database, NEW_SESSION);
  return { differences: result, state: await fingerprint(database) };
}

async function repairDifferences(
  history: History,
  text: string,
  original: Fingerprint,
  parser: RecoveringSqlParser,
): Promise<Difference[]> {
  const fixed: History = { before: history.before, text };
  const difference = (what: Difference['what'], detail: string): Difference => ({
    what,
    statement: '',
    detail,
    repaired: text,
  });
  const linter = linterFor(fixed, parser);
  const findings = linter.check(MIGRATION);
  const syntax = findings.find(({ rule }) => rule === 'sql/syntax');
  if (syntax) return [difference('repair does not parse', syntax.message)];
  const twice = linter.fix(MIGRATION, isAboutRunningAgain).get(MIGRATION);
  const result: Difference[] = [];
  if (twice !== undefined && twice !== text) result.push(difference('repair is not at rest', twice));
  const now = await compared(fixed, findings, parser);
  if (!now) {
    const database = await databaseAfter(fixed, parser);
    const failure = database && (await applyMigration(database, scriptOf(text, parser)));
    return [...result, difference('repair does not apply', failure ? `${failure.sqlstate} ${failure.message}` : '')];
  }
  if (changes(original, now.state).length > 0) {
    const unstable = unstableBetween(original, (await stateAfter(history, parser)) ?? original);
    const changed = changes(without(original, unstable), without(now.state, unstable));
    if (changed.length > 0) result.push(difference('repair leaves another catalog', changed.join('; ')));
  }
  const missed = now.differences.filter(({ what }) => what === 'missed');
  result.push(...missed.map((found) => ({ ...found, what: 'missed in the repaired text' as const, repaired: text })));
  if (missed.length > 0 || findings.some((finding) => isAboutRunningAgain(finding) || finding.rule === 'sql/unknown'))
    return result;
  const database = (await databaseAfter(fixed, parser))!;
  const proof = await proveMigration(database, scriptOf(text, parser), { crashPoints: true });
  if (proof.second.verdict === 'failed') result.push(difference('repaired text fails again', reason(proof.second)));
  if (proof.crashPoints.verdict === 'failed' && !onlyCounts(proof.crashPoints))
    result.push(difference('repaired text does not resume', reason(proof.crashPoints)));
  if (lossesOf(proof).length > 0) result.push(difference('repaired text loses data', lossesOf(proof).join('; ')));
  return result;
}

/** What a second run of a file destroys, where it may be said to or where nothing is said of it. */
async function lossesIn(
  history: History,
  findings: readonly Finding[],
  parser: RecoveringSqlParser,
): Promise<readonly string[]> {
  if (findings.some(({ rule }) => rule === 'sql/unknown')) return [];
  const database = await databaseAfter(history, parser);
  if (!database) return [];
  return lossesOf(await proveMigration(database, scriptOf(history.text, parser), { crashPoints: false }));
}

/** Rows that differ in numbers of a sequence alone: no run that is taken back gives those back. */
function onlyCounts(result: PhaseResult): boolean {
  const changed = (result.verdict === 'failed' && result.failure.changes) || [];
  return changed.length > 0 && changed.every((change) => /^rows of .*: contents changed$/.test(change));
}

function reason(result: PhaseResult): string {
  if (result.verdict !== 'failed') return '';
  const { message, changes: changed, stoppedAfter, sqlstate } = result.failure;
  return `${sqlstate ?? ''} ${message} ${changed?.slice(0, 4).join('; ') ?? ''}${stoppedAfter === undefined ? '' : ` (stopped behind statement ${stoppedAfter})`}`;
}

/** A database as it is before the migration; undefined when what comes before does not apply. */
async function databaseAfter({ before }: History, parser: RecoveringSqlParser): Promise<Database | undefined> {
  const database = await emptyDatabase();
  for (const text of before) {
    if (await applyMigration(database, scriptOf(text, parser))) return undefined;
    await query(database, NEW_SESSION);
  }
  return database;
}

async function stateAfter(history: History, parser: RecoveringSqlParser): Promise<Fingerprint | undefined> {
  const database = await databaseAfter(history, parser);
  if (!database || (await applyMigration(database, scriptOf(history.text, parser)))) return undefined;
  await query(database, NEW_SESSION);
  return fingerprint(database);
}
