import picocolors from 'picocolors';
import pluralize from 'pluralize';
import type { Finding, Severity } from '../../core/finding';
import { LineIndex } from '../../core/span';
import { lineAt } from '../../linting/units';
import { type CheckReport, count, type FileReport } from '../report';

type Colors = ReturnType<typeof picocolors.createColors>;

/** For a person: `path:line:column severity message [rule]`, the marked words, and what would repair them. */
export function text(report: CheckReport, colored: boolean): string {
  const colors = picocolors.createColors(colored);
  const blocks = report.files.flatMap((file) => {
    const lines = new LineIndex(file.text);
    return file.findings.map((finding) => block(report, file, lines, finding, colors));
  });
  return [...blocks, summary(report, colors)].join('\n');
}

function block(report: CheckReport, file: FileReport, lines: LineIndex, finding: Finding, colors: Colors): string {
  const { line, character } = lines.position(finding.span.start);
  const place = `${report.show(file.path)}:${line + 1}:${character + 1}`;
  const heading = `${colors.bold(place)} ${paint(finding.severity, colors)} ${oneLine(finding.message)} ${colors.dim(`[${finding.rule}]`)}`;
  return [heading, ...marked(file.text, finding, colors), ...repairLine(finding, colors), ''].join('\n');
}

/** A problem matcher reads one line for each finding. */
function oneLine(message: string): string {
  return message.replace(/\s*[\r\n]\s*/g, ' ');
}

const LONGEST_LINE = 160;

/** The line that the finding begins on, with its words underlined. */
function marked(source: string, { span }: Finding, colors: Colors): string[] {
  const { start, end } = lineAt(source, span.start);
  const code = source.slice(start, end);
  if (code.trim() === '' || code.length > LONGEST_LINE) return [];
  const before = code.slice(0, span.start - start).replace(/[^\t]/g, ' ');
  const width = Math.max(1, Math.min(span.end, end) - span.start);
  return [`    ${code}`, `    ${before}${colors.red('^'.repeat(width))}`];
}

function repairLine({ repairs }: Finding, colors: Colors): string[] {
  const [best] = repairs;
  if (!best) return [];
  return [`    ${colors.green(best.safe ? 'repair with --fix:' : 'repair by hand or in the editor:')} ${best.title}`];
}

function paint(severity: Severity, colors: Colors): string {
  if (severity === 'error') return colors.red('error');
  return severity === 'warning' ? colors.yellow('warning') : colors.cyan('info');
}

function summary({ files }: CheckReport, colors: Colors): string {
  const found = (['error', 'warning', 'info'] as const)
    .map((severity) => ({ severity, n: count(files, severity) }))
    .filter(({ n }) => n > 0)
    .map(({ severity, n }) => pluralize(severity, n, true));
  const checked = `${pluralize('file', files.length, true)} checked`;
  if (found.length === 0) return `${colors.green('No findings')}, ${checked}.\n`;
  const safe = files.flatMap(({ findings }) => findings).filter(({ repairs }) => repairs.some((repair) => repair.safe));
  const hint = safe.length > 0 ? ` ${safe.length} can be repaired with --fix.` : '';
  return `${colors.bold(found.join(', '))}, ${checked}.${hint}\n`;
}
