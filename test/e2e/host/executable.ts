// Stands in for the desktop's executable: takes the command line that runTests of @vscode/test-electron gives to VS Code,
// runs the suite in VS Code's own extension host, and ends with its exit code.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installHost } from './install';
import { runSuite } from './runSuite';

const HOST_COMMANDS = /^--(install-extension|uninstall-extension|list-extensions|version|help)\b/;

async function main(args: readonly string[]): Promise<number> {
  const host = installHost(process.env.EHR_SCHEMA_CACHE ?? '.cache');
  if (args.some((arg) => HOST_COMMANDS.test(arg))) {
    const server = join(host.code, 'out/server-main.js');
    const wanted = args.filter((arg) => arg !== '--no-sandbox');
    const env = { EXTENSIONS_GALLERY: '{}', ...process.env };
    const { status } = spawnSync(host.node, [server, '--accept-server-license-terms', ...wanted], {
      stdio: 'inherit',
      env,
    });
    return status ?? 1;
  }
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      extensionDevelopmentPath: { type: 'string', multiple: true },
      extensionTestsPath: { type: 'string' },
      'user-data-dir': { type: 'string' },
      'extensions-dir': { type: 'string' },
      'folder-uri': { type: 'string' },
    },
  });
  const text = (value: unknown) => (typeof value === 'string' ? pathOf(value) : undefined);
  return runSuite(host, {
    folder: text(values['folder-uri']) ?? positionals[0],
    extensionPaths: ((values.extensionDevelopmentPath ?? []) as string[]).map(pathOf),
    testsPath: text(values.extensionTestsPath)!,
    dataDir: text(values['user-data-dir']),
    extensionsDir: text(values['extensions-dir']),
    disableExtensions: args.includes('--disable-extensions'),
    workspaceTrust: args.includes('--ask-for-trust'),
  });
}

function pathOf(address: string): string {
  return address.startsWith('file:') ? fileURLToPath(address) : address;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
