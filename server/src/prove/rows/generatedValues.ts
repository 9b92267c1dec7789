/** What a generated value has to fit into. */
export interface ValueType {
  /** The type as SQL writes it, with its modifier. */
  readonly type: string;
  /** The name of the type behind domains and arrays. */
  readonly base: string;
  /** The most characters that a text of this type holds, or the dimensions of a vector; 0 without a limit. */
  readonly limit: number;
  readonly array: boolean;
  /** The first values of an enum. */
  readonly labels: readonly string[] | null;
}

/**
 * A value as an SQL expression, or undefined for types that none is known for. It follows from the type and the row's
 * number alone, so that a foreign key of generated rows always finds its parent.
 */
export function generatedValue(column: ValueType, row: number): string | undefined {
  const text = column.labels
    ? column.labels[(row - 1) % column.labels.length]
    : TEXTS[column.base]?.(row, column.limit);
  if (text === undefined) return undefined;
  const literal = quoted(text);
  return column.array ? `ARRAY[${literal}]::${column.type}` : `${literal}::${column.type}`;
}

function quoted(text: string): string {
  const escaped = text.replaceAll("'", "''").replaceAll('\\', '\\\\');
  return text.includes('\\') ? `E'${escaped}'` : `'${escaped}'`;
}

type Writer = (row: number, limit: number) => string | undefined;

const large: Writer = (row) => String(900_000 + row);
const limited: Writer = (row, limit) => (limit > 0 ? String(900_000 + row).slice(-limit) : String(900_000 + row));
const day: Writer = (row) => `2020-01-0${row}`;
const json: Writer = (row) => `{"seed": ${row}}`;

/** How a value of each type is written. */
const TEXTS: Readonly<Record<string, Writer>> = {
  int2: (row) => String(30_000 + row),
  int4: large,
  int8: large,
  oid: large,
  numeric: String,
  float4: (row) => `${row}.5`,
  float8: (row) => `${row}.5`,
  money: String,
  bool: (row) => String(row % 2 === 1),
  uuid: (row) => `00000000-0000-4000-8000-00000090000${row}`,
  json,
  jsonb: json,
  date: day,
  timestamp: (row) => `${day(row, 0)} 00:00:00`,
  timestamptz: (row) => `${day(row, 0)} 00:00:00+00`,
  time: (row) => `0${row}:00`,
  timetz: (row) => `0${row}:00`,
  interval: (row) => `${row} days`,
  bytea: (row) => `\\x0${row}`,
  inet: (row) => `10.0.0.${row}`,
  cidr: (row) => `10.0.${row}.0/24`,
  macaddr: (row) => `08:00:2b:01:02:0${row}`,
  tsvector: (row) => `seed${row}`,
  xml: (row) => `<a>${row}</a>`,
  hstore: (row) => `seed=>${row}`,
  ltree: (row) => `seed.a${row}`,
  text: large,
  citext: large,
  name: large,
  char: String,
  varchar: limited,
  bpchar: (row, limit) => limited(row, limit || 1),
  vector: (row, limit) => (limit > 0 ? `[${Array<number>(limit).fill(row).join(',')}]` : undefined),
};
