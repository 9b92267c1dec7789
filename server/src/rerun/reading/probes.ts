import type { Node } from '@pgsql/types';
import { isHarmless, isNoValueOf, kindTested, leadingShape, type Shape } from './catalogShapes';
import { display, keyOf, type QualifiedName } from './names';

/** A catalog in the FROM of a guard. */
export interface Table {
  readonly name: string;
  readonly alias: string;
}

/** One comparison in the WHERE of a guard; without a field it is not understood. */
export interface Test {
  readonly field?: string;
  readonly value?: string | boolean;
  /** Any of several values. */
  readonly values?: readonly string[];
  /** The other column of a join. */
  readonly joins?: string;
  readonly currentSchema?: boolean;
  /** The value is a name that PostgreSQL resolves (`::regclass`, `to_regclass`), with quotes and case folding. */
  readonly resolved?: boolean;
  /** A query looks the value up by name: the key of the table or type. */
  readonly key?: string;
  /** The node to mark when the guard tests the wrong thing. */
  readonly node: Node;
}

interface Found {
  /** The nodes that name the object, the most telling first: where a wrong guard is marked. */
  readonly nodes: readonly Node[];
  /** The guard names no schema, so that the same name in another schema satisfies it. */
  readonly anySchema: boolean;
  /** Where it is looked for, unless in any schema. */
  readonly schema: string;
  /** More is asked of the object than that it is there. */
  readonly isNarrow?: true;
  /** A test compares with what the field never holds: nothing is ever found. */
  readonly isVoid?: true;
}

/** The object that a guard asks for. */
export type Probe = Found &
  (
    | { readonly kind: 'relation'; readonly key: string; readonly kinds?: readonly string[] }
    | { readonly kind: 'column'; readonly table: string; readonly column: string; readonly type?: string }
    | { readonly kind: 'constraint'; readonly table?: string; readonly name: string }
    | { readonly kind: 'primary key'; readonly table: string }
    | { readonly kind: 'type'; readonly key: string }
    | { readonly kind: 'label'; readonly type?: string; readonly label: string }
    | {
        readonly kind: 'member';
        readonly member: 'trigger' | 'policy' | 'rule' | 'publication';
        readonly table?: string;
        readonly name: string;
      }
    /** Without a parent: whether it is the child of any. */
    | { readonly kind: 'parent'; readonly child: string; readonly parent?: string }
    | { readonly kind: 'routine'; readonly key: string; readonly sole?: true }
    | { readonly kind: 'item'; readonly item: string; readonly name: string; readonly login?: true }
  );

/** The object that a query over these catalogs with these tests asks for, or undefined when it cannot be told. */
export function probeOf(tables: readonly Table[], tests: readonly Test[], schema: string): Probe | undefined {
  const shape = leadingShape(tables.map(({ name }) => name));
  if (!shape) return undefined;
  const used = new Set([shape.name, ...(shape.table ?? []), ...(shape.schema ?? []), ...(shape.type ?? [])]);
  const isNarrow = tests.some(
    ({ field, joins }) => !joins && (field === undefined || (!used.has(field) && !isHarmless(field))),
  );
  const isVoid = tests.some(({ field, value }) => isNoValueOf(field, value));
  const more = { ...(isNarrow ? { isNarrow } : {}), ...(isVoid ? { isVoid } : {}) };
  const nameTest = tests.find((test) => test.field === shape.name && typeof test.value === 'string');
  const probe = nameTest ? named(shape, nameTest, tests, schema) : primaryKey(shape, tests, schema);
  return probe && { ...probe, ...more };
}

function named(shape: Shape, nameTest: Test, tests: readonly Test[], schema: string): Probe {
  const tableTest = testOfTable(shape, tests);
  const { given, schemaTest } = schemaGiven(shape, tests, schema);
  const name = nameTest.value as string;
  const direct = nameTest.resolved || nameTest.field === 'argument' || /relid$/.test(nameTest.field ?? '');
  const own = direct ? resolve(name, given) : { schema: given, name };
  const table = tableTest ? tableKey(tableTest, given) : undefined;
  const anySchema = !direct && !schemaTest && !tableTest?.resolved && shape.schema !== undefined;
  const nodes = [nameTest.node, ...(tableTest ? [tableTest.node] : [])];
  const found = { nodes, anySchema, schema: given };
  switch (shape.probe) {
    case 'relation': {
      const kinds = kindsOf(shape, tests);
      return { ...found, kind: 'relation', key: nameTest.key ?? keyOf(own), ...(kinds ? { kinds } : {}) };
    }
    case 'column': {
      const type = tests.find(
        (test) => shape.type?.includes(test.field ?? '') && typeof test.value === 'string',
      )?.value;
      return {
        ...found,
        kind: 'column',
        table: table ?? '',
        column: name,
        ...(typeof type === 'string' ? { type } : {}),
      };
    }
    case 'constraint':
      return { ...found, kind: 'constraint', name, ...(table ? { table } : {}) };
    case 'type':
      return { ...found, kind: 'type', key: keyOf(own) };
    case 'label':
      return { ...found, kind: 'label', label: name, ...(table ? { type: table } : {}) };
    case 'parent':
      return {
        ...found,
        kind: 'parent',
        child: nameTest.key ?? keyOf(resolve(name, given)),
        ...(table ? { parent: table } : {}),
      };
    case 'routine':
      return routine(found, direct ? name : undefined, own, shape);
    case 'item':
      return {
        ...found,
        kind: 'item',
        item: shape.item!,
        name: shape.placed ? keyOf(own) : direct ? own.name : name,
        ...(shape.login ? { login: true } : {}),
      };
    default:
      return { ...found, kind: 'member', member: shape.probe, name, ...(table ? { table } : {}) };
  }
}

/** A routine by its name, or by the text of a signature, of which no more is read than the name. */
function routine(found: Found, text: string | undefined, own: QualifiedName, { sole }: Shape): Probe {
  const parenthesis = text?.indexOf('(') ?? -1;
  const probe = { ...found, kind: 'routine', ...(sole ? { sole } : {}) } as const;
  return parenthesis < 0
    ? { ...probe, key: keyOf(own) }
    : { ...probe, key: keyOf(resolve(text!.slice(0, parenthesis), found.schema)), isNarrow: true };
}

/** `constraint_type = 'PRIMARY KEY'`: a table has one, whatever its name. */
function primaryKey(shape: Shape, tests: readonly Test[], schema: string): Probe | undefined {
  const tableTest = testOfTable(shape, tests);
  const kindTest = tests.find(
    ({ field, value }) =>
      (field === 'constraint_type' && typeof value === 'string' && value.toUpperCase() === 'PRIMARY KEY') ||
      (field === 'contype' && value === 'p'),
  );
  if (shape.probe !== 'constraint' || !tableTest || !kindTest) return undefined;
  const { given, schemaTest } = schemaGiven(shape, tests, schema);
  const nodes = [kindTest.node, tableTest.node];
  const anySchema = !schemaTest && !tableTest.resolved;
  return { nodes, anySchema, schema: given, kind: 'primary key', table: tableKey(tableTest, given) };
}

function testOfTable({ table }: Shape, tests: readonly Test[]): Test | undefined {
  return tests.find((test) => table?.includes(test.field ?? '') && typeof test.value === 'string');
}

function schemaGiven(shape: Shape, tests: readonly Test[], schema: string): { given: string; schemaTest?: Test } {
  const schemaTest = tests.find((test) => shape.schema?.includes(test.field ?? '') && !test.joins);
  const given = typeof schemaTest?.value === 'string' ? schemaTest.value : schema;
  return { given, ...(schemaTest ? { schemaTest } : {}) };
}

/** The kinds of relations that pass. */
function kindsOf({ kinds }: Shape, tests: readonly Test[]): readonly string[] | undefined {
  const tested = tests.flatMap(({ field, value }) => kindTested(field, value) ?? []);
  if (tested.length === 0) return kinds;
  return tested.filter((kind) => !kinds || kinds.includes(kind));
}

function tableKey(test: Test, schema: string): string {
  if (test.key !== undefined) return test.key;
  const name = test.value as string;
  return keyOf(test.resolved ? resolve(name, schema) : { schema, name });
}

/** Reads a name as `to_regclass` does: dots separate, quotes keep case, everything else folds. */
export function resolve(text: string, schema: string): QualifiedName {
  const parts: string[] = [];
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([^".\s]+))\s*(?:\.|$)/gy;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    parts.push(match[1] !== undefined ? match[1].replaceAll('""', '"') : match[2]!.toLowerCase());
    if (pattern.lastIndex >= text.length) break;
  }
  return { schema: parts.length > 1 ? parts.at(-2)! : schema, name: parts.at(-1) ?? text };
}

/** What a probe asks for, in words. */
export function describe(probe: Probe): string {
  switch (probe.kind) {
    case 'relation':
      return `${probe.kinds?.[0] ?? 'relation'} ${display(probe.key)}`;
    case 'column':
      return `column "${probe.column}" of ${display(probe.table)}${probe.type === undefined ? '' : ` for the type ${probe.type}`}`;
    case 'constraint':
      return `constraint "${probe.name}"${probe.table === undefined ? ' of any table' : ` of ${display(probe.table)}`}`;
    case 'primary key':
      return `the primary key of ${display(probe.table)}`;
    case 'type':
      return `type ${display(probe.key)}`;
    case 'label':
      return `label '${probe.label}'${probe.type === undefined ? '' : ` of type ${display(probe.type)}`}`;
    case 'member':
      if (probe.member === 'publication')
        return `${probe.table === undefined ? 'any table' : display(probe.table)} in publication "${probe.name}"`;
      return `${probe.member} "${probe.name}"${probe.table === undefined ? ' on any table' : ` on ${display(probe.table)}`}`;
    case 'parent':
      return `${display(probe.child)} as a child of ${probe.parent === undefined ? 'any table' : display(probe.parent)}`;
    /** Without a parent: whether it is the child of any. */
    case 'routine':
      return `routine ${display(probe.key)}`;
    case 'item':
      return `${probe.item} "${probe.name}"${probe.login ? ' among those that may log in' : ''}`;
  }
}
