// Bundles the end-to-end suite, the host and the scripts that drive it into dist/e2e/.
import { chmod, readdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const suite = (await readdir(`${root}/test/e2e/suite`)).filter(
  (file) => file === 'index.ts' || file.endsWith('.test.ts'),
);

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
  entryPoints: suite.map((file) => `test/e2e/suite/${file}`),
  outdir: 'dist/e2e/suite',
});
await build({
  ...common,
  entryPoints: ['test/e2e/run.ts', 'test/e2e/open.ts', 'test/e2e/pictures.ts', 'test/e2e/host/executable.ts'],
  entryNames: '[name]',
  banner: { js: '#!/usr/bin/env node' },
  outdir: 'dist/e2e',
});
await chmod(`${root}/dist/e2e/executable.cjs`, 0o755);
