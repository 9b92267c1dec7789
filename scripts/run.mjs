// Runs a TypeScript file of the project with Node: node scripts/run.mjs test/corpus/main.ts [arguments]
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { bundleAliases } from './aliases.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [entry, ...rest] = process.argv.slice(2);
// Beside node_modules, so that packages that stay outside the bundle are found.
const folder = mkdtempSync(join(root, 'node_modules', '.run-'));
const outfile = join(folder, 'main.mjs');
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
await build({
  entryPoints: [join(root, entry)],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Packages written as CommonJS ask for what an ES module does not have.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; import { fileURLToPath as __toPath } from 'node:url'; const require = __createRequire(import.meta.url); const __filename = __toPath(import.meta.url); const __dirname = __toPath(new URL('.', import.meta.url));",
  },
  alias: bundleAliases,
  outfile,
  logLevel: 'warning',
});
process.argv = [process.argv[0], entry, ...rest];
await import(pathToFileURL(outfile).href);
