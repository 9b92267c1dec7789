import type { Span } from '../../core/span';

/** The kinds of blocks of a Prisma schema. */
export type BlockKind = 'model' | 'view' | 'type' | 'enum' | 'datasource' | 'generator';

/** A name, number or string; of a string `text` is what stands between the quotes, as it is written. */
export interface Leaf extends Span {
  readonly kind: 'name' | 'number' | 'string';
  readonly text: string;
}

/** `uuid(7)`, `raw("…")`, or an index column with its options, `name(sort: Desc)`. */
export interface Call extends Span {
  readonly kind: 'call';
  readonly name: Leaf;
  readonly arguments: readonly Argument[];
}

export interface List extends Span {
  readonly kind: 'list';
  readonly items: readonly Value[];
}

export interface ObjectValue extends Span {
  readonly kind: 'object';
  readonly entries: readonly Argument[];
}

export type Value = Leaf | Call | List | ObjectValue;

/** `value`, or `name: value`. */
export interface Argument {
  readonly name?: Leaf;
  readonly value: Value;
}

/** `@name(…)` on a field or enum value, `@@name(…)` on a block; a native type has the name `db.VarChar`. */
export interface Attribute extends Span {
  readonly name: Leaf;
  readonly arguments: readonly Argument[];
}

interface LineBase extends Span {
  /** The `//` comment that ends the line. */
  readonly comment?: Span;
}

/** A line that states something; its span runs from its first to its last token, without the comment. */
interface Statement extends LineBase {
  /** Half typed: what stands behind the part that could be read is unknown, and nothing may be said against it. */
  readonly broken: boolean;
}

/** `name Type? @attribute …` of a model, view or composite type. */
export interface Field extends Statement {
  readonly kind: 'field';
  readonly name: Leaf;
  readonly type: Leaf;
  /** The type with `[]`, `?` or the argument of `Unsupported("…")`. */
  readonly typeSpan: Span;
  readonly arity: 'required' | 'optional' | 'list';
  readonly attributes: readonly Attribute[];
}

export interface EnumValue extends Statement {
  readonly kind: 'value';
  readonly name: Leaf;
  readonly attributes: readonly Attribute[];
}

export interface BlockAttribute extends Statement {
  readonly kind: 'attribute';
  readonly attribute: Attribute;
}

/** `key = value` of a datasource or generator. */
export interface Setting extends Statement {
  readonly kind: 'setting';
  readonly name: Leaf;
  readonly value: Value;
}

/** Nothing that can be read as a statement: a blank line, a line of comment only, or text without a name. */
export interface OtherLine extends LineBase {
  readonly kind: 'blank' | 'comment' | 'junk';
}

export type Line = Field | EnumValue | BlockAttribute | Setting | OtherLine;

/** A block. All its offsets count UTF-16 code units from the start of the section that it stands in. */
export interface Block extends Span {
  readonly kind: BlockKind;
  readonly name: Leaf;
  /** The offset behind the line that opens the block, where its first line begins. */
  readonly bodyStart: number;
  /** The offset where the line with the closing brace begins, or the end of the block where that brace is missing. */
  readonly bodyEnd: number;
  readonly lines: readonly Line[];
}

/** A run of whole lines that ends with a block's closing brace; it is kept by its text, wherever that moves. */
export interface Section {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly comments: readonly Span[];
  /** What the text ends in the middle of. */
  readonly open?: 'block' | 'comment';
}

/** A section at its place in a document. */
export interface PlacedSection {
  readonly section: Section;
  readonly offset: number;
}

export interface PrismaDocument {
  readonly text: string;
  readonly sections: readonly PlacedSection[];
}
