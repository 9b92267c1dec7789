// Bundles the end-to-end suites, the host and the scripts that drive them into dist/e2e/.
import { chmod, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The folders of tests: the first ones run in VS Code's extension host, the last one drives the workbench's page. */
const SUITES = ['suite', 'multiRoot', 'restricted', 'byHand'];

/** What is bundled of a folder: its tests, and the program that runs them, which the extension host's folders share. */
async function entriesOf(suite) {
  const files = await readdir(`${root}/test/e2e/${suite}`);
  const tests = files.filter((file) => file.endsWith('.test.ts')).map((file) => file.slice(0, -'.ts'.length));
  const index = files.includes('index.ts') ? `test/e2e/${suite}/index.ts` : 'test/e2e/suite/index.ts';
  return [
    { in: index, out: `${suite}/index` },
    ...tests.map((name) => ({ in: `test/e2e/${suite}/${name}.ts`, out: `${suite}/${name}` })),
  ];
}

const common = {
  absWorkingDir: root,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  external: ['vscode'],
  sourcemap: 'inline',
  logLevel: 'warning',
};
// A test that was taken away must not run from an earlier build.
await rm(`${root}/dist/e2e`, { recursive: true, force: true });
await build({
  ...common,
  entryPoints: (await Promise.all(SUITES.map(entriesOf))).flat(),
  outdir: 'dist/e2e',
});
await build({
  ...common,
  entryPoints: ['test/e2e/run.ts', 'test/e2e/open.ts', 'test/e2e/pictures.ts', 'test/e2e/host/executable.ts'],
  entryNames: '[name]',
  banner: { js: '#!/usr/bin/env node' },
  outdir: 'dist/e2e',
});
await chmod(`${root}/dist/e2e/executable.cjs`, 0o755);
