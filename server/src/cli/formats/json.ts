import type { Edit } from '../../core/edit';
import type { Finding } from '../../core/finding';
import { LineIndex, type Span } from '../../core/span';
import { type CheckReport, count, type Format } from '../report';

/** The JSON of the contract: lines and characters from 0, everything in UTF-16. */
export const json: Format = (report) => {
  const { files, milliseconds } = report;
  const summary = {
    files: files.length,
    errors: count(files, 'error'),
    warnings: count(files, 'warning'),
    infos: count(files, 'info'),
    milliseconds,
  };
  const listed = files.map(({ path, text, findings }) => {
    const lines = new LineIndex(text);
    return {
      path: report.show(path),
      findings: findings.map((finding) => findingJson(report, path, lines, finding)),
    };
  });
  return `${JSON.stringify({ version: 1, files: listed, summary })}\n`;
};

function findingJson(report: CheckReport, path: string, lines: LineIndex, finding: Finding) {
  const { rule, severity, message, span, repairs } = finding;
  return {
    rule,
    severity,
    message,
    range: rangeJson(lines, span),
    repairs: repairs.map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map((edit) => editJson(report, path, edit)),
    })),
  };
}

function editJson(report: CheckReport, path: string, { start, end, text, path: other }: Edit) {
  return { path: report.show(other ?? path), start, end, text };
}

/** A span as the contract writes it: lines and characters from 0, and the offset. */
export function rangeJson(lines: LineIndex, { start, end }: Span) {
  return { start: { ...lines.position(start), offset: start }, end: { ...lines.position(end), offset: end } };
}
