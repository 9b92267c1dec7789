import { quoteIdentifier, quoteLiteral } from '../../languages/sql/names';
import { DEFAULT_SCHEMA, nameOfKey, schemaOfKey } from '../../rerun/reading/names';

/** A name as the guarded statement gives it: without a schema PostgreSQL looks along search_path. */
export interface Named {
  readonly schema?: string | undefined;
  readonly name: string;
}

/** The name behind a key of the symbolic catalog. */
export function namedBy(key: string): Named {
  const schema = schemaOfKey(key);
  return { name: nameOfKey(key), ...(schema === DEFAULT_SCHEMA ? {} : { schema }) };
}

/**
 * The conditions of our guards, each resolving names as the guarded statement does (RERUN.md, "Guards that are right");
 * keywords are in upper case.
 */

/** A name as `to_regclass` and `to_regtype` read it: quoted, with its schema only where the statement gives one. */
function resolvable({ schema, name }: Named): string {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  return quoteLiteral(schema === undefined ? quoted : `${quoteIdentifier(schema)}.${quoted}`);
}

/** The schema that an object is made in, as a guard writes it. */
function schemaOf({ schema }: Named): string {
  return schema === undefined ? 'current_schema()' : quoteLiteral(schema);
}

/** A condition in lines, negated. */
export function not(condition: string | readonly string[]): readonly string[] {
  const [first = '', ...rest] = typeof condition === 'string' ? [condition] : condition;
  return [`NOT ${first}`, ...rest];
}

/** Conditions that must all hold, a line for each. */
export function all(...conditions: readonly (string | readonly string[])[]): readonly string[] {
  return conditions.flatMap((condition, i) => {
    const [first = '', ...rest] = typeof condition === 'string' ? [condition] : condition;
    return [i === 0 ? first : `AND ${first}`, ...rest];
  });
}

export function relationExists(key: Named): string {
  return `to_regclass(${resolvable(key)}) IS NOT NULL`;
}

export function relationMissing(key: Named): string {
  return `to_regclass(${resolvable(key)}) IS NULL`;
}

/** The house's own test for a column, with the schema that it leaves out. */
export function columnExists(table: Named, column: string): readonly string[] {
  return [
    'EXISTS (',
    `SELECT 1 FROM information_schema.columns`,
    `WHERE table_schema = ${schemaOf(table)} AND table_name = ${quoteLiteral(table.name)} AND column_name = ${quoteLiteral(column)}`,
    ')',
  ];
}

/** The same in one line, for conditions with several parts. */
export function hasColumn(table: Named, column: string): string {
  return `EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = ${schemaOf(table)} AND table_name = ${quoteLiteral(table.name)} AND column_name = ${quoteLiteral(column)})`;
}

export function hasConstraint(table: Named, name: string): string {
  return `EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass(${resolvable(table)}) AND conname = ${quoteLiteral(name)})`;
}

export function hasConstraintDefinition(table: Named, name: string, definition: string): string {
  return `EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass(${resolvable(table)}) AND conname = ${quoteLiteral(name)} AND pg_get_constraintdef(oid) = ${quoteLiteral(definition)})`;
}

/** A type in the schema where CREATE TYPE puts it: a twin elsewhere does not count. */
export function typeExistsHere(key: Named): readonly string[] {
  return [
    'EXISTS (',
    'SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace',
    `WHERE n.nspname = ${schemaOf(key)} AND t.typname = ${quoteLiteral(key.name)}`,
    ')',
  ];
}

export function typeExists(key: Named): string {
  return `to_regtype(${resolvable(key)}) IS NOT NULL`;
}

export function typeMissing(key: Named): string {
  return `to_regtype(${resolvable(key)}) IS NULL`;
}

/** A type of its own, and not the row type of a table. */
export function isEnum(key: Named): string {
  return `EXISTS (SELECT 1 FROM pg_type WHERE oid = to_regtype(${resolvable(key)}) AND typtype = 'e')`;
}

export function hasLabel(type: Named, label: string): string {
  return `EXISTS (SELECT 1 FROM pg_enum WHERE enumtypid = to_regtype(${resolvable(type)}) AND enumlabel = ${quoteLiteral(label)})`;
}

/** True until the column has the type that the statement gives it. */
/** @param type without modifiers, which `to_regtype` does not compare. */
export function columnTypeDiffers(table: Named, column: string, type: string): string {
  return `(SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass(${resolvable(table)}) AND attname = ${quoteLiteral(column)} AND NOT attisdropped) IS DISTINCT FROM to_regtype(${quoteLiteral(quotedType(type))})`;
}

export function hasNoIdentity(table: Named, column: string): string {
  return `EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(${resolvable(table)}) AND attname = ${quoteLiteral(column)} AND attidentity = '')`;
}

/** A sequence that an identity column has for itself. */
export function isOfIdentity(sequence: Named): string {
  return `EXISTS (SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = to_regclass(${resolvable(sequence)}) AND deptype = 'i')`;
}

/** Something stands on a function, so that it cannot be dropped. `types` as the parser writes them. */
export function routineIsNeeded(key: Named, types: readonly string[]): readonly string[] {
  return isNeeded('pg_proc', `to_regprocedure(${signature(quotedName(key), types)})`);
}

/** A name with the types of its arguments or operands, as `to_regprocedure` and `to_regoperator` read it. */
function signature(name: string, types: readonly string[]): string {
  return quoteLiteral(`${name}(${types.map((type) => (type === '' ? 'NONE' : quotedType(type))).join(', ')})`);
}

function quotedName({ schema, name }: Named): string {
  return [...(schema === undefined ? [] : [schema]), name].map(quoteIdentifier).join('.');
}

/** A relation of one of these kinds (`pg_class.relkind`). */
export function isRelationOf(key: Named, kinds: readonly string[]): string {
  const [only, ...others] = kinds.map(quoteLiteral);
  const test = others.length > 0 ? `IN (${[only, ...others].join(', ')})` : `= ${only}`;
  return `EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass(${resolvable(key)}) AND relkind ${test})`;
}

/** A routine of this kind (`pg_proc.prokind`). */
export function isRoutineOf(key: Named, types: readonly string[], kind: string): string {
  return `EXISTS (SELECT 1 FROM pg_proc WHERE oid = to_regprocedure(${signature(quotedName(key), types)}) AND prokind = ${quoteLiteral(kind)})`;
}

/** @param types of the operands, an empty one where there is none. */
export function operatorMissing({ schema, name }: Named, types: readonly string[]): string {
  const written = schema === undefined ? name : `${quoteIdentifier(schema)}.${name}`;
  return `to_regoperator(${signature(written, types)}) IS NULL`;
}

export function castMissing(source: string, target: string): readonly string[] {
  const [from, to] = [source, target].map((type) => `to_regtype(${quoteLiteral(quotedType(type))})`);
  return not(`EXISTS (SELECT 1 FROM pg_cast WHERE castsource = ${from} AND casttarget = ${to})`);
}

/** Something stands on a view or sequence, or on the type of its rows; a view's own rule does not count. */
export function relationIsNeeded(key: Named): readonly string[] {
  return [
    'EXISTS (',
    `SELECT 1 FROM pg_depend d JOIN pg_class c ON c.oid = to_regclass(${resolvable(key)})`,
    "WHERE (d.refclassid, d.refobjid) IN (('pg_class'::regclass, c.oid), ('pg_type'::regclass, c.reltype)) AND d.deptype = 'n'",
    'AND d.objid NOT IN (SELECT oid FROM pg_rewrite WHERE ev_class = c.oid)',
    ')',
  ];
}

/** Something stands on a type or on its arrays. */
export function typeIsNeeded(key: Named): readonly string[] {
  const type = `to_regtype(${resolvable(key)})`;
  return isNeeded('pg_type', `ANY (SELECT unnest(ARRAY[oid, typarray]) FROM pg_type WHERE oid = ${type})`);
}

/** A role owns something or has privileges on it, in whatever database. */
export function roleIsNeeded(name: string): readonly string[] {
  return [
    'EXISTS (',
    'SELECT 1 FROM pg_shdepend',
    `WHERE refclassid = 'pg_authid'::regclass AND refobjid = to_regrole(${resolvable({ name })})`,
    ')',
  ];
}

function isNeeded(catalog: string, object: string): readonly string[] {
  return [
    'EXISTS (',
    'SELECT 1 FROM pg_depend',
    `WHERE refclassid = '${catalog}'::regclass AND refobjid = ${object} AND deptype = 'n'`,
    ')',
  ];
}

function quotedType(type: string): string {
  const [name = '', ...brackets] = type.split(/(?=\[\])/);
  return name.split('.').map(quoteIdentifier).join('.') + brackets.join('');
}

export function isChildOf(child: Named, parent: Named): string {
  return `EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass(${resolvable(child)}) AND inhparent = to_regclass(${resolvable(parent)}))`;
}

export function hasTrigger(table: Named, name: string): string {
  return `EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass(${resolvable(table)}) AND tgname = ${quoteLiteral(name)})`;
}

export function hasPolicy(table: Named, name: string): string {
  return `EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = to_regclass(${resolvable(table)}) AND polname = ${quoteLiteral(name)})`;
}

export function isPublished(publication: string, table: Named): string {
  return `EXISTS (SELECT 1 FROM pg_publication_rel JOIN pg_publication p ON p.oid = prpubid WHERE pubname = ${quoteLiteral(publication)} AND prrelid = to_regclass(${resolvable(table)}))`;
}

export function isPublishedSchema(publication: string, schema: string): string {
  return `EXISTS (SELECT 1 FROM pg_publication_namespace JOIN pg_publication p ON p.oid = pnpubid WHERE pubname = ${quoteLiteral(publication)} AND pnnspid = to_regnamespace(${resolvable({ name: schema })}))`;
}

export function hasAttribute(type: Named, name: string): string {
  return `EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(${resolvable(type)}) AND attname = ${quoteLiteral(name)} AND NOT attisdropped)`;
}

export function hasDomainConstraint(domain: Named, name: string): string {
  return `EXISTS (SELECT 1 FROM pg_constraint WHERE contypid = to_regtype(${resolvable(domain)}) AND conname = ${quoteLiteral(name)})`;
}

export function inCatalog(catalog: string, field: string, name: string): string {
  return `EXISTS (SELECT 1 FROM ${catalog} WHERE ${field} = ${quoteLiteral(name)})`;
}
