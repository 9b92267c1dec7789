import { type Database, query } from '../../server/src/prove/database/database';

export interface WorldColumn {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly defaulted: boolean;
  readonly identity: boolean;
  readonly generated: boolean;
}

export interface WorldConstraint {
  readonly name: string;
  readonly type: 'c' | 'f' | 'p' | 'u' | 'x' | 'n';
  readonly columns: readonly string[];
  readonly validated: boolean;
}

export interface WorldIndex {
  readonly name: string;
  readonly unique: boolean;
  /** It carries a constraint. */
  readonly constraint: boolean;
}

export interface WorldRelation {
  readonly schema: string;
  readonly name: string;
  /** PostgreSQL's letter: table, partitioned table, view, materialized view, sequence. */
  readonly kind: 'r' | 'p' | 'v' | 'm' | 'S';
  readonly temporary: boolean;
  /** The table that it is a partition or child of. */
  readonly parent: string | null;
  readonly partition: boolean;
  readonly strategy: 'r' | 'l' | 'h' | null;
  /** A sequence that belongs to a column. */
  readonly owned: boolean;
  readonly rowSecurity: boolean;
  readonly columns: readonly WorldColumn[];
  readonly constraints: readonly WorldConstraint[];
  readonly indexes: readonly WorldIndex[];
  readonly triggers: readonly string[];
  readonly policies: readonly string[];
  readonly rules: readonly string[];
}

export interface WorldType {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'enum' | 'domain' | 'composite' | 'range';
  /** The labels of an enum, the attributes of a composite type, the constraints of a domain. */
  readonly parts: readonly string[];
}

export interface WorldRoutine {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'f' | 'p' | 'a';
  readonly arguments: string;
  readonly returns: string | null;
}

/** What a database holds, as far as statements may name it. */
export interface World {
  readonly schemas: readonly string[];
  readonly relations: readonly WorldRelation[];
  readonly types: readonly WorldType[];
  readonly routines: readonly WorldRoutine[];
  readonly extensions: readonly string[];
  readonly publications: readonly string[];
  readonly statistics: readonly string[];
  readonly roles: readonly string[];
}

/** Reads what is there. Everything comes in the order of its name, so that the same history always gives the same world. */
export async function readWorld(database: Database): Promise<World> {
  const [row] = await query(database, WORLD);
  return JSON.parse(row![0]!) as World;
}

const OWN = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";
const NOT_OF_EXTENSION = (oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = ${oid} AND d.deptype = 'e')`;
const list = (select: string) => `coalesce((${select}), '[]')`;

const WORLD = `SELECT json_build_object(
  'schemas', ${list(`SELECT json_agg(nspname ORDER BY nspname) FROM pg_namespace n WHERE ${OWN}`)},
  'relations', ${list(`SELECT json_agg(json_build_object(
      'schema', n.nspname, 'name', c.relname, 'kind', c.relkind, 'temporary', c.relpersistence = 't', 'partition', c.relispartition,
      'parent', (SELECT p.relname FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent WHERE i.inhrelid = c.oid LIMIT 1),
      'strategy', (SELECT partstrat FROM pg_partitioned_table WHERE partrelid = c.oid),
      'owned', EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')),
      'rowSecurity', c.relrowsecurity,
      'columns', ${list(`SELECT json_agg(json_build_object('name', attname, 'type', format_type(atttypid, atttypmod), 'notNull', attnotnull,
          'defaulted', atthasdef AND attgenerated = '', 'identity', attidentity <> '', 'generated', attgenerated <> '') ORDER BY attnum)
        FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped`)},
      'constraints', ${list(`SELECT json_agg(json_build_object('name', conname, 'type', contype, 'validated', convalidated,
          'columns', ${list(`SELECT json_agg(attname ORDER BY attnum) FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey)`)}) ORDER BY conname)
        FROM pg_constraint WHERE conrelid = c.oid`)},
      'indexes', ${list(`SELECT json_agg(json_build_object('name', x.relname, 'unique', i.indisunique,
          'constraint', EXISTS (SELECT FROM pg_constraint WHERE conindid = x.oid AND contype <> 'f')) ORDER BY x.relname)
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid`)},
      'triggers', ${list('SELECT json_agg(tgname ORDER BY tgname) FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal')},
      'policies', ${list('SELECT json_agg(polname ORDER BY polname) FROM pg_policy WHERE polrelid = c.oid')},
      'rules', ${list("SELECT json_agg(rulename ORDER BY rulename) FROM pg_rewrite WHERE ev_class = c.oid AND rulename <> '_RETURN'")}
      ) ORDER BY n.nspname, c.relname)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND (${OWN} OR c.relpersistence = 't') AND n.nspname !~ '^pg_toast'`)},
  'types', ${list(`SELECT json_agg(json_build_object('schema', n.nspname, 'name', t.typname,
      'kind', CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'composite' END,
      'parts', ${list(`SELECT CASE t.typtype
        WHEN 'e' THEN (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)
        WHEN 'd' THEN (SELECT json_agg(conname ORDER BY conname) FROM pg_constraint WHERE contypid = t.oid)
        WHEN 'c' THEN (SELECT json_agg(attname ORDER BY attnum) FROM pg_attribute WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped)
        END`)}) ORDER BY n.nspname, t.typname)
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE ${OWN} AND (t.typtype IN ('e', 'd', 'r') OR (SELECT relkind FROM pg_class WHERE oid = t.typrelid) = 'c') AND ${NOT_OF_EXTENSION('t.oid')}`)},
  'routines', ${list(`SELECT json_agg(json_build_object('schema', n.nspname, 'name', p.proname, 'kind', p.prokind,
      'arguments', pg_get_function_identity_arguments(p.oid), 'returns', format_type(p.prorettype, NULL))
      ORDER BY n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OWN} AND ${NOT_OF_EXTENSION('p.oid')}
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'i')`)},
  'extensions', ${list("SELECT json_agg(extname ORDER BY extname) FROM pg_extension WHERE extname <> 'plpgsql'")},
  'publications', ${list('SELECT json_agg(pubname ORDER BY pubname) FROM pg_publication')},
  'statistics', ${list('SELECT json_agg(stxname ORDER BY stxname) FROM pg_statistic_ext')},
  'roles', ${list("SELECT json_agg(rolname ORDER BY rolname) FROM pg_roles WHERE rolname !~ '^pg_' AND rolname <> current_user")})`;
