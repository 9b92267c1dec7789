import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SERVER = join(ROOT, 'server/src');

/** The rooms of the server and the rooms that each may reach into, beside itself. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  languages: ['core'],
  rerun: ['languages', 'core'],
  workspace: ['rerun', 'languages', 'core'],
  repairs: ['workspace', 'rerun', 'languages', 'core'],
  rules: ['repairs', 'workspace', 'rerun', 'languages', 'core'],
  linting: ['rules', 'repairs', 'workspace', 'rerun', 'languages', 'core'],
  'linter.ts': ['linting', 'rules', 'repairs', 'workspace', 'rerun', 'languages', 'core'],
  prove: ['languages', 'core'],
  host: ['linter.ts', 'linting', 'prove', 'rules', 'workspace', 'languages', 'core'],
  lsp: ['host', 'linter.ts', 'linting', 'rules', 'workspace', 'languages', 'core'],
  cli: ['lsp', 'host', 'prove', 'linter.ts', 'linting', 'rules', 'workspace', 'languages', 'core'],
};

/** Rooms within a room that point one way too; the files beside them stand on all of them. */
const INNER_ROOMS: Readonly<Record<string, readonly string[]>> = {
  'rerun/reading': [],
  'rerun/catalog': ['rerun/reading'],
  'rerun/effects': ['rerun/catalog', 'rerun/reading'],
  'rerun/execution': ['rerun/effects', 'rerun/catalog', 'rerun/reading'],
  'rerun/stops': ['rerun/execution', 'rerun/catalog', 'rerun/reading'],
  'prove/database': [],
  'prove/catalog': ['prove/database'],
  'prove/rows': ['prove/catalog', 'prove/database'],
};

/** From core to the linter nothing may touch the file system, the process or VS Code. */
const PURE = new Set(['core', 'languages', 'rerun', 'workspace', 'repairs', 'rules', 'linting', 'linter.ts']);

const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('.d.ts'),
);

describe('imports', () => {
  test.each(files)('%s points one way', (file) => {
    const room = roomOf(join(SERVER, file));
    expect(Object.keys(ROOMS), `no room ${room}`).toContain(room);
    for (const target of importsOf(file)) {
      if (!target.startsWith('.')) {
        if (PURE.has(room)) expect(target, 'a pure room imports the outside').not.toMatch(/^(node:|vscode)/);
        continue;
      }
      const reached = roomOf(resolve(SERVER, dirname(file), target));
      if (reached !== room) expect(ROOMS[room], `${room} imports ${target}`).toContain(reached);
    }
  });

  test.each(Object.entries(INNER_ROOMS))('%s stands on nothing but %j', (inner, below) => {
    const within = files.filter((file) => file.startsWith(`${inner}/`));
    expect(within).not.toEqual([]);
    for (const file of within) {
      for (const target of importsOf(file).filter((name) => name.startsWith('.'))) {
        const reached = dirname(relative(SERVER, resolve(SERVER, dirname(file), target)));
        if (roomOf(join(SERVER, reached)) === roomOf(join(SERVER, inner)))
          expect([inner, ...below], `${file} imports ${target}`).toContain(reached);
      }
    }
  });

  test('the client speaks to the server by protocol alone', () => {
    const client = join(ROOT, 'client/src');
    for (const file of readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    )) {
      const text = readFileSync(join(client, file), 'utf8');
      for (const [, target] of text.matchAll(/^(?:import|export) (?!type)[^'"]*?from '(\.[^']+)'/gms))
        expect(relative(ROOT, resolve(client, dirname(file), target!)), file).toMatch(
          /^client\/|^server\/src\/prove\/|protocol$/,
        );
    }
  });
});

function roomOf(path: string): string {
  const [first = ''] = relative(SERVER, path).split('/');
  return first === 'linter' ? 'linter.ts' : first;
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(SERVER, file), 'utf8');
  return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*'([^']+)'|import\('([^']+)'\)/g)].map(
    ([, from, dynamic]) => from ?? dynamic!,
  );
}
