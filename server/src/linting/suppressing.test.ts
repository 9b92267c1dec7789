import { beforeAll, describe, expect, it } from 'vitest';
import { loadTestParser } from '../../../test/harness/parser';
import { DEFAULT_CONFIGURATION } from '../core/configuration';
import { applyEdits } from '../core/edit';
import type { Tools } from '../core/tools';
import { createLinter } from '../host/createLinter';
import { Linter } from '../linter';
import type { AnyRule } from '../rules/contexts';
import { reason } from '../rules/suppression/reason';
import { unused } from '../rules/suppression/unused';
import { Workspace } from '../workspace/workspace';

const DOCS = { summary: '', why: '', source: '', bad: [], good: [], whenOff: '' };

/** Reports every `x` of a document, whatever its language. */
function letterRule(id: string, letter: string): AnyRule {
  const check = ({
    text,
    report,
  }: {
    text: string;
    report(report: { at: { start: number; end: number }; message: string }): void;
  }) => {
    for (const { index } of text.matchAll(new RegExp(letter, 'g')))
      report({ at: { start: index, end: index + 1 }, message: letter });
  };
  return { id, severity: 'error', docs: DOCS, options: {}, checks: { sql: check, prisma: check, typescript: check } };
}

const RULES = [letterRule('test/x', 'X'), letterRule('test/y', 'Y'), unused, reason];
let tools: Tools;

beforeAll(async () => {
  tools = { sql: await loadTestParser() };
});

function linterOf(path: string, text: string): Linter {
  const workspace = new Workspace(() => DEFAULT_CONFIGURATION);
  workspace.set(path, text);
  return new Linter(workspace, tools, RULES);
}

/** What is reported: the rule and the words. */
function reported(path: string, text: string): readonly string[] {
  return linterOf(path, text)
    .check(path)
    .map(({ rule, span }) => `${rule} ${text.slice(span.start, span.end)}`);
}

describe('a suppression in SQL', () => {
  it.each([
    ['covers the next statement only', '-- ehr-schema-ignore test/x: why\nSELECT X,\n  X;\nSELECT X;', ['test/x X']],
    ['hides only the rules it names', '-- ehr-schema-ignore test/x: why\nSELECT X, Y;', ['test/y Y']],
    ['can name several', '-- ehr-schema-ignore test/x, test/y: why\nSELECT X, Y;', []],
    ['can cover the file', 'SELECT X;\n-- ehr-schema-ignore-file test/x: why\nSELECT X;', []],
    [
      'behind code covers its own statement',
      'SELECT X,\n X; -- ehr-schema-ignore test/x: why\nSELECT X;',
      ['test/x X'],
    ],
    ['inside a statement covers the next line', 'SELECT\n  -- ehr-schema-ignore test/x: why\n  X,\n  X;', ['test/x X']],
    [
      'inside a DO block covers the next inner statement',
      'DO $$\nBEGIN\n  -- ehr-schema-ignore test/x: why\n  DROP TABLE X;\n  DROP TABLE X;\nEND $$;',
      ['test/x X'],
    ],
    [
      'before a DO block covers all of it',
      '-- ehr-schema-ignore test/x: why\nDO $$\nBEGIN\n  DROP TABLE X;\nEND $$;',
      [],
    ],
    ['that hides nothing is reported', '-- ehr-schema-ignore test/x: why\nSELECT 1;', ['suppression/unused test/x']],
    [
      'without a reason is reported',
      '-- ehr-schema-ignore test/x\nSELECT X;',
      ['suppression/reason -- ehr-schema-ignore test/x'],
    ],
    ['of an unknown rule is reported', '-- ehr-schema-ignore test/z: why\nSELECT 1;', ['suppression/unused test/z']],
    [
      'without a rule is reported',
      '-- ehr-schema-ignore: why\nSELECT X;',
      ['suppression/unused -- ehr-schema-ignore: why', 'test/x X'],
    ],
    ['keeps to CRLF', '-- ehr-schema-ignore test/x: why\r\nSELECT X;\r\nSELECT X;', ['test/x X']],
    ['may be half-typed', '-- ehr-schema-ignor test/x\nSELECT X;', ['test/x X']],
  ])('%s', (_, text, expected) => {
    expect(reported('/r/m.sql', text)).toEqual(expected);
  });
});

describe('a suppression in Prisma', () => {
  it.each([
    ['covers the next field', 'model A {\n  // ehr-schema-ignore test/x: why\n  X Int\n  X Int\n}', ['test/x X']],
    ['covers the next model', '// ehr-schema-ignore test/x: why\nmodel A {\n  X Int\n}\nmodel X {\n}', ['test/x X']],
    ['stands above other comments', '// ehr-schema-ignore test/x: why\n/// A doc\nmodel A {\n  X Int\n}', []],
    [
      'behind a field covers that field',
      'model A {\n  X Int // ehr-schema-ignore test/x: why\n  X Int\n}',
      ['test/x X'],
    ],
  ])('%s', (_, text, expected) => {
    expect(reported('/r/schema.prisma', text)).toEqual(expected);
  });
});

describe('a suppression in TypeScript', () => {
  it.each([
    ['covers the next statement', '// ehr-schema-ignore test/x: why\nawait f(\n  X,\n);\nX;', ['test/x X']],
    [
      'covers the next property',
      'const l = {\n  // ehr-schema-ignore test/x: why\n  a: [\n    X,\n  ],\n  b: X,\n};',
      ['test/x X'],
    ],
    ['covers the next line of broken code', '// ehr-schema-ignore test/x: why\nX = {\nX', ['test/x X']],
  ])('%s', (_, text, expected) => {
    expect(reported('/r/a.ts', text)).toEqual(expected);
  });
});

describe('the quick fix that writes a suppression', () => {
  it.each([
    ['/r/m.sql', 'BEGIN;\nSELECT 1, X;\n', 'BEGIN;\n-- ehr-schema-ignore test/x: \nSELECT 1, X;\n'],
    ['/r/m.sql', 'BEGIN; SELECT\r\n X;\r\n', 'BEGIN; \r\n-- ehr-schema-ignore test/x: \r\nSELECT\r\n X;\r\n'],
    [
      '/r/m.sql',
      'DO $$\nBEGIN\n  DROP TABLE X;\nEND $$;',
      'DO $$\nBEGIN\n  -- ehr-schema-ignore test/x: \n  DROP TABLE X;\nEND $$;',
    ],
    ['/r/schema.prisma', 'model A {\n\tX Int\n}', 'model A {\n\t// ehr-schema-ignore test/x: \n\tX Int\n}'],
    ['/r/a.ts', `f(\`\n\${X}\`);`, `// ehr-schema-ignore test/x: \nf(\`\n\${X}\`);`],
  ])('%s: %j', (path, text, expected) => {
    const linter = linterOf(path, text);
    const [finding] = linter.check(path);
    const [here, everywhere] = linter.ignoring(path, [finding!]).get(finding!)!;
    expect(here!.safe).toBe(false);
    expect(applyEdits(text, here!.edits)).toBe(expected);
    for (const repair of [here!, everywhere!]) {
      linter.workspace.set(path, applyEdits(text, repair.edits));
      expect(linter.check(path).map(({ rule }) => rule)).toEqual(['suppression/reason']);
    }
  });
});

it('every rule of ours is known to the linter that the host makes', async () => {
  const linter = await createLinter();
  expect(linter.rules.map(({ id }) => id)).toContain('suppression/unused');
});
