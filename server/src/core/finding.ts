import type { Edit } from './edit';
import type { Span } from './span';

/** How much a finding weighs: an error stops a command line run with exit code 1, the others do not. */
export type Severity = 'error' | 'warning' | 'info';

/** A severity, or a rule that is switched off. */
export type Level = Severity | 'off';

/** Edits that put a finding right. */
export interface Repair {
  /** What the lightbulb shows: an imperative sentence without a full stop. */
  readonly title: string;
  /** Safe: Fix All may apply it. Not safe: a suggestion that a person chooses. */
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** Another place that explains a finding; without `path` it is in the same document. */
export interface Related extends Span {
  readonly path?: string;
  readonly message: string;
}

/** What a rule reports, before the linter adds the rule's name and severity. */
export interface Report {
  readonly at: Span;
  /** What happens, then what to write: whole sentences, no row data. */
  readonly message: string;
  /** The preferred repair first; a function where making them takes work, for most findings are only shown. */
  readonly repairs?: readonly Repair[] | (() => readonly Repair[]);
  readonly related?: readonly Related[];
  /** Replaces the rule's own severity, unless the configuration names one. */
  readonly severity?: Severity;
}

/** The repairs of a report, made now where they are not yet. */
export function repairsOf({ repairs }: Report): readonly Repair[] {
  return typeof repairs === 'function' ? repairs() : (repairs ?? []);
}

/** One thing that is wrong, at one place of one document. */
export interface Finding {
  /** The rule's name, such as `sql/add-column`. */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly repairs: readonly Repair[];
  readonly related: readonly Related[];
}
