// Bundles the extension, the server and the command into dist/, with the WebAssembly that they load beside them.
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const production = process.argv.includes('--production');

await build({
  absWorkingDir: root,
  entryPoints: { client: 'client/src/extension.ts', server: 'server/src/lsp/main.ts', cli: 'server/src/cli/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode', 'pg-native'],
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
});
await mkdir(`${root}/dist`, { recursive: true });
await copyFile(require.resolve('libpg-query/wasm/libpg-query.wasm'), `${root}/dist/libpg-query.wasm`);
