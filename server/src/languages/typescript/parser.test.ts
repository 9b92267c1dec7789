// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are TypeScript.
import { expect, test } from 'vitest';
import { parseTypeScript } from './parser';
import { spanOf } from './tree';

test('offsets are UTF-16, behind a BOM and an emoji too', () => {
  const text = "\uFEFFconst a = '🩺';\r\nconst b = 1;\r\n";
  const last = parseTypeScript('/a.ts', text)?.program.body.at(-1);
  expect(last && text.slice(spanOf(last).start, spanOf(last).end)).toBe('const b = 1;');
});

test.each([
  ['/a.ts', 'class A { constructor(@Inject() private readonly db: Db) {} }'],
  ['/a.tsx', 'const a = <p>{x as string}</p>;'],
  ['/a.jsx', 'const a = <p>{x}</p>;'],
  ['/a.cts', 'import x = require("x"); export = x;'],
  ['/a.mjs', 'const a = await b; export { a };'],
  ['/a.js', 'module.exports = 1; return;'],
])('%s is read: %s', (path, text) => {
  expect(parseTypeScript(path, text)).toBeDefined();
});

test.each([
  'const a = {',
  "const a = 'x",
  'const a = `${',
  '\0',
  'const a\0 = 1',
  `${'('.repeat(100_000)}`,
  `${'[{a:'.repeat(20_000)}`,
])('what is too broken has no tree, and nothing is thrown (%#)', (text) => {
  expect(parseTypeScript('/a.ts', text)).toBeUndefined();
});

test('a text of more than a megabyte is not parsed', () => {
  expect(parseTypeScript('/a.ts', `const a = '${'x'.repeat(1_000_000)}';`)).toBeUndefined();
});
