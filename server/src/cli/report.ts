import type { Finding, Severity } from '../core/finding';
import type { AnyRule } from '../rules/contexts';

/** What was found in one file. */
export interface FileReport {
  /** The engine's path: absolute, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly findings: readonly Finding[];
}

/** What a check found: the formats of the command line are made from it. */
export interface CheckReport {
  readonly files: readonly FileReport[];
  readonly rules: readonly AnyRule[];
  readonly milliseconds: number;
  /** A path as a person on the command line sees it: relative to the working directory, with `/`. */
  show(path: string): string;
  /** The text of a file that a repair reaches into. */
  textOf(path: string): string;
}

/** Turns a report into what is printed. */
export type Format = (report: CheckReport) => string;

/** How many findings of one severity there are. */
export function count(files: readonly FileReport[], severity: Severity): number {
  return files.reduce(
    (sum, { findings }) => sum + findings.filter((finding) => finding.severity === severity).length,
    0,
  );
}
