import { readShape, type Shape, standIns } from './shape';
import type { Attribute, BlockAttribute, BlockKind, EnumValue, Field, Leaf, Line, Setting } from './syntax';
import type { Token } from './tokens';
import { ValueReader } from './values';

/**
 * Reads one line of a block from its tokens (comments among them, the line's end not). What is half typed is cut off from
 * behind until the rest reads; the line is then `broken`. `at` is where a line without tokens stands.
 */
export function readLine(block: BlockKind, all: readonly Token[], at: number): Line {
  const tokens = all.filter(({ kind }) => kind !== 'comment');
  const last = all.at(-1);
  const comment = last?.kind === 'comment' ? { start: last.start, end: last.end } : undefined;
  if (tokens.length === 0) return { kind: comment ? 'comment' : 'blank', start: at, end: at, comment };
  const first = tokens[0]!;
  const span = { start: first.start, end: tokens.at(-1)!.end, comment };
  if (block === 'datasource' || block === 'generator') return setting(tokens, span) ?? { kind: 'junk', ...span };
  if (first.text === '@' && first.kind === 'sign') return attributeLine(tokens, span) ?? { kind: 'junk', ...span };
  if (first.kind !== 'name') return { kind: 'junk', ...span };
  return (block === 'enum' ? enumValue(tokens, span) : field(tokens, span)) ?? { kind: 'junk', ...span };
}

interface LineSpan {
  readonly start: number;
  readonly end: number;
  readonly comment?: { readonly start: number; readonly end: number };
}

function setting(tokens: readonly Token[], span: LineSpan): Setting | undefined {
  if (tokens[0]!.kind !== 'name' || tokens[1]?.text !== '=') return undefined;
  const shape = readShape(`@@s(${standIns(tokens.slice(2), 2)})`);
  const argument = shape?.attributes[0]?.arguments[0];
  if (argument === undefined) return undefined;
  const { value } = new ValueReader(tokens).argument(argument);
  return { kind: 'setting', name: leafOf(tokens[0]!), value, broken: false, ...span };
}

function attributeLine(tokens: readonly Token[], span: LineSpan): BlockAttribute | undefined {
  if (tokens[1]?.text !== '@' || tokens[2]?.kind !== 'name') return undefined;
  const whole = readShape(standIns(tokens));
  const shape = whole ?? readShape(standIns(tokens.slice(0, 3)));
  if (!shape?.attributes[0]) return undefined;
  const attribute = new ValueReader(tokens).attribute(shape.attributes[0]);
  return { kind: 'attribute', attribute, broken: !whole || isUnfinished(attribute, BLOCK_ATTRIBUTES), ...span };
}

function enumValue(tokens: readonly Token[], span: LineSpan): EnumValue | undefined {
  const read = longest(tokens, 1, (part) => `t0 T ${standIns(part.slice(1), 1)}`);
  if (!read) return undefined;
  const attributes = new ValueReader(tokens).attributes(read.shape);
  const broken = read.broken || attributes.some((attribute) => isUnfinished(attribute, FIELD_ATTRIBUTES));
  return { kind: 'value', name: leafOf(tokens[0]!), attributes, broken, ...span };
}

function field(tokens: readonly Token[], span: LineSpan): Field | undefined {
  if (tokens[1]?.kind !== 'name') return untypedField(tokens[0]!, span);
  const read = longest(tokens, 2, (part) => standIns(part));
  if (read?.shape.type === undefined) return undefined;
  const { type } = read.shape;
  const reader = new ValueReader(tokens);
  const value = reader.value(type);
  if (value.kind !== 'name' && value.kind !== 'call') return undefined;
  const attributes = reader.attributes(read.shape);
  return {
    kind: 'field',
    name: leafOf(tokens[0]!),
    type: value.kind === 'call' ? value.name : value,
    typeSpan: { start: value.start, end: suffixEnd(tokens, value.end, read.shape) },
    arity: read.shape.list ? 'list' : read.shape.optional ? 'optional' : 'required',
    attributes,
    broken: read.broken || attributes.some((attribute) => isUnfinished(attribute, FIELD_ATTRIBUTES)),
    ...span,
  };
}

/** Attributes by whether they ask for arguments. */
type KnownAttributes = Readonly<Record<string, 'alone' | 'arguments'>>;

const FIELD_ATTRIBUTES: KnownAttributes = {
  id: 'alone',
  unique: 'alone',
  updatedAt: 'alone',
  ignore: 'alone',
  relation: 'alone',
  default: 'arguments',
  map: 'arguments',
};

const BLOCK_ATTRIBUTES: KnownAttributes = {
  ignore: 'alone',
  id: 'arguments',
  unique: 'arguments',
  index: 'arguments',
  fulltext: 'arguments',
  map: 'arguments',
  schema: 'arguments',
};

/** True for `@def`, which will become `@default(…)`, and for `@default`, which lacks its arguments. */
function isUnfinished({ name, arguments: given }: Attribute, known: KnownAttributes): boolean {
  if (given.length > 0 || known[name.text] === 'alone') return false;
  return Object.keys(known).some((whole) => whole.startsWith(name.text));
}

/** A field of which only the name is typed so far: it is there, and nothing more is known of it. */
function untypedField(name: Token, span: LineSpan): Field {
  const nothing = { start: name.end, end: name.end };
  const type: Leaf = { kind: 'name', text: '', ...nothing };
  return {
    kind: 'field',
    name: leafOf(name),
    type,
    typeSpan: nothing,
    arity: 'required',
    attributes: [],
    broken: true,
    ...span,
  };
}

/** The longest part of a line, from its start to its end or to before an attribute, that reads; at least `least` tokens. */
function longest(tokens: readonly Token[], least: number, shapeText: (part: readonly Token[]) => string) {
  for (const length of [tokens.length, ...cuts(tokens, least)]) {
    const shape = readShape(shapeText(tokens.slice(0, length)));
    if (shape) return { shape, broken: length < tokens.length };
  }
  return undefined;
}

/** Where a line may be cut off: before its last attributes, or as early as possible. */
function cuts(tokens: readonly Token[], least: number): number[] {
  const attributes: number[] = [];
  if (tokens.length > LONGEST_LINE) return [least];
  for (let index = tokens.length - 1; index > least && attributes.length < MOST_CUTS; index--)
    if (tokens[index]!.kind === 'sign' && tokens[index]!.text === '@') attributes.push(index);
  return [...attributes, least];
}

/** More attributes than a field ever has; a line of nothing but `@` must not take long. */
const MOST_CUTS = 12;
const LONGEST_LINE = 1000;

function suffixEnd(tokens: readonly Token[], typeEnd: number, { list, optional }: Shape): number {
  const next = tokens.findIndex(({ start }) => start >= typeEnd);
  if (list) return tokens[next + 1]!.end;
  return optional ? tokens[next]!.end : typeEnd;
}

function leafOf({ text, start, end }: Token): Leaf {
  return { kind: 'name', text, start, end };
}
