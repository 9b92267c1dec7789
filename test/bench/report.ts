import type { Verdict } from './goals';
import { type Measurement, median, p95 } from './measurement';

type Row = readonly string[];

/** A table as Markdown writes it, which reads well in a terminal too. */
function table(head: Row, rows: readonly Row[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const isNumber = (column: number) => rows.every((row) => /^(?:[\d.,×–]+|yes|no.*)$/.test(row[column]!));
  const line = (row: Row) =>
    `| ${row.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (isNumber(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** What was measured, each peer beside us with how many times as long as we it takes. */
export function measurementTable(measurements: readonly Measurement[]): string {
  const rows = measurements.map((found) => {
    const ours = measurements.find(({ task }) => task === found.task)!;
    const ratio = found === ours ? '–' : `${figure(median(found.milliseconds) / median(ours.milliseconds))}×`;
    const { task, who, milliseconds, megabytes } = found;
    const memory = megabytes === undefined ? '–' : megabytes.toFixed(0);
    return [task, who, figure(median(milliseconds)), figure(p95(milliseconds)), ratio, memory];
  });
  return table(['task', 'who', 'median ms', 'p95 ms', 'times ours', 'MB'], rows);
}

/** The goals, each with what came out and by how much it is missed. */
export function goalTable(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map(({ goal, allowed, measured, unit }) => [
    goal,
    `${figure(allowed)} ${unit}`,
    `${figure(measured)} ${unit}`,
    measured <= allowed ? 'yes' : `no: ${figure(measured / allowed)} times as much`,
  ]);
  return table(['goal', 'allowed', 'measured', 'reached'], rows);
}

/** Three digits are more than such numbers are good for. */
function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
