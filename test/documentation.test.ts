import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type ParseError, parse as parseJson, printParseErrorCode } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../server/src/core/configurationReader';
import { RULES } from '../server/src/rules/registry';
import { ROOT } from './harness/bundle';
import { blocks, PAGES } from './harness/documentation';

/** How the server is started, wherever a page says it. */
const COMMAND = ['npx', 'ehr-schema', 'lsp', '--stdio'];

const hasNeovim = spawnSync('nvim', ['--version']).status === 0;

describe('what the pages tell a person to write', () => {
  it.each(blocks('jsonc'))('a configuration that is understood: $page', ({ text }) => {
    const { faults } = readConfiguration(text, '/project', RULES);
    expect(faults).toEqual([]);
  });

  it.each(blocks('toml'))('Helix: keys of its documentation, and a server for each name: $page', ({ text }) => {
    const { language, 'language-server': servers, ...others } = parseToml(text) as unknown as HelixLanguages;
    expect(others).toEqual({});
    const { command, args, ...rest } = servers['ehr-schema']!;
    expect([command, ...args]).toEqual(COMMAND);
    expect(rest).toEqual({});
    for (const { name, 'language-servers': names, ...unknown } of language) {
      expect(unknown).toEqual({});
      expect(HELIX_LANGUAGES).toContain(name);
      expect(names).toContain('ehr-schema');
      expect(names.filter((one) => !(one in servers) && !HELIX_SERVERS.includes(one))).toEqual([]);
    }
  });

  it.each(blocks('json'))('Zed: settings without a fault, and servers by name: $page', ({ text }) => {
    const errors: ParseError[] = [];
    const { lsp, languages } = parseJson(text, errors) as ZedSettings;
    expect(errors.map(({ error }) => printParseErrorCode(error))).toEqual([]);
    const { path, arguments: words } = lsp['ehr-schema']!.binary;
    expect([path, ...words]).toEqual(COMMAND);
    for (const { language_servers: names } of Object.values(languages)) expect(names).toContain('ehr-schema');
  });

  it.runIf(hasNeovim).each(blocks('lua'))('Neovim: Lua that loads: $page', ({ text }) => {
    const check = `lua assert(loadstring(${JSON.stringify(text)}))`.replaceAll('\n', ' ');
    const output = execFileSync('nvim', ['--headless', '--clean', '-c', check, '-c', 'q'], { encoding: 'utf8' });
    expect(output).toBe('');
    expect(text).toContain(`cmd = { ${COMMAND.map((word) => `'${word}'`).join(', ')} }`);
  });

  it.each([...PAGES, 'CONTRIBUTING.md'])('links and pictures that are there: %s', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => join(dirname(page), target!));
    expect(targets.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });
});

/** Names of Helix's own languages.toml. */
const HELIX_LANGUAGES = ['sql', 'prisma', 'typescript', 'tsx', 'javascript', 'jsx'];
const HELIX_SERVERS = ['prisma-language-server', 'typescript-language-server'];

interface HelixLanguages {
  readonly language: readonly { readonly name: string; readonly 'language-servers': readonly string[] }[];
  readonly 'language-server': Readonly<Record<string, { readonly command: string; readonly args: readonly string[] }>>;
}

interface ZedSettings {
  readonly lsp: Readonly<
    Record<string, { readonly binary: { readonly path: string; readonly arguments: readonly string[] } }>
  >;
  readonly languages: Readonly<Record<string, { readonly language_servers: readonly string[] }>>;
}
