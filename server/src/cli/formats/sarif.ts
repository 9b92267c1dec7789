import type { ArtifactChange, Fix, Log, ReportingDescriptor, Result } from 'sarif';
import type { Edit } from '../../core/edit';
import type { Finding, Level, Repair } from '../../core/finding';
import { LineIndex, type Span } from '../../core/span';
import { version } from '../../host/installation';
import { rulePage } from '../../linting/rulePage';
import type { AnyRule } from '../../rules/contexts';
import type { CheckReport, Format } from '../report';

const LEVELS = { error: 'error', warning: 'warning', info: 'note', off: 'none' } as const satisfies Record<
  Level,
  string
>;

/** SARIF 2.1.0, with the rules and the repairs. */
export const sarif: Format = (report) => {
  const reported = new Set(report.files.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  const rules = report.rules.filter(({ id }) => reported.has(id));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'ehr-schema', version: version(), rules: rules.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        results: report.files.flatMap(({ path, text, findings }) => {
          const lines = new LineIndex(text);
          return findings.map((finding) => result(report, rules, path, lines, finding));
        }),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};

function descriptor(rule: AnyRule): ReportingDescriptor {
  return {
    id: rule.id,
    shortDescription: { text: rule.docs.summary },
    fullDescription: { text: rule.docs.why },
    help: { text: rulePage(rule), markdown: rulePage(rule) },
    defaultConfiguration: { level: LEVELS[rule.severity], enabled: rule.severity !== 'off' },
  };
}

function result(
  report: CheckReport,
  rules: readonly AnyRule[],
  path: string,
  lines: LineIndex,
  finding: Finding,
): Result {
  const fixes = finding.repairs.map((repair) => fix(report, path, repair));
  return {
    ruleId: finding.rule,
    ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
    level: LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [
      { physicalLocation: { artifactLocation: location(report, path), region: region(lines, finding.span) } },
    ],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map((place, index) => ({
        id: index,
        message: { text: place.message },
        physicalLocation: {
          artifactLocation: location(report, place.path ?? path),
          region: region(place.path === undefined ? lines : new LineIndex(report.textOf(place.path)), place),
        },
      })),
    }),
    ...(fixes.length > 0 && { fixes }),
  };
}

function fix(report: CheckReport, path: string, { title, edits }: Repair): Fix {
  const paths = [...new Set(edits.map((edit) => edit.path ?? path))];
  const artifactChanges = paths.map((target): ArtifactChange => {
    const lines = new LineIndex(report.textOf(target));
    const replacements = edits.filter((edit) => (edit.path ?? path) === target).map((edit) => replacement(lines, edit));
    return { artifactLocation: location(report, target), replacements };
  });
  return { description: { text: title }, artifactChanges };
}

function replacement(lines: LineIndex, edit: Edit) {
  return { deletedRegion: region(lines, edit), insertedContent: { text: edit.text } };
}

function region(lines: LineIndex, { start, end }: Span) {
  const from = lines.position(start);
  const to = lines.position(end);
  return {
    startLine: from.line + 1,
    startColumn: from.character + 1,
    endLine: to.line + 1,
    endColumn: to.character + 1,
  };
}

function location(report: CheckReport, path: string) {
  return { uri: report.show(path).split('/').map(encodeURIComponent).join('/') };
}
