// Runs the end-to-end suites in a real VS Code: downloaded where there is a network, else in a host of our own. With the path
// of a VSIX as its argument, the extension is installed from that; without one it runs from the checkout.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { installChromium, installHost } from './host/install';
import { RUNS, type SuiteRun } from './runs';
import { cacheFolder, hasDisplay, vscodeSource } from './vscode';

const root = resolve(__dirname, '../..');

/** What the runs share. */
interface Surroundings {
  readonly source: 'download' | 'host';
  readonly executable: string;
  readonly vsix: string | undefined;
  readonly temporary: string;
  /** The folder that extensions are installed in. */
  readonly extensions: string;
}

async function main(vsix: string | undefined): Promise<number> {
  const source = await vscodeSource();
  if (source === 'download' && !hasDisplay())
    return spawnSync('xvfb-run', ['-a', ...process.argv], { stdio: 'inherit' }).status ?? 1;
  const cache = cacheFolder(root);
  process.env.EHR_SCHEMA_CACHE = cache;
  const executable = source === 'host' ? hostExecutable(cache) : await downloadAndUnzipVSCode({ cachePath: cache });
  const temporary = mkdtempSync(join(tmpdir(), 'ehr-schema-suite-'));
  try {
    const around = { source, executable, vsix, temporary, extensions: join(temporary, 'extensions') };
    if (vsix) installVsix(around, vsix);
    const wanted = process.env.EHR_SCHEMA_E2E_RUN?.split(',');
    const total = { passed: 0, failed: 0 };
    for (const name of [...RUNS.map(({ suite }) => suite), BY_HAND].filter((one) => !wanted || wanted.includes(one))) {
      const run = RUNS.find(({ suite }) => suite === name);
      const { passed, failed } = run ? await runInVSCode(run, around) : runByHand(around);
      total.passed += passed;
      total.failed += failed;
    }
    return report(total);
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

function report(total: Counts): number {
  const result = process.env.EHR_SCHEMA_E2E_RESULT;
  if (result) writeFileSync(result, JSON.stringify(total));
  if (total.passed + total.failed === 0) console.error('No end-to-end test was found.');
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

/** The counts that a run left; one that ended badly without a failed test counts as one. */
function counts(file: string, succeeded: boolean): Counts {
  let counted: Counts = { passed: 0, failed: 0 };
  try {
    counted = JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch (error) {
    console.error(`The tests left no counts: ${error instanceof Error ? error.message : error}`);
    return { passed: 0, failed: 1 };
  }
  return succeeded || counted.failed > 0 ? counted : { ...counted, failed: 1 };
}

async function runInVSCode(run: SuiteRun, around: Surroundings): Promise<Counts> {
  const { source, executable, vsix, temporary, extensions } = around;
  if (run.onlyInHost && source !== 'host') {
    console.log(`\n${run.suite}: not run, for VS Code's own test runner switches workspace trust off.`);
    return { passed: 0, failed: 0 };
  }
  console.log(`\n${run.suite}:`);
  const folder = join(temporary, run.suite);
  mkdirSync(folder);
  const result = join(folder, 'counts.json');
  const own = [`--user-data-dir=${join(folder, 'user')}`, `--extensions-dir=${extensions}`];
  const succeeded = await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: vsix ? emptyExtension(join(folder, 'empty')) : root,
    extensionTestsPath: join(__dirname, run.suite, 'index.cjs'),
    extensionTestsEnv: { EHR_SCHEMA_E2E_RESULT: result },
    launchArgs: [
      run.prepare(join(root, 'examples/mentalspace'), folder),
      ...own,
      ...run.args,
      ...(vsix ? [] : ['--disable-extensions']),
    ],
  }).then(
    (code) => code === 0,
    () => false,
  );
  return counts(result, succeeded);
}

/** The tests that drive the workbench's page, which is there on Linux only. */
const BY_HAND = 'byHand';

function runByHand({ vsix, temporary, extensions }: Surroundings): Counts {
  if (process.platform !== 'linux') {
    console.log(`\n${BY_HAND}: not run, for the page of the workbench is served on Linux only.`);
    return { passed: 0, failed: 0 };
  }
  console.log(`\n${BY_HAND}:`);
  mkdirSync(extensions, { recursive: true });
  if (!vsix) symlinkSync(root, join(extensions, 'ehr-schema.ehr-schema-0.1.0'));
  const result = join(temporary, `${BY_HAND}.json`);
  const { status } = spawnSync(process.execPath, [join(__dirname, BY_HAND, 'index.cjs'), extensions], {
    stdio: 'inherit',
    env: { ...process.env, EHR_SCHEMA_E2E_RESULT: result },
  });
  return counts(result, status === 0);
}

function hostExecutable(cache: string): string {
  installHost(cache);
  installChromium();
  return join(__dirname, 'executable.cjs');
}

function installVsix({ source, executable, temporary, extensions }: Surroundings, vsix: string): void {
  const command = source === 'host' ? [executable] : resolveCliArgsFromVSCodeExecutablePath(executable);
  // The command line of VS Code itself, and the words that come first.
  const [program, ...words] = command;
  const own = [`--user-data-dir=${join(temporary, 'user')}`, `--extensions-dir=${extensions}`];
  const args = [...words.filter((word) => !/^--(user-data|extensions)-dir/.test(word)), ...own];
  const { status } = spawnSync(program!, [...args, '--install-extension', resolve(vsix), '--force'], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`${vsix} could not be installed`);
}

/** VS Code starts tests only beside an extension under development; this one has nothing in it. */
function emptyExtension(folder: string): string {
  mkdirSync(folder);
  const manifest = { name: 'empty', publisher: 'nobody', version: '0.0.1', engines: { vscode: '*' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

main(process.argv[2]).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
