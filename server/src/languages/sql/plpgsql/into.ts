import { nameOf } from '../names';
import type { Token } from '../syntax';

/** The INTO clause of a statement in plpgsql. */
export interface IntoClause {
  /** The tokens of the clause, by index: from INTO up to `end`. */
  readonly start: number;
  readonly end: number;
  /** The variables, folded; a field of a record counts as the record. */
  readonly targets: readonly string[];
}

/** The INTO clause among the tokens from `from` up to `to`, read as plpgsql reads it; undefined when there is none. */
export function intoClause(tokens: readonly Token[], from: number, to: number): IntoClause | undefined {
  if (tokens[from]?.text === 'import') return undefined;
  for (let i = from; i < to; i++) {
    const before = tokens[i - 1]?.text;
    if (tokens[i]!.text === 'into' && before !== 'insert' && before !== 'merge') return readTargets(tokens, i, to);
  }
  return undefined;
}

function readTargets(tokens: readonly Token[], into: number, to: number): IntoClause {
  const targets: string[] = [];
  let at = into + 1;
  if (tokens[at]?.text === 'strict') at++;
  while (at < to) {
    const name = nameOf(tokens[at]);
    if (name === undefined) break;
    targets.push(name);
    at = endOfTarget(tokens, at + 1, to);
    if (at >= to || tokens[at]!.text !== ',') break;
    at++;
  }
  return { start: into, end: at, targets };
}

/** The index behind the `.field` and `[subscript]` of a target. */
function endOfTarget(tokens: readonly Token[], from: number, to: number): number {
  let at = from;
  while (at < to) {
    if (tokens[at]!.text === '.') at += 2;
    else if (tokens[at]!.text === '[') {
      while (at < to && tokens[at]!.text !== ']') at++;
      at++;
    } else break;
  }
  return Math.min(at, to);
}
