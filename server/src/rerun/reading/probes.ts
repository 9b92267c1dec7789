import type { Node } from '@pgsql/types';
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
  /** The node to mark when the guard tests the wrong thing. */
  readonly node: Node;
}

interface Found {
  /** The nodes that name the object, the most telling first: where a wrong guard is marked. */
  readonly nodes: readonly Node[];
  /** The guard names no schema, so that the same name in another schema satisfies it. */
  readonly anySchema: boolean;
}

/** The object that a guard asks for. */
export type Probe = Found &
  (
    | {
        readonly kind: 'relation';
        readonly key: string;
        readonly relationKind?: 'index' | 'table' | 'view' | 'sequence';
      }
    | { readonly kind: 'column'; readonly table: string; readonly column: string; readonly type?: string }
    | { readonly kind: 'constraint'; readonly table?: string; readonly name: string }
    | { readonly kind: 'type'; readonly key: string }
    | { readonly kind: 'label'; readonly type?: string; readonly label: string }
    | {
        readonly kind: 'member';
        readonly member: 'trigger' | 'policy' | 'rule';
        readonly table?: string;
        readonly name: string;
      }
    /** Without a parent: whether it is the child of any. */
    | { readonly kind: 'parent'; readonly child: string; readonly parent?: string }
    | { readonly kind: 'item'; readonly item: string; readonly name: string }
  );

/** Which field of a catalog names the object itself, its table, its schema and a column's type. */
interface Shape {
  readonly probe:
    | 'relation'
    | 'column'
    | 'constraint'
    | 'type'
    | 'label'
    | 'trigger'
    | 'policy'
    | 'rule'
    | 'item'
    | 'parent';
  readonly name: string;
  readonly table?: readonly string[];
  readonly schema?: readonly string[];
  readonly type?: readonly string[];
  readonly relationKind?: 'index' | 'table' | 'view' | 'sequence';
  readonly item?: string;
}

const SHAPES: Record<string, Shape> = {
  columns: {
    probe: 'column',
    name: 'column_name',
    table: ['table_name'],
    schema: ['table_schema'],
    type: ['data_type', 'udt_name'],
  },
  pg_attribute: {
    probe: 'column',
    name: 'attname',
    table: ['attrelid', 'relname'],
    schema: ['nspname', 'relnamespace'],
  },
  tables: { probe: 'relation', name: 'table_name', schema: ['table_schema'], relationKind: 'table' },
  pg_tables: { probe: 'relation', name: 'tablename', schema: ['schemaname'], relationKind: 'table' },
  views: { probe: 'relation', name: 'table_name', schema: ['table_schema'], relationKind: 'view' },
  pg_views: { probe: 'relation', name: 'viewname', schema: ['schemaname'], relationKind: 'view' },
  pg_matviews: { probe: 'relation', name: 'matviewname', schema: ['schemaname'] },
  sequences: { probe: 'relation', name: 'sequence_name', schema: ['sequence_schema'], relationKind: 'sequence' },
  pg_sequences: { probe: 'relation', name: 'sequencename', schema: ['schemaname'], relationKind: 'sequence' },
  pg_indexes: { probe: 'relation', name: 'indexname', schema: ['schemaname'], relationKind: 'index' },
  pg_class: { probe: 'relation', name: 'relname', schema: ['nspname', 'relnamespace'] },
  pg_index: { probe: 'relation', name: 'indexrelid', relationKind: 'index' },
  pg_constraint: {
    probe: 'constraint',
    name: 'conname',
    table: ['conrelid', 'relname'],
    schema: ['nspname', 'connamespace'],
  },
  table_constraints: {
    probe: 'constraint',
    name: 'constraint_name',
    table: ['table_name'],
    schema: ['table_schema', 'constraint_schema'],
  },
  referential_constraints: { probe: 'constraint', name: 'constraint_name', schema: ['constraint_schema'] },
  check_constraints: { probe: 'constraint', name: 'constraint_name', schema: ['constraint_schema'] },
  key_column_usage: {
    probe: 'constraint',
    name: 'constraint_name',
    table: ['table_name'],
    schema: ['table_schema', 'constraint_schema'],
  },
  constraint_column_usage: { probe: 'constraint', name: 'constraint_name', schema: ['constraint_schema'] },
  pg_type: { probe: 'type', name: 'typname', schema: ['nspname', 'typnamespace'] },
  domains: { probe: 'type', name: 'domain_name', schema: ['domain_schema'] },
  pg_enum: { probe: 'label', name: 'enumlabel', table: ['enumtypid', 'typname'], schema: ['nspname', 'typnamespace'] },
  pg_trigger: { probe: 'trigger', name: 'tgname', table: ['tgrelid', 'relname'], schema: ['nspname'] },
  triggers: {
    probe: 'trigger',
    name: 'trigger_name',
    table: ['event_object_table'],
    schema: ['trigger_schema', 'event_object_schema'],
  },
  pg_policy: { probe: 'policy', name: 'polname', table: ['polrelid', 'relname'], schema: ['nspname'] },
  pg_policies: { probe: 'policy', name: 'policyname', table: ['tablename'], schema: ['schemaname'] },
  pg_rules: { probe: 'rule', name: 'rulename', table: ['tablename'], schema: ['schemaname'] },
  pg_inherits: { probe: 'parent', name: 'inhrelid', table: ['inhparent'] },
  pg_extension: { probe: 'item', name: 'extname', item: 'extension' },
  pg_namespace: { probe: 'item', name: 'nspname', item: 'schema' },
  schemata: { probe: 'item', name: 'schema_name', item: 'schema' },
  pg_roles: { probe: 'item', name: 'rolname', item: 'role' },
  pg_authid: { probe: 'item', name: 'rolname', item: 'role' },
  pg_user: { probe: 'item', name: 'usename', item: 'role' },
  pg_publication: { probe: 'item', name: 'pubname', item: 'publication' },
  pg_event_trigger: { probe: 'item', name: 'evtname', item: 'event trigger' },
  pg_language: { probe: 'item', name: 'lanname', item: 'language' },
  to_regclass: { probe: 'relation', name: 'argument' },
  to_regtype: { probe: 'type', name: 'argument' },
  to_regnamespace: { probe: 'item', name: 'argument', item: 'schema' },
  to_regrole: { probe: 'item', name: 'argument', item: 'role' },
};

/** True for the tables and views in which PostgreSQL keeps its objects. */
export function isCatalogName(name: string): boolean {
  return name.startsWith('pg_') || SHAPES[name] !== undefined;
}

/** Joined catalogs that only lead from one to another; the others decide what is asked. */
const LEADS: readonly string[] = [
  'pg_enum',
  'pg_attribute',
  'pg_constraint',
  'pg_trigger',
  'pg_policy',
  'pg_index',
  'pg_inherits',
];

/** Tests that narrow the search without changing which object is meant. */
const HARMLESS =
  /^(attisdropped|attnum|typtype|relkind|contype|tgisinternal|table_catalog|table_type|constraint_type|indisvalid|oid|argument|typcategory|confrelid)$/;

/** The object that a query over these catalogs with these tests asks for, or undefined when it cannot be told. */
export function probeOf(tables: readonly Table[], tests: readonly Test[], schema: string): Probe | undefined {
  const known = tables.filter(({ name }) => SHAPES[name]);
  if (known.length === 0 || known.length !== tables.length) return undefined;
  const lead =
    known.find(({ name }) => LEADS.includes(name)) ?? known.find(({ name }) => name !== 'pg_namespace') ?? known[0]!;
  const shape = SHAPES[lead.name]!;
  const used = new Set([shape.name, ...(shape.table ?? []), ...(shape.schema ?? []), ...(shape.type ?? [])]);
  if (
    tests.some(
      (test) => !test.joins && (test.field === undefined || (!used.has(test.field) && !HARMLESS.test(test.field))),
    )
  )
    return undefined;
  const nameTest = tests.find((test) => test.field === shape.name && typeof test.value === 'string');
  if (!nameTest) return undefined;
  return build(shape, nameTest, tests, schema);
}

function build(shape: Shape, nameTest: Test, tests: readonly Test[], schema: string): Probe {
  const tableTest = tests.find((test) => shape.table?.includes(test.field ?? '') && typeof test.value === 'string');
  const schemaTest = tests.find((test) => shape.schema?.includes(test.field ?? '') && !test.joins);
  const given = typeof schemaTest?.value === 'string' ? schemaTest.value : schema;
  const name = nameTest.value as string;
  const direct = nameTest.resolved || nameTest.field === 'argument' || /relid$/.test(nameTest.field ?? '');
  const own = direct ? resolve(name, given) : { schema: given, name };
  const table = tableTest ? tableKey(tableTest, given) : undefined;
  const anySchema = !direct && !schemaTest && !tableTest?.resolved && shape.schema !== undefined;
  const nodes = [nameTest.node, ...(tableTest ? [tableTest.node] : [])];
  const found = { nodes, anySchema };
  switch (shape.probe) {
    case 'relation':
      return {
        ...found,
        kind: 'relation',
        key: keyOf(own),
        ...(shape.relationKind ? { relationKind: shape.relationKind } : {}),
      };
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
      return { ...found, kind: 'parent', child: keyOf(resolve(name, given)), ...(table ? { parent: table } : {}) };
    case 'item':
      return { ...found, kind: 'item', item: shape.item!, name: direct ? own.name : name };
    default:
      return { ...found, kind: 'member', member: shape.probe, name, ...(table ? { table } : {}) };
  }
}

function tableKey(test: Test, schema: string): string {
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
      return `${probe.relationKind ?? 'relation'} ${display(probe.key)}`;
    case 'column':
      return `column "${probe.column}" of ${display(probe.table)}${probe.type === undefined ? '' : ` for the type ${probe.type}`}`;
    case 'constraint':
      return `constraint "${probe.name}"${probe.table === undefined ? ' of any table' : ` of ${display(probe.table)}`}`;
    case 'type':
      return `type ${display(probe.key)}`;
    case 'label':
      return `label '${probe.label}'${probe.type === undefined ? '' : ` of type ${display(probe.type)}`}`;
    case 'member':
      return `${probe.member} "${probe.name}"${probe.table === undefined ? ' on any table' : ` on ${display(probe.table)}`}`;
    case 'parent':
      return `${display(probe.child)} as a child of ${probe.parent === undefined ? 'any table' : display(probe.parent)}`;
    case 'item':
      return `${probe.item} "${probe.name}"`;
  }
}
