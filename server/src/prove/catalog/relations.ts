/** Tables, views, sequences and what hangs on them: one SELECT of (kind, name, aspects) each. */
export const RELATIONS: readonly string[] = [
  `SELECT 'schema', quote_ident(n), json_build_object('owner', pg_get_userbyid(nspowner), 'privileges', nspacl::text) FROM ns`,
  `SELECT CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table'
      WHEN 'c' THEN 'composite type' ELSE 'table' END, q,
    json_build_object('owner', pg_get_userbyid(relowner), 'privileges', relacl::text,
      'kind', CASE WHEN relkind = 'p' THEN 'partitioned' END,
      'persistence', nullif(relpersistence::text, 'p'), 'row security', nullif(relrowsecurity, false),
      'row security for owners', nullif(relforcerowsecurity, false), 'replica identity', nullif(relreplident::text, 'd'),
      'options', array_to_string(reloptions, ', '),
      'partition', CASE WHEN relispartition THEN pg_get_expr(relpartbound, oid) END,
      'partition key', CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) END,
      'inherits', (SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = rel.oid),
      'access method', (SELECT amname FROM pg_am WHERE pg_am.oid = relam),
      'tablespace', (SELECT spcname FROM pg_tablespace t WHERE t.oid = reltablespace),
      'populated', CASE WHEN relkind = 'm' THEN relispopulated END,
      'definition', CASE WHEN relkind IN ('v', 'm') THEN pg_get_viewdef(oid) END,
      'column order', (SELECT string_agg(attname::text, ', ' ORDER BY attnum) FROM pg_attribute a
        WHERE a.attrelid = rel.oid AND attnum > 0 AND NOT attisdropped))
    FROM rel WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'c')`,
  `SELECT 'column', q || '.' || quote_ident(a.attname),
    json_build_object('type', format_type(a.atttypid, a.atttypmod), 'nullable', CASE WHEN a.attnotnull THEN 'no' ELSE 'yes' END,
      'default', pg_get_expr(d.adbin, d.adrelid), 'identity', nullif(a.attidentity::text, ''),
      'generated', nullif(a.attgenerated::text, ''),
      'collation', CASE WHEN a.attcollation <> 100 THEN (SELECT collname FROM pg_collation c WHERE c.oid = a.attcollation) END,
      'storage', a.attstorage::text, 'compression', nullif(a.attcompression::text, ''),
      'statistics', nullif(coalesce(a.attstattarget, -1), -1), 'privileges', a.attacl::text,
      'options', array_to_string(a.attoptions, ', '),
      'inherited', CASE WHEN a.attinhcount > 0 THEN a.attinhcount || CASE WHEN a.attislocal THEN ' and local' ELSE '' END END)
    FROM rel JOIN pg_attribute a ON a.attrelid = rel.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'c')`,
  `SELECT 'constraint', coalesce(rel.q || '.', '') || quote_ident(k.conname) ||
      coalesce(' of domain ' || nullif(k.contypid, 0)::regtype::text, ''),
    json_build_object('definition', pg_get_constraintdef(k.oid), 'valid', nullif(k.convalidated, true),
      'local', nullif(k.conislocal, true), 'inherited', nullif(k.coninhcount::int, 0), 'no inherit', nullif(k.connoinherit, false))
    FROM pg_constraint k JOIN ns ON ns.oid = k.connamespace LEFT JOIN rel ON rel.oid = k.conrelid
    WHERE k.contype <> 'n' AND (k.conrelid = 0 OR rel.oid IS NOT NULL)`,
  `SELECT 'index', q, json_build_object('definition', pg_get_indexdef(i.indexrelid),
      'valid', CASE WHEN i.indisvalid AND i.indisready THEN 'yes' ELSE 'no' END, 'primary key', nullif(i.indisprimary, false),
      'clustered', nullif(i.indisclustered, false), 'replica identity', nullif(i.indisreplident, false),
      'options', array_to_string(rel.reloptions, ', '))
    FROM rel JOIN pg_index i ON i.indexrelid = rel.oid`,
  `SELECT 'sequence', q, json_build_object('owner', pg_get_userbyid(relowner), 'privileges', relacl::text,
      'persistence', nullif(relpersistence::text, 'p'), 'type', format_type(s.seqtypid, NULL), 'start', s.seqstart,
      'increment', s.seqincrement, 'minimum', s.seqmin, 'maximum', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle,
      'owned by', (SELECT string_agg(d.refobjid::regclass::text || '.' || quote_ident(a.attname), ', ')
        FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.objid = rel.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0))
    FROM rel JOIN pg_sequence s ON s.seqrelid = rel.oid`,
  `SELECT 'trigger', q || '.' || quote_ident(t.tgname), json_build_object('definition', pg_get_triggerdef(t.oid), 'enabled', t.tgenabled::text)
    FROM rel JOIN pg_trigger t ON t.tgrelid = rel.oid WHERE NOT t.tgisinternal`,
  `SELECT 'internal triggers of table', q, json_build_object('enabled', string_agg(t.tgenabled::text, ''))
    FROM rel JOIN pg_trigger t ON t.tgrelid = rel.oid WHERE t.tgisinternal AND t.tgenabled <> 'O' GROUP BY q`,
  `SELECT 'policy', q || '.' || quote_ident(p.polname), json_build_object('command', p.polcmd::text, 'permissive', p.polpermissive,
      'roles', (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r) END, ', ') FROM unnest(p.polroles) r),
      'using', pg_get_expr(p.polqual, p.polrelid), 'with check', pg_get_expr(p.polwithcheck, p.polrelid))
    FROM rel JOIN pg_policy p ON p.polrelid = rel.oid`,
  `SELECT 'rule', q || '.' || quote_ident(r.rulename), json_build_object('definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled::text)
    FROM rel JOIN pg_rewrite r ON r.ev_class = rel.oid WHERE r.rulename <> '_RETURN'`,
  `SELECT 'statistics', n || '.' || quote_ident(s.stxname), json_build_object('definition', pg_get_statisticsobjdef(s.oid))
    FROM pg_statistic_ext s JOIN ns ON ns.oid = s.stxnamespace`,
];
