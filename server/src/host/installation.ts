import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder of the bundle, or of this file when it runs from source. */
const HERE = __dirname;

/** The WebAssembly of PostgreSQL's parser: beside the bundle, or in its package when run from source. */
export function sqlParserFile(): string {
  const bundled = join(HERE, 'libpg-query.wasm');
  return existsSync(bundled) ? bundled : createRequire(join(HERE, 'x')).resolve('libpg-query/wasm/libpg-query.wasm');
}

/** The folder of PGlite's files: the bundle's own, or its package's when run from source. */
export function pgliteFolder(): string {
  if (existsSync(join(HERE, 'pglite.wasm'))) return HERE;
  return dirname(createRequire(join(HERE, 'x')).resolve('@electric-sql/pglite'));
}

/** The bundled program that runs migrations in a process of its own. */
export function proveProgram(): string {
  return join(HERE, 'prove.cjs');
}

/** The bundled program of the commands that people type. */
export function commandProgram(): string {
  return join(HERE, 'command.cjs');
}

/** The bundled program that serves an editor. */
export function serverProgram(): string {
  return join(HERE, 'server.cjs');
}

/** The bundled program of the thread that the language server thinks in. */
export function serverThreadProgram(): string {
  return join(HERE, 'thread.cjs');
}

/** The bundled program of the thread that Prisma's validator runs in. */
export function validatorProgram(): string {
  return join(HERE, 'validator.cjs');
}

/** The nearest folder upwards that holds our package.json: the installed package, the extension, or the checkout. */
export function packageFolder(): string {
  for (let folder = HERE; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || folder === dirname(folder)) return folder;
  }
}

/** The docs page of a rule as it lies in the installed package, or undefined when the package came without it. */
export function docsPage(rule: string): string | undefined {
  const page = join(packageFolder(), 'docs', 'rules', `${rule}.md`);
  return existsSync(page) ? page : undefined;
}

/** What names this build of the program, or undefined when it runs from source: of that nobody knows when it changes. */
export function build(): string | undefined {
  if (!__filename.endsWith('.cjs')) return undefined;
  return createHash('sha1').update(version()).update(readFileSync(__filename)).digest('hex');
}

/** The version in our package.json. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
