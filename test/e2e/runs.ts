import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One start of VS Code with the tests that run in its extension host. */
export interface SuiteRun {
  /** The folder of the tests, beside this file. */
  readonly suite: string;
  /** Words on VS Code's command line beside the usual ones. */
  readonly args: readonly string[];
  /** The desktop's runner switches workspace trust off: only our own host can ask for it. */
  readonly onlyInHost?: boolean;
  /** Makes what is opened below a fresh folder, and gives its path. */
  prepare(example: string, folder: string): string;
}

/** Every start of VS Code that the end-to-end tests need. */
export const RUNS: readonly SuiteRun[] = [
  { suite: 'suite', args: [], prepare: copyExample },
  { suite: 'multiRoot', args: [], prepare: twoFolders },
  { suite: 'restricted', args: ['--ask-for-trust'], onlyInHost: true, prepare: copyExample },
];

function copyExample(example: string, folder: string): string {
  const copy = join(folder, 'mentalspace');
  cpSync(example, copy, { recursive: true });
  return copy;
}

/** The example twice, the second time with a configuration of its own, in a workspace file. */
function twoFolders(example: string, folder: string): string {
  const names = ['first', 'second'];
  for (const name of names) cpSync(example, join(folder, name), { recursive: true });
  const configuration = '{ "guardStyle": "if-not-exists", "rules": { "sql/create-index": "off" } }\n';
  writeFileSync(join(folder, 'second/ehr-schema.config.json'), configuration);
  const workspace = join(folder, 'practices.code-workspace');
  writeFileSync(workspace, JSON.stringify({ folders: names.map((path) => ({ path })) }));
  return workspace;
}
