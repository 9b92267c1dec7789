// Bundles the extension, the server and the command into dist/, with the WebAssembly that they load beside them.
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleAliases } from './aliases.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const production = process.argv.includes('--production');
const outdir = process.argv.find((word) => word.startsWith('--outdir='))?.slice('--outdir='.length) ?? `${root}/dist`;

/** Libraries that are loaded late, by the file that each is in: what a start does not need is not even compiled then. */
const late = {
  'babel-parser': 'node_modules/@babel/parser/lib/index.js',
  'prisma-ast': 'node_modules/@mrleebo/prisma-ast/dist/prisma-ast.esm.js',
};
const apart = {
  name: 'apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\.\/node_modules\// }, ({ path }) => {
      const found = Object.entries(late).find(([, library]) => path.endsWith(library));
      return found && { path: `./${found[0]}.cjs`, external: true };
    }),
};
const options = {
  absWorkingDir: root,
  outdir,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Packages written as ES modules ask for their own address.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  external: ['vscode', 'pg-native'],
  alias: bundleAliases,
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
};
const programs = {
  client: 'client/src/extension.ts',
  server: 'server/src/lsp/main.ts',
  thread: 'server/src/lsp/threads/start.ts',
  engine: 'server/src/lsp/threads/thread.ts',
  validator: 'server/src/lsp/threads/validator.ts',
  cli: 'server/src/cli/main.ts',
  command: 'server/src/cli/command.ts',
  prove: 'server/src/cli/verify/process.ts',
};
await build({ ...options, entryPoints: programs, plugins: [apart] });
await build({ ...options, entryPoints: late });
await mkdir(outdir, { recursive: true });
await copyFile(require.resolve('libpg-query/wasm/libpg-query.wasm'), `${outdir}/libpg-query.wasm`);
const prisma = require.resolve('@prisma/prisma-schema-wasm');
await copyFile(prisma, `${outdir}/prisma_schema_build.cjs`);
await copyFile(prisma.replace(/\.js$/, '_bg.wasm'), `${outdir}/prisma_schema_build_bg.wasm`);
// PostgreSQL as WebAssembly, and the extensions that CREATE EXTENSION finds there.
const pglite = dirname(require.resolve('@electric-sql/pglite'));
for (const name of await readdir(pglite))
  if (/^(?:pglite\.wasm|pglite\.data|initdb\.wasm|.*\.tar\.gz)$/.test(name))
    await copyFile(`${pglite}/${name}`, `${outdir}/${name}`);
