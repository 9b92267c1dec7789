import { dirname } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { Finding } from '../core/finding';
import { createLinter, loadSqlParser } from '../host/createLinter';
import { enginePath, projectFolder } from '../host/discovery';
import { changedSince, UnknownCommit } from '../host/git';
import { openKeptProject } from '../host/keptProject';
import { Project } from '../host/project';
import type { Linter } from '../linter';
import { failOnBrokenConfigurations, useConfigurationFile } from './configuration';
import { FORMATS, type FormatName } from './formats/all';
import { complain, print } from './output';
import { Progress } from './progress';
import { dryRun, repairFiles } from './repair';
import { type CheckReport, count, type FileReport } from './report';
import { shownPath } from './shownPath';
import { checkKind, loadTargets, type Targets } from './targets';
import { UsageError } from './usageError';

/** The options of `check` as the command line gives them. */
export interface CheckOptions {
  readonly format: FormatName;
  readonly fix?: boolean;
  readonly fixDryRun?: boolean;
  readonly since?: string;
  readonly listUnknown?: boolean;
  readonly maxWarnings?: number;
  readonly config?: string;
  readonly cache: boolean;
  readonly stdinFilename?: string;
}

/**
 * Checks files and prints what was found.
 * @returns the exit code.
 * @throws UsageError when it cannot run as asked.
 */
export async function runCheck(named: readonly string[], options: CheckOptions): Promise<number> {
  const begin = performance.now();
  const faults = new Faults();
  const { listUnknown = false } = options;
  const sql = await loadSqlParser();
  const project = new Project(await createLinter({ sql, onFault: (...fault) => faults.note(...fault), listUnknown }));
  if (options.config !== undefined) await useConfigurationFile(project, options.config);
  const { stdinFilename } = options;
  const targets =
    stdinFilename === undefined ? await loadTargets(project, named) : await fromStdin(project, stdinFilename);
  const paths = options.since === undefined ? targets.paths : await onlyChanged(targets, options.since);
  failOnBrokenConfigurations(project.linter, paths);
  const left = tellProblems(project);
  const isKept = options.cache && !options.fix && !options.fixDryRun && stdinFilename === undefined;
  const variant = listUnknown ? 'list unknown' : '';
  const kept = isKept ? await openKeptProject(project.linter, sql, targets.folders, paths, variant) : undefined;
  const result = await check(project.linter, kept ?? project.linter, paths, options, begin);
  if (!faults.any) await kept?.save();
  return left > 0 || faults.any ? 2 : result;
}

async function check(
  linter: Linter,
  checker: Checker,
  paths: readonly string[],
  options: CheckOptions,
  begin: number,
): Promise<number> {
  if (options.fixDryRun) await print(dryRun(linter, paths));
  else if (options.fix && options.stdinFilename !== undefined) return printRepaired(linter, paths[0]!, options);
  const unwritten = options.fix ? await repairFiles(linter, paths) : [];
  for (const problem of unwritten) complain(problem);
  const files = findings(linter, checker, paths, options.format);
  const report: CheckReport = {
    files,
    rules: linter.rules,
    milliseconds: Math.round(performance.now() - begin),
    show: shownPath,
    textOf: (path) => linter.workspace.text(path) ?? '',
  };
  if (!options.fixDryRun) await print(FORMATS[options.format](report));
  return unwritten.length > 0 ? 2 : exitCode(files, options);
}

/** Made for editors: the repaired text goes to stdout, and nothing is written. */
async function printRepaired(linter: Linter, path: string, options: CheckOptions): Promise<number> {
  const text = linter.workspace.text(path) ?? '';
  const repaired = linter.fix(path).get(path) ?? text;
  linter.workspace.set(path, repaired);
  await print(repaired);
  return exitCode(findings(linter, linter, [path], options.format), options);
}

function findings(
  linter: Linter,
  checker: Checker,
  paths: readonly string[],
  format: FormatName,
): readonly FileReport[] {
  const progress = new Progress(paths.length, format === 'text');
  const files = paths.flatMap((path): FileReport[] => {
    const text = linter.workspace.text(path);
    progress.step();
    // Of a folder there is something to say only when something is wrong.
    const findings = checker.check(path);
    return text === undefined && findings.length === 0 ? [] : [{ path, text: text ?? '', findings }];
  });
  progress.end();
  return files;
}

function exitCode(files: readonly FileReport[], { maxWarnings = Number.POSITIVE_INFINITY }: CheckOptions): number {
  return count(files, 'error') > 0 || count(files, 'warning') > maxWarnings ? 1 : 0;
}

async function fromStdin(project: Project, name: string): Promise<Targets> {
  checkKind(name);
  const path = enginePath(name);
  const folder = await projectFolder(dirname(path));
  await project.load(folder);
  project.linter.workspace.set(path, await readAll(process.stdin));
  return { paths: [path], folders: [folder] };
}

async function onlyChanged({ paths, folders }: Targets, ref: string): Promise<readonly string[]> {
  const listings = await Promise.all(folders.map((folder) => changedSince(folder, ref))).catch((error: unknown) => {
    throw error instanceof UnknownCommit ? new UsageError(`--since: ${error.message}`) : error;
  });
  const changed = new Set(listings.flat());
  return paths.filter((path) => changed.has(path));
}

/** Says which files could not be read; the others are checked all the same. */
function tellProblems({ problems }: Project): number {
  for (const { path, reason } of problems.values()) complain(`${shownPath(path)} ${reason}`);
  return [...problems.values()].filter(({ leftOut }) => !leftOut).length;
}

/** Gives the findings of a file: the linter, or what it has found before. */
interface Checker {
  check(path: string): readonly Finding[];
}

/** Rules of ours that threw: each is told on stderr, the others go on, and the exit code says that something is missing. */
class Faults {
  any = false;

  note(rule: string, path: string, error: unknown): void {
    this.any = true;
    const reason = error instanceof Error ? error.stack : String(error);
    complain(`${rule} made a mistake of its own on ${shownPath(path)}, please report it: ${reason}`);
  }
}
