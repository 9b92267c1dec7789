import { describe, expect, test } from 'vitest';
import { readNameLists } from './fieldLists';
import { parseTypeScript } from './parser';
import { SourceTree } from './tree';

/** Of `Prisma.ModelName.A` the A. */
function lastWord(text: string): string {
  return text.slice(text.lastIndexOf('.') + 1);
}

function read(text: string, path = '/phiEncryption.ts') {
  const file = parseTypeScript(path, text);
  const lists = file && readNameLists(new SourceTree(text, file), 'LIST');
  for (const { span, key, names } of lists?.entries ?? []) {
    expect(lastWord(text.slice(span.start, span.end))).toBe(key);
    for (const { span: at, name } of names) expect(lastWord(text.slice(at.start, at.end)).toLowerCase()).toBe(name);
  }
  return lists && Object.fromEntries(lists.entries.map(({ key, names }) => [key, names.map(({ name }) => name)]));
}

describe('a list of names', () => {
  test.each([
    "const LIST = { A: ['x', 'y'], B: [] };",
    'export const LIST: Record<string, string[]> = { \'A\': ["x", `y`], B: [] };',
    "const LIST = { A: ['x', 'y'], B: [] } as const satisfies Lists;",
    "const LIST = <const>{ A: ['x', 'y'], B: [] };",
    "export const LIST = Object.freeze({ A: Object.freeze(['x', 'y'] as const), B: [] });",
    "const BOTH = ['x', 'y'] as const;\nconst LIST = { A: BOTH, B: [] };",
    "const LIST = { A: [...FIRST, 'y'], B: [] };\nconst FIRST = ['x'];",
    "const BASE = { A: ['wrong'] };\nconst LIST = { ...BASE, A: ['x', 'y'], B: [] };",
    "const BASE = { A: ['x', 'y'] };\nconst LIST = { ...BASE, ...ELSEWHERE, B: [] };",
    "const A = 'A', X = 'x';\nconst LIST = { [A]: [X, 'y'], B: [] };",
    'const LIST = { [Prisma.ModelName.A]: [Prisma.AScalarFieldEnum.x, Prisma.AScalarFieldEnum.y], B: [] };',
    "const LIST = { A: new Set(['x', 'y']), B: new Set([]) };",
    "class Phi { static readonly LIST = { A: ['x', 'y'], B: [] }; }",
    "\uFEFF// 🩺\r\nconst LIST = {\r\n  // a comment\r\n  A: [\r\n    'x', // why\r\n    /* and */ 'y',\r\n  ],\r\n  B: [],\r\n};\r\n",
  ])('is read from %s', (text) => {
    expect(read(text)).toEqual({ A: ['x', 'y'], B: [] });
  });

  test('is read from JavaScript', () => {
    expect(read("module.exports.LIST = { A: ['x', 'y'] };", '/phiEncryption.js')).toEqual({ A: ['x', 'y'] });
  });

  test.each([
    '',
    'const OTHER = {};',
    'const LIST = load();',
    'const LIST = LIST;',
    "const LIST = { A: ['x'",
    'const \0',
  ])('is not read from %j', (text) => {
    expect(read(text)).toBeUndefined();
  });

  test('passes over what it cannot read', () => {
    expect(read("const LIST = { A: [...A, x(), 'y', , 1], B: load(), ...LIST, C() {} };\nconst A = [...A];")).toEqual({
      A: ['y'],
      B: [],
    });
  });
});
