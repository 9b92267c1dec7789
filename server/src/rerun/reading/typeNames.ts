/** Other names of a type, and what a serial column really is. */
const ALIASES: Readonly<Record<string, string>> = {
  int: 'int4',
  integer: 'int4',
  serial: 'int4',
  serial4: 'int4',
  bigint: 'int8',
  bigserial: 'int8',
  serial8: 'int8',
  smallint: 'int2',
  smallserial: 'int2',
  serial2: 'int2',
  boolean: 'bool',
  'double precision': 'float8',
  real: 'float4',
  'character varying': 'varchar',
  character: 'bpchar',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  decimal: 'numeric',
};

const SPOKEN: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  bool: 'boolean',
  float4: 'real',
  float8: 'double precision',
};

/** A type of a key as people write it. */
export function spokenType(type: string): string {
  const [name = ''] = type.split('[', 1);
  return (SPOKEN[name] ?? name) + type.slice(name.length);
}

/** A type as `to_regtype` reads it, by the name that PostgreSQL keeps it under and without its modifiers. */
export function baseType(type: string): string {
  const [brackets = ''] = /(?:\[\])*$/.exec(type) ?? [];
  const name = type
    .slice(0, type.length - brackets.length)
    .replace(/\(.*\)/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return (ALIASES[name] ?? name) + brackets;
}
