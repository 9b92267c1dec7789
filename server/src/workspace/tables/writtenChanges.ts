import { kept } from '../../core/kept';
import { originOf } from '../../languages/sql/document';
import { indexesWith, statementsWith } from '../../languages/sql/statementsWith';
import type { SqlDocument, Statement, StatementSyntax } from '../../languages/sql/syntax';
import { DEFAULT_SCHEMA } from '../../rerun/reading/names';
import { type PlacedStatement, placedIn, understoodIn } from '../statements/placed';
import { searchedSchema } from '../statements/searchPath';
import { type TableChange, tableChanges } from './changes';

/** A change that a document makes. */
export class WrittenChange {
  readonly change: TableChange;
  /** Its number among the changes of the document. */
  readonly order: number;
  readonly #outer: Statement;
  readonly #number: number;

  /** @param number its number among the changes of the statement. */
  constructor(change: TableChange, order: number, outer: Statement, number: number) {
    this.change = change;
    this.order = order;
    this.#outer = outer;
    this.#number = number;
  }

  /** The statement that makes it, which may stand in the outer one. Most changes are only counted: nobody asks where they stand. */
  get placed(): PlacedStatement {
    let left = this.#number;
    const placed = placedIn(this.#outer).find(({ node }) => {
      left -= tableChanges(node).length;
      return left < 0;
    });
    if (!placed) throw new RangeError(`There is no change ${this.#number} in this statement.`);
    return placed;
  }
}

/** What a document does to tables, in the order of its text, and the number of the first change of each statement and of the end. */
interface DocumentChanges {
  readonly changes: readonly TableChange[];
  readonly firsts: readonly number[];
}

/** What a document does to tables, in the order of its text. */
export function documentChanges(document: SqlDocument): readonly TableChange[] {
  return changesOf(document).changes;
}

/** What one statement of a document does to tables. */
export function changesBy(placed: PlacedStatement, document: SqlDocument): readonly WrittenChange[] {
  return writtenAt(document, indexOf(placed.outer, document.statements)).filter((one) => one.placed === placed);
}

/** Finds the changes of some kinds that a document makes, in the order of its text. */
export function changesOfKind<K extends TableChange['kind']>(...kinds: readonly K[]) {
  const isWanted = ({ kind }: TableChange) => (kinds as readonly string[]).includes(kind);
  const holding = indexesWith(({ syntax }) => changesIn(syntax).some(isWanted));
  return (document: SqlDocument): readonly WrittenChange[] =>
    holding(document).flatMap((index) => writtenAt(document, index).filter(({ change }) => isWanted(change)));
}

function writtenAt(document: SqlDocument, index: number): readonly WrittenChange[] {
  const { changes, firsts } = changesOf(document);
  const first = firsts[index]!;
  const outer = document.statements[index]!;
  return changes.slice(first, firsts[index + 1]).map((change, i) => new WrittenChange(change, first + i, outer, i));
}

function indexOf({ start }: Statement, statements: readonly Statement[]): number {
  let [low, high] = [0, statements.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (statements[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

const known = new WeakMap<SqlDocument, DocumentChanges>();

/** Statements that no edit has touched are not looked at again. */
function changesOf(document: SqlDocument): DocumentChanges {
  const found = known.get(document) ?? (searching(document).length > 0 ? walked(document) : updated(document));
  known.set(document, found);
  return found;
}

const searching = statementsWith(
  ({ syntax: { parse } }) => parse.kind === 'tree' && searchedSchema(parse.node) !== undefined,
);

/** Where a statement says in which schema names are looked for, those behind it hang on it. */
function walked({ statements }: SqlDocument): DocumentChanges {
  const changes: TableChange[] = [];
  const firsts: number[] = [];
  let schema = DEFAULT_SCHEMA;
  for (const { syntax } of statements) {
    firsts.push(changes.length);
    for (const { node } of understoodIn(syntax)) {
      schema = searchedSchema(node) ?? schema;
      changes.push(...tableChanges(node, schema));
    }
  }
  return { changes, firsts: [...firsts, changes.length] };
}

function updated(document: SqlDocument): DocumentChanges {
  const { statements } = document;
  const origin = originOf(document);
  const before = origin && searching(origin.previous).length === 0 ? known.get(origin.previous) : undefined;
  const [first, last] = before ? [origin!.first, origin!.last] : [0, 0];
  const old = before ?? { changes: [], firsts: [0] };
  const changes = old.changes.slice(0, old.firsts[first]);
  const firsts = old.firsts.slice(0, first);
  for (let index = first; index < statements.length - last; index++) {
    firsts.push(changes.length);
    for (const change of changesIn(statements[index]!.syntax)) changes.push(change);
  }
  const behind = old.firsts.length - 1 - last;
  const moved = changes.length - old.firsts[behind]!;
  for (let index = behind; index < old.firsts.length; index++) firsts.push(old.firsts[index]! + moved);
  return { changes: changes.concat(old.changes.slice(old.firsts[behind])), firsts };
}

/** What a statement does to tables, where names without a schema are looked for in the default one. */
const changesIn = kept((syntax: StatementSyntax): readonly TableChange[] =>
  understoodIn(syntax).flatMap(({ node }) => tableChanges(node)),
);
