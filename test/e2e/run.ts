// Runs the end-to-end suite in a real VS Code: downloaded where there is a network, else in a host of our own. With the path
// of a VSIX as its argument, the extension is installed from that; without one it runs from the checkout.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { installChromium, installHost } from './host/install';
import { cacheFolder, hasDisplay, vscodeSource } from './vscode';

const root = resolve(__dirname, '../..');

async function main(vsix: string | undefined): Promise<number> {
  const source = await vscodeSource();
  if (source === 'download' && !hasDisplay())
    return spawnSync('xvfb-run', ['-a', ...process.argv], { stdio: 'inherit' }).status ?? 1;
  const cache = cacheFolder(root);
  process.env.EHR_SCHEMA_CACHE = cache;
  const executable = source === 'host' ? hostExecutable(cache) : await downloadAndUnzipVSCode({ cachePath: cache });
  const temporary = mkdtempSync(join(tmpdir(), 'ehr-schema-suite-'));
  try {
    const folder = join(temporary, 'mentalspace');
    cpSync(join(root, 'examples/mentalspace'), folder, { recursive: true });
    const own = [`--user-data-dir=${join(temporary, 'user')}`, `--extensions-dir=${join(temporary, 'extensions')}`];
    if (vsix)
      installVsix(source === 'host' ? [executable] : resolveCliArgsFromVSCodeExecutablePath(executable), vsix, own);
    return await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: vsix ? emptyExtension(join(temporary, 'empty')) : root,
      extensionTestsPath: join(__dirname, 'suite/index.cjs'),
      launchArgs: [folder, ...own, ...(vsix ? [] : ['--disable-extensions'])],
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

function hostExecutable(cache: string): string {
  installHost(cache);
  installChromium();
  return join(__dirname, 'executable.cjs');
}

/** @param command the command line of VS Code itself, and the words that come first. */
function installVsix(command: readonly string[], vsix: string, own: readonly string[]): void {
  const [program, ...words] = command;
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
