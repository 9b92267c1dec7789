import { baseType } from '../reading/typeNames';
import { columnOf } from './columns';
import { type Column, GONE, type Known, type Relation, type Type } from './objects';

/**
 * A fact about the catalog that holds before some statements and no more behind them, up to the end of the file: as long as
 * it holds, they have not run.
 */
export type Evidence =
  | { readonly kind: 'relation missing' | 'relation there'; readonly key: string }
  | { readonly kind: 'column missing' | 'column there'; readonly key: string; readonly column: string }
  /** `type` without its modifiers. */
  | { readonly kind: 'other column type'; readonly key: string; readonly column: string; readonly type: string }
  | { readonly kind: 'type missing' | 'type there'; readonly key: string }
  | { readonly kind: 'label missing' | 'label there'; readonly key: string; readonly label: string };

/** What tells the state `before` from the state `after` for one object, the plainest first. `key` names its kind too. */
export function* evidenceOf(key: string, before: Known, after: Known): Iterable<Evidence> {
  const name = key.slice(key.indexOf(' ') + 1);
  if (name.startsWith('pg_temp.')) return;
  if (key.startsWith('relation '))
    yield* relationEvidence(
      name,
      before as Relation | typeof GONE | undefined,
      after as Relation | typeof GONE | undefined,
    );
  if (key.startsWith('type '))
    yield* typeEvidence(name, before as Type | typeof GONE | undefined, after as Type | typeof GONE | undefined);
}

/** Whether the fact is known to hold for a value of its object; undefined when that is not known. */
export function holds(evidence: Evidence, value: Known): boolean | undefined {
  if (value === undefined) return undefined;
  if (evidence.kind === 'relation missing' || evidence.kind === 'type missing') return value === GONE;
  if (evidence.kind === 'relation there' || evidence.kind === 'type there') return value !== GONE;
  if (value === GONE) return evidence.kind.endsWith('missing') || evidence.kind.startsWith('other');
  switch (evidence.kind) {
    case 'column missing':
    case 'column there': {
      const column = presumed(value as Relation, evidence.column);
      return column === undefined ? undefined : (column === GONE) === (evidence.kind === 'column missing');
    }
    case 'other column type': {
      const column = presumed(value as Relation, evidence.column);
      return column === undefined
        ? undefined
        : column === GONE || (column.type === undefined ? undefined : baseType(column.type) !== evidence.type);
    }
    case 'label missing':
    case 'label there': {
      const label = labelOf(value as Type, evidence.label);
      return label === undefined ? undefined : (label === GONE) === (evidence.kind === 'label missing');
    }
  }
}

function* relationEvidence(
  key: string,
  before: Relation | typeof GONE | undefined,
  after: Relation | typeof GONE | undefined,
): Iterable<Evidence> {
  if (!before || !after) return;
  if (before === GONE) return after === GONE ? undefined : yield { kind: 'relation missing', key };
  if (after === GONE) return yield { kind: 'relation there', key };
  for (const [column, value] of after.columns)
    if (value !== GONE && presumed(before, column) === GONE) yield { kind: 'column missing', key, column };
  for (const [column, value] of before.columns)
    if (value !== GONE && presumed(after, column) === GONE) yield { kind: 'column there', key, column };
  for (const [column, value] of after.columns) {
    const old = presumed(before, column);
    if (value === GONE || !old || old === GONE || !old.type || !value.type) continue;
    const type = baseType(value.type);
    // A type of the file's own goes by another name while the file runs.
    if (type !== baseType(old.type) && !type.startsWith('type '))
      yield { kind: 'other column type', key, column, type };
  }
}

/** A column as the files tell of it: a table that they make is taken to be theirs. */
function presumed(relation: Relation, name: string): Column | typeof GONE | undefined {
  return columnOf(relation, name) ?? (relation.presumed ? GONE : undefined);
}

function* typeEvidence(
  key: string,
  before: Type | typeof GONE | undefined,
  after: Type | typeof GONE | undefined,
): Iterable<Evidence> {
  if (!before || !after) return;
  if (before === GONE) return after === GONE ? undefined : yield { kind: 'type missing', key };
  if (after === GONE) return yield { kind: 'type there', key };
  for (const [label, value] of before.labels)
    if (value !== GONE && labelOf(after, label) === GONE) yield { kind: 'label there', key, label };
  for (const [label, value] of after.labels)
    if (value !== GONE && labelOf(before, label) === GONE) yield { kind: 'label missing', key, label };
}

function labelOf(type: Type, label: string): string | typeof GONE | undefined {
  return type.labels.get(label) ?? (type.closed ? GONE : undefined);
}
