import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { beforeAll, describe, expect, test } from 'vitest';
import { linterOf } from '../../../../test/harness/typescript';
import { parseTypeScript } from '../../languages/typescript/parser';
import { builtSql } from '../../languages/typescript/rawSql';
import { repeatedReads } from '../../languages/typescript/repeatedReads';
import { SourceTree } from '../../languages/typescript/tree';
import type { AnyRule } from '../contexts';
import { noTokens } from '../phi/no-tokens';
import { notText } from '../phi/not-text';
import { unknownField } from '../phi/unknown-field';
import { unknownModel } from '../phi/unknown-model';
import { nPlusOne } from './n-plus-one';
import { rawSql } from './raw-sql';

const root = fileURLToPath(new URL('../../../../node_modules/', import.meta.url));
const rules: readonly AnyRule[] = [rawSql, nPlusOne, noTokens, unknownModel, unknownField, notText];

/** The sources of libraries that have nothing to do with Prisma, by path. */
const sources = new Map<string, string>();

beforeAll(async () => {
  const paths = globSync(
    ['{@azure,@secretlint,@textlint,chevrotain,cheerio,parse5,ajv,vitest}/**/*.{ts,tsx,mts,cts,js,mjs,cjs}'],
    { cwd: root },
  );
  for (const path of paths) sources.set(`/repository/${path}`, await readFile(root + path, 'utf8'));
});

describe('over the TypeScript of real libraries', () => {
  test('nothing is reported, in under a millisecond a file', () => {
    expect(sources.size).toBeGreaterThan(1000);
    const linter = linterOf(rules, Object.fromEntries(sources));
    const paths = [...sources.keys()];
    const start = performance.now();
    const findings = paths.flatMap((path) => linter.check(path));
    const perFile = (performance.now() - start) / paths.length;
    expect(findings).toEqual([]);
    expect(perFile).toBeLessThan(1);
  });

  test('whatever is parsed is read without a throw and without a finding', () => {
    let parsed = 0;
    for (const [path, text] of [...sources].filter((_, index) => index % 10 === 0)) {
      const file = text.length < 100_000 ? parseTypeScript(path, text) : undefined;
      if (!file) continue;
      parsed++;
      const tree = new SourceTree(text, file);
      expect([builtSql(tree), repeatedReads(tree)]).toEqual([[], []]);
    }
    expect(parsed).toBeGreaterThan(100);
  });
});
