import { type PreparedQuery, prepared } from '../catalog/query';
import type { Database } from '../database/database';
import type { ValueType } from './generatedValues';

/** A table that rows are generated for. Names are quoted as SQL needs them. */
export interface SeedTable {
  readonly table: string;
  /** Its name alone, unquoted. */
  readonly name: string;
  readonly columns: readonly SeedColumn[];
  readonly references: readonly SeedReference[];
}

export interface SeedColumn extends ValueType {
  readonly column: string;
  readonly nullable: boolean;
}

/** A foreign key, by its columns on both sides. */
export interface SeedReference {
  readonly parent: string;
  readonly columns: readonly string[];
  readonly parentColumns: readonly string[];
}

/** The tables of the given names and those that they refer to, however far, parents first where no cycle prevents it. */
export async function seedTables(database: Database, names: readonly string[]): Promise<SeedTable[]> {
  const list = names.map((name) => `'${name.replaceAll("'", "''")}'`).join(', ');
  const rows = await prepared(database, TABLES, `(ARRAY[${list}]::text[])`);
  return parentsFirst(rows.map(([json]) => JSON.parse(json!) as SeedTable));
}

function parentsFirst(tables: readonly SeedTable[]): SeedTable[] {
  const byName = new Map(tables.map((table) => [table.table, table]));
  const ordered = new Set<SeedTable>();
  const visited = new Set<SeedTable>();
  const visit = (table: SeedTable) => {
    if (visited.has(table)) return;
    visited.add(table);
    for (const { parent } of table.references) {
      const other = byName.get(parent);
      if (other) visit(other);
    }
    ordered.add(table);
  };
  for (const table of tables) visit(table);
  return [...ordered];
}

const TABLES: PreparedQuery = {
  name: 'ehr_schema_tables',
  sql: `
WITH RECURSIVE wanted AS (
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
    AND n.nspname <> 'information_schema' AND c.relname = ANY ($1)
  UNION SELECT k.confrelid FROM wanted JOIN pg_constraint k ON k.conrelid = wanted.oid AND k.contype = 'f'),
domain AS (
  SELECT oid, typbasetype AS base, typtypmod AS modifier, typnotnull AS required FROM pg_type WHERE typtype = 'd'
  UNION ALL SELECT d.oid, t.typbasetype, t.typtypmod, d.required OR t.typnotnull
  FROM domain d JOIN pg_type t ON t.oid = d.base WHERE t.typtype = 'd'),
based AS MATERIALIZED (SELECT d.oid, d.base, d.modifier, d.required FROM domain d JOIN pg_type p ON p.oid = d.base WHERE p.typtype <> 'd'),
value AS (
  SELECT a.attrelid, a.attnum, quote_ident(a.attname) AS name, format_type(a.atttypid, a.atttypmod) AS type,
    t.typcategory = 'A' AND t.typelem <> 0 AS is_array, NOT (a.attnotnull OR coalesce(d.required, false)) AS nullable,
    coalesce(d.modifier, a.atttypmod) AS modifier, b.oid AS base, b.typname, b.typtype
  FROM wanted JOIN pg_attribute a ON a.attrelid = wanted.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN based d ON d.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END
  JOIN pg_type b ON b.oid = coalesce(d.base, CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END))
SELECT json_build_object('table', quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'name', c.relname,
  'columns', coalesce((SELECT json_agg(json_build_object('column', v.name, 'type', v.type, 'base', v.typname,
      'limit', CASE WHEN v.typname = 'vector' THEN greatest(v.modifier, 0) ELSE greatest(v.modifier - 4, 0) END,
      'array', v.is_array, 'nullable', v.nullable,
      'labels', CASE WHEN v.typtype = 'e' THEN (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM (
        SELECT enumlabel, enumsortorder FROM pg_enum WHERE enumtypid = v.base ORDER BY enumsortorder LIMIT 3) e) END)
    ORDER BY v.attnum) FROM value v WHERE v.attrelid = c.oid), '[]'),
  'references', coalesce((SELECT json_agg(json_build_object(
      'parent', (SELECT quote_ident(s.nspname) || '.' || quote_ident(p.relname) FROM pg_class p
        JOIN pg_namespace s ON s.oid = p.relnamespace WHERE p.oid = k.confrelid),
      'columns', (SELECT json_agg(quote_ident(a.attname) ORDER BY i) FROM unnest(k.conkey) WITH ORDINALITY u(x, i)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.x),
      'parentColumns', (SELECT json_agg(quote_ident(a.attname) ORDER BY i) FROM unnest(k.confkey) WITH ORDINALITY u(x, i)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.x)))
    FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f'), '[]'))
FROM wanted JOIN pg_class c ON c.oid = wanted.oid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
ORDER BY n.nspname, c.relname`,
};
