import publishedSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { FORMATS, type FormatName } from '../../server/src/cli/formats/all';
import type { CheckReport } from '../../server/src/cli/report';
import { createLinter } from '../../server/src/host/createLinter';
import { exampleFiles } from '../parity/examples';

/** A message that every format has to escape, in a file whose name has to be escaped as well. */
const HOSTILE = { path: '/project/a b/%"<&>:,ü.sql', text: 'DROP TABLE "a";\r\n-- \u0007 😀 half \ud83d\n' };

let report: CheckReport;
let found: number;

beforeAll(async () => {
  const linter = await createLinter();
  const texts = Object.entries(exampleFiles()).map(([path, text]) => ({ path: `/project/${path}`, text }));
  for (const { path, text } of texts) linter.workspace.set(path, text);
  const finding = {
    rule: 'sql/drop',
    severity: 'error' as const,
    message: 'A "second" run <stops>, & 100 % of it:\n\u0007 😀 half \ud83d',
    span: { start: 0, end: HOSTILE.text.length },
    repairs: [{ title: 'Write <IF EXISTS>', safe: true, edits: [{ start: 11, end: 11, text: 'IF EXISTS ' }] }],
    related: [{ start: 0, end: 4, message: 'Here' }],
  };
  const files = [
    ...texts.map((file) => ({ ...file, findings: linter.check(file.path) })),
    { ...HOSTILE, findings: [finding] },
  ];
  found = files.reduce((sum, { findings }) => sum + findings.length, 0);
  const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? '';
  report = { files, rules: linter.rules, milliseconds: 12, show: (path) => path.slice('/project/'.length), textOf };
});

/** Where a log is not what the OASIS schema of SARIF 2.1.0 asks for. */
function faults(log: unknown): readonly string[] {
  // One pattern of the schema is no regular expression in Unicode mode.
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(publishedSchema);
  validate(log);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const print = (format: FormatName) => FORMATS[format](report);

describe('the formats of check', () => {
  it('SARIF is what its published schema asks for, with rules and fixes', () => {
    const log = JSON.parse(print('sarif'));
    expect(faults(log)).toEqual([]);
    expect(faults({ ...log, runs: [{ ...log.runs[0], columnKind: 'bytes' }] })).not.toEqual([]);
    const [{ results, tool, columnKind }] = log.runs;
    expect(columnKind).toBe('utf16CodeUnits');
    expect(results).toHaveLength(found);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(results.at(-1)).toMatchObject({
      locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b/%25%22%3C%26%3E%3A%2C%C3%BC.sql' } } }],
      fixes: [{ artifactChanges: [{ replacements: [{ deletedRegion: { startLine: 1, startColumn: 12 } }] }] }],
    });
  });

  it('JUnit is well-formed XML with a failure for each error', () => {
    const xml = print('junit');
    expect(XMLValidator.validate(xml)).toBe(true);
    const parsed = new XMLParser({
      ignoreAttributes: false,
      isArray: (name) => /^test(?:suite|case)$/.test(name),
    }).parse(xml);
    const { testsuite: suites } = parsed.testsuites;
    expect(suites).toHaveLength(report.files.length);
    const errors = report.files
      .flatMap(({ findings }) => findings)
      .filter(({ severity }) => severity === 'error').length;
    expect(Number(parsed.testsuites['@_failures'])).toBe(errors);
    expect(xml).not.toContain('\u0007');
    expect(Buffer.from(xml).toString()).toBe(xml);
  });

  it('GitLab has one issue for each finding, each with a fingerprint of its own', () => {
    const issues = JSON.parse(print('gitlab'));
    expect(issues).toHaveLength(found);
    expect(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size).toBe(found);
    for (const issue of issues)
      expect(issue).toEqual({
        description: expect.any(String),
        check_name: expect.stringMatching(/^\w+\/[\w-]+$/),
        fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
        severity: expect.stringMatching(/^(?:info|minor|major)$/),
        location: { path: expect.any(String), lines: { begin: expect.any(Number), end: expect.any(Number) } },
      });
  });

  it('GitHub has one command a line, with everything escaped that would end it', () => {
    const lines = print('github').trimEnd().split('\n');
    expect(lines).toHaveLength(found);
    for (const line of lines)
      expect(line).toMatch(
        /^::(?:error|warning|notice) file=[^,:]+,line=\d+,endLine=\d+(?:,col=\d+,endColumn=\d+)?,title=[^,:]+::/,
      );
    expect(lines.at(-1)).toContain(
      'file=a b/%25"<&>%3A%2Cü.sql,line=1,endLine=3,title=sql/drop::A "second" run <stops>, & 100 %25 of it:%0A',
    );
  });

  it('text has one line for each finding that a problem matcher reads', () => {
    const heads = print('text').match(/^.+:\d+:\d+ (?:error|warning|info) .+ \[[\w-]+\/[\w-]+\]$/gm);
    expect(heads).toHaveLength(found);
  });
});
