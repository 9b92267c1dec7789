import { getSchema, type Model, type Value as ShapeValue } from '@mrleebo/prisma-ast';
import type { Token } from './tokens';

/** What a line says, with each name, number and string given as a stand-in `t<index of its token>`. */
export interface Shape {
  readonly list: boolean;
  readonly optional: boolean;
  /** The type of a field: a stand-in, or a call for `Unsupported("…")`; a block attribute has none. */
  readonly type?: ShapeValue;
  readonly attributes: readonly ShapeAttribute[];
}

export interface ShapeAttribute {
  readonly name: string;
  readonly arguments: readonly (ShapeValue | ShapeKeyValue)[];
}

export interface ShapeKeyValue {
  readonly type: 'keyValue';
  readonly key: string;
  readonly value: ShapeValue;
}

export type { ShapeValue };

/** The text of some tokens with a stand-in for each name, number and string; `from` is the index of the first token. */
export function standIns(tokens: readonly Token[], from = 0): string {
  let text = '';
  for (const [index, token] of tokens.entries()) text += token.kind === 'sign' ? token.text : ` t${from + index} `;
  return text;
}

/** The index of the token that a stand-in stands for. */
export function tokenIndex(standIn: string): number {
  return Number(standIn.slice(1));
}

/**
 * Reads the structure of one line with prisma-ast. The library refuses much of what Prisma accepts (names in any script,
 * fields called `true`, comments within a line), so it never sees the line itself but its shape: `id String @default(uuid())`
 * becomes `t0 t1 @t2(t3())`. A stand-in tells its token and so its place, and all lines of one shape share one parse.
 * @returns undefined when the text is not a whole line.
 */
export function readShape(text: string): Shape | undefined {
  const known = shapes.get(text);
  if (known !== undefined) return known ?? undefined;
  const shape = parse(text);
  if (text.length > LONGEST_SHAPE) return shape;
  if (shapes.size >= MOST_SHAPES) shapes.clear();
  shapes.set(text, shape ?? null);
  return shape;
}

const shapes = new Map<string, Shape | null>();

/** Far more than the lines of a large schema have; only a bound for a process that lives long. */
const MOST_SHAPES = 5000;
const LONGEST_SHAPE = 2000;

function parse(text: string): Shape | undefined {
  const line = firstLine(`model M {\n${text}\n}`);
  if (line?.type === 'field')
    return {
      list: line.array ?? false,
      optional: line.optional ?? false,
      type: line.fieldType,
      attributes: (line.attributes ?? []).map(attribute),
    };
  if (line?.type === 'attribute') return { list: false, optional: false, attributes: [attribute(line)] };
  return undefined;
}

function attribute(read: { name: string; args?: readonly { value: ShapeValue | ShapeKeyValue }[] }): ShapeAttribute {
  return { name: read.name, arguments: (read.args ?? []).map(({ value }) => value) };
}

function firstLine(text: string): Model['properties'][number] | undefined {
  try {
    return (getSchema(text).list[0] as Model | undefined)?.properties[0];
  } catch {
    // prisma-ast throws at a line that is half typed, the commonest state of a line in an editor: an answer, not a fault.
    return undefined;
  }
}
