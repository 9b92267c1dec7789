/** Which field of a catalog names the object itself, its table, its schema and a column's type. */
export interface Shape {
  readonly probe:
    | 'relation'
    | 'column'
    | 'constraint'
    | 'type'
    | 'label'
    | 'trigger'
    | 'policy'
    | 'rule'
    | 'publication'
    | 'routine'
    | 'item'
    | 'parent';
  readonly name: string;
  readonly table?: readonly string[];
  readonly schema?: readonly string[];
  readonly type?: readonly string[];
  /** The kinds of relations that it lists; without them, all. */
  readonly kinds?: readonly string[];
  readonly item?: string;
  /** Items: they stand in a schema. */
  readonly placed?: true;
  /** Routines: it finds none where there are several of the name. */
  readonly sole?: true;
  /** Roles: it lists those alone that may log in. */
  readonly login?: true;
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
  tables: {
    probe: 'relation',
    name: 'table_name',
    schema: ['table_schema'],
    kinds: ['table', 'view', 'foreign table'],
  },
  pg_tables: { probe: 'relation', name: 'tablename', schema: ['schemaname'], kinds: ['table'] },
  views: { probe: 'relation', name: 'table_name', schema: ['table_schema'], kinds: ['view'] },
  pg_views: { probe: 'relation', name: 'viewname', schema: ['schemaname'], kinds: ['view'] },
  pg_matviews: { probe: 'relation', name: 'matviewname', schema: ['schemaname'], kinds: ['materialized view'] },
  sequences: { probe: 'relation', name: 'sequence_name', schema: ['sequence_schema'], kinds: ['sequence'] },
  pg_sequences: { probe: 'relation', name: 'sequencename', schema: ['schemaname'], kinds: ['sequence'] },
  pg_indexes: { probe: 'relation', name: 'indexname', schema: ['schemaname'], kinds: ['index'] },
  pg_class: { probe: 'relation', name: 'relname', schema: ['nspname', 'relnamespace'] },
  pg_index: { probe: 'relation', name: 'indexrelid', kinds: ['index'] },
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
  pg_publication_tables: { probe: 'publication', name: 'pubname', table: ['tablename'], schema: ['schemaname'] },
  pg_publication_rel: { probe: 'publication', name: 'pubname', table: ['prrelid', 'relname'], schema: ['nspname'] },
  pg_inherits: { probe: 'parent', name: 'inhrelid', table: ['inhparent'] },
  pg_proc: { probe: 'routine', name: 'proname', schema: ['nspname', 'pronamespace'] },
  routines: { probe: 'routine', name: 'routine_name', schema: ['routine_schema', 'specific_schema'] },
  pg_extension: { probe: 'item', name: 'extname', item: 'extension' },
  pg_namespace: { probe: 'item', name: 'nspname', item: 'schema' },
  schemata: { probe: 'item', name: 'schema_name', item: 'schema' },
  pg_roles: { probe: 'item', name: 'rolname', item: 'role' },
  pg_authid: { probe: 'item', name: 'rolname', item: 'role' },
  pg_user: { probe: 'item', name: 'usename', item: 'role', login: true },
  pg_shadow: { probe: 'item', name: 'usename', item: 'role', login: true },
  pg_publication: { probe: 'item', name: 'pubname', item: 'publication' },
  pg_ts_config: {
    probe: 'item',
    name: 'cfgname',
    item: 'text search configuration',
    schema: ['cfgnamespace'],
    placed: true,
  },
  pg_ts_dict: {
    probe: 'item',
    name: 'dictname',
    item: 'text search dictionary',
    schema: ['dictnamespace'],
    placed: true,
  },
  pg_collation: {
    probe: 'item',
    name: 'collname',
    item: 'collation',
    schema: ['collnamespace', 'nspname'],
    placed: true,
  },
  pg_statistic_ext: {
    probe: 'item',
    name: 'stxname',
    item: 'statistics object',
    schema: ['stxnamespace', 'nspname'],
    placed: true,
  },
  pg_foreign_server: { probe: 'item', name: 'srvname', item: 'server' },
  pg_foreign_data_wrapper: { probe: 'item', name: 'fdwname', item: 'foreign-data wrapper' },
  pg_subscription: { probe: 'item', name: 'subname', item: 'subscription' },
  pg_event_trigger: { probe: 'item', name: 'evtname', item: 'event trigger' },
  pg_language: { probe: 'item', name: 'lanname', item: 'language' },
  to_regclass: { probe: 'relation', name: 'argument' },
  to_regtype: { probe: 'type', name: 'argument' },
  to_regproc: { probe: 'routine', name: 'argument', sole: true },
  to_regprocedure: { probe: 'routine', name: 'argument' },
  to_regnamespace: { probe: 'item', name: 'argument', item: 'schema' },
  to_regrole: { probe: 'item', name: 'argument', item: 'role' },
};

/** Joined catalogs that only lead from one to another; the others decide what is asked. */
const LEADS: readonly string[] = [
  'pg_enum',
  'pg_attribute',
  'pg_constraint',
  'pg_trigger',
  'pg_policy',
  'pg_index',
  'pg_inherits',
  'pg_publication_rel',
];

/** Of the catalogs that are joined, the one that decides what is asked; undefined where one of them is not understood. */
export function leadingShape(names: readonly string[]): Shape | undefined {
  if (names.length === 0 || names.some((name) => SHAPES[name] === undefined)) return undefined;
  const lead = names.find((name) => LEADS.includes(name)) ?? names.find((name) => name !== 'pg_namespace') ?? names[0]!;
  return SHAPES[lead];
}

/** True for the tables and views in which PostgreSQL keeps its objects. */
export function isCatalogName(name: string): boolean {
  return name.startsWith('pg_') || SHAPES[name] !== undefined;
}

/** Tests that narrow the search without changing which object is meant. */
const HARMLESS =
  /^(attisdropped|attnum|typtype|relkind|contype|tgisinternal|table_catalog|table_type|constraint_type|indisvalid|oid|argument|typcategory|confrelid)$/;

export function isHarmless(field: string): boolean {
  return HARMLESS.test(field);
}

/** What tells the kind of a relation, and the kinds by its values. */
const KINDS: Record<string, Record<string, string>> = {
  relkind: {
    r: 'table',
    p: 'table',
    v: 'view',
    m: 'materialized view',
    i: 'index',
    I: 'index',
    S: 'sequence',
    f: 'foreign table',
    c: 'composite type',
    t: 'table',
  },
  table_type: { 'BASE TABLE': 'table', 'LOCAL TEMPORARY': 'table', VIEW: 'view', FOREIGN: 'foreign table' },
};

/** The kind of relation that a test lets pass; undefined for a test of something else. */
export function kindTested(field: string | undefined, value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? KINDS[field ?? '']?.[value] : undefined;
}

const YES_OR_NO = ['YES', 'NO'];

/** The only values that fields have. */
const VOCABULARY: Record<string, readonly string[]> = {
  ...Object.fromEntries(Object.entries(KINDS).map(([field, kinds]) => [field, Object.keys(kinds)])),
  constraint_type: ['PRIMARY KEY', 'FOREIGN KEY', 'UNIQUE', 'CHECK'],
  contype: ['c', 'f', 'n', 'p', 'u', 't', 'x'],
  is_nullable: YES_OR_NO,
  is_identity: YES_OR_NO,
  is_updatable: YES_OR_NO,
  is_generated: ['ALWAYS', 'NEVER'],
};

/** True for a value that a field never has, such as a word in another letter case. */
export function isNoValueOf(field: string | undefined, value: string | boolean | undefined): boolean {
  const values = VOCABULARY[field ?? ''];
  return values !== undefined && typeof value === 'string' && !values.includes(value);
}
