import { beforeAll, describe, expect, it } from 'vitest';
import { loadTestParser } from '../../test/harness/parser';
import { readConfiguration } from './core/configurationReader';
import type { Report } from './core/finding';
import type { Tools } from './core/tools';
import { Linter } from './linter';
import { valid } from './rules/configuration/valid';
import type { AnyRule } from './rules/contexts';
import { Workspace } from './workspace/workspace';

const DOCS = { summary: '', why: '', source: '', bad: [], good: [], whenOff: '' };
const OPTIONS = { by: { description: 'What an `a` becomes.', default: 'b' } };

/** Marks every `a`, and makes a `b` of it. */
const letters: AnyRule = {
  id: 'test/letters',
  severity: 'warning',
  docs: DOCS,
  options: OPTIONS,
  checks: {
    sql({ text, options, report }) {
      for (const { index } of text.matchAll(/a/g)) report(letterReport(index, String(options.by)));
    },
  },
};

function letterReport(start: number, text: string): Report {
  const edit = { start, end: start + 1, text };
  return { at: edit, message: 'An a.', repairs: [{ title: `Write ${text}`, safe: true, edits: [edit] }] };
}

const broken: AnyRule = {
  id: 'test/broken',
  severity: 'error',
  docs: DOCS,
  options: {},
  checks: {
    sql() {
      throw new Error('broken');
    },
  },
};

const MIGRATION = '/r/migrations/20260102_b/migration.sql';
let tools: Tools;

beforeAll(async () => {
  tools = { sql: await loadTestParser() };
});

function linterOf(
  files: Record<string, string>,
  rules: readonly AnyRule[] = [letters, valid],
  onFault?: () => void,
): Linter {
  const workspace = new Workspace((text, root) => readConfiguration(text, root, rules).configuration);
  for (const [path, text] of Object.entries(files)) workspace.set(path, text);
  return new Linter(workspace, tools, rules, onFault);
}

describe('check', () => {
  it('goes by the configuration above the file', () => {
    const configuration = (text: string) =>
      linterOf({ [MIGRATION]: 'a', '/r/ehr-schema.config.json': text }).check(MIGRATION);
    expect(configuration('{}')).toMatchObject([{ severity: 'warning' }]);
    expect(configuration('{ "rules": { "test/letters": "error" } }')).toMatchObject([{ severity: 'error' }]);
    expect(configuration('{ "rules": { "test/letters": "off" } }')).toEqual([]);
    expect(configuration('{ "rules": { "test/letters": ["info", { "by": "c" }] } }')).toMatchObject([
      { severity: 'info', repairs: [{ title: 'Write c' }] },
    ]);
  });

  it('says nothing of migrations up to the baseline, and everything of those behind it', () => {
    const check = (baseline: string) =>
      linterOf({ [MIGRATION]: 'a', '/r/ehr-schema.config.json': `{ "baseline": "${baseline}" }` }).check(MIGRATION);
    expect(check('20260101_a')).toHaveLength(1);
    expect(check('20260102_b')).toEqual([]);
    expect(check('20260103_c')).toEqual([]);
  });

  it('marks the faults of a configuration, whatever that configuration says', () => {
    const path = '/r/ehr-schema.config.json';
    const text = '{ "rules": { "configuration/valid": "off" }, "x": 1 }';
    expect(linterOf({ [path]: text }).check(path)).toMatchObject([{ rule: 'configuration/valid', severity: 'error' }]);
  });

  it('leaves it to the host what to do when a rule throws, and runs the others', () => {
    expect(() => linterOf({ [MIGRATION]: 'a' }, [broken, letters]).check(MIGRATION)).toThrow('broken');
    const faults: unknown[] = [];
    const linter = linterOf({ [MIGRATION]: 'a' }, [broken, letters], (...fault: unknown[]) => faults.push(fault));
    expect(linter.check(MIGRATION)).toHaveLength(1);
    expect(faults).toEqual([['test/broken', MIGRATION, new Error('broken')]]);
  });

  it('gives the very same findings until something changes', () => {
    const linter = linterOf({ [MIGRATION]: 'a' });
    const findings = linter.check(MIGRATION);
    expect(linter.check(MIGRATION)).toBe(findings);
    linter.workspace.set(MIGRATION, 'aa');
    expect(linter.check(MIGRATION)).toHaveLength(2);
  });

  it('has nothing to say of files that it does not know', () => {
    expect(linterOf({}).check('/r/none.sql')).toEqual([]);
    expect(linterOf({}).check('/r/notes.txt')).toEqual([]);
  });
});

describe('fix', () => {
  it('applies every safe repair and leaves the workspace as it was', () => {
    const linter = linterOf({ [MIGRATION]: 'xaxa' });
    expect(linter.fix(MIGRATION)).toEqual(new Map([[MIGRATION, 'xbxb']]));
    expect(linter.workspace.text(MIGRATION)).toBe('xaxa');
  });

  it('applies only what is wanted', () => {
    expect(linterOf({ [MIGRATION]: 'xaxa' }).fix(MIGRATION, ({ span }) => span.start > 1)).toEqual(
      new Map([[MIGRATION, 'xaxb']]),
    );
  });

  it('leaves merged migrations alone, and their repairs say why', () => {
    const linter = linterOf({ [MIGRATION]: 'a' });
    linter.workspace.setMerged('/r', [MIGRATION]);
    expect(linter.fix(MIGRATION)).toEqual(new Map());
    expect(linter.check(MIGRATION)[0]!.repairs).toMatchObject([
      { safe: false, title: expect.stringContaining('merged') },
    ]);
  });

  it('comes to rest where a repair makes a new finding', () => {
    const linter = linterOf({
      [MIGRATION]: 'a',
      '/r/ehr-schema.config.json': '{ "rules": { "test/letters": ["error", { "by": "aa" }] } }',
    });
    expect(linter.fix(MIGRATION).get(MIGRATION)).toMatch(/^a+$/);
  });
});
