/** Types, routines and everything that stands by itself: one SELECT of (kind, name, aspects) each. */
export const OTHERS: readonly string[] = [
  `SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'range type' END, n || '.' || quote_ident(t.typname),
    json_build_object('owner', pg_get_userbyid(t.typowner), 'privileges', t.typacl::text,
      'values', CASE WHEN t.typtype = 'e' THEN (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)
        FROM pg_enum e WHERE e.enumtypid = t.oid) END,
      'type', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
      'nullable', CASE WHEN t.typtype = 'd' AND t.typnotnull THEN 'no' END, 'default', t.typdefault,
      'subtype', CASE WHEN t.typtype = 'r' THEN (SELECT format_type(rngsubtype, NULL) FROM pg_range WHERE rngtypid = t.oid) END)
    FROM pg_type t JOIN ns ON ns.oid = t.typnamespace WHERE t.typtype IN ('e', 'd', 'r')
      AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_type'::regclass AND objid = t.oid)`,
  `SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
    n || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')',
    json_build_object('owner', pg_get_userbyid(p.proowner), 'privileges', p.proacl::text,
      'definition', CASE WHEN p.prokind = 'a' THEN (SELECT concat_ws(' ', aggtransfn, aggfinalfn, agginitval)
        FROM pg_aggregate a WHERE a.aggfnoid = p.oid) ELSE pg_get_functiondef(p.oid) END)
    FROM pg_proc p JOIN ns ON ns.oid = p.pronamespace
    WHERE NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')`,
  `SELECT 'extension', quote_ident(e.extname), json_build_object('version', e.extversion, 'schema', s.nspname)
    FROM pg_extension e JOIN pg_namespace s ON s.oid = e.extnamespace`,
  `SELECT 'comment', i.type || ' ' || i.identity, json_build_object('text', d.description)
    FROM pg_description d, LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) i
    WHERE (d.objoid >= 16384 OR d.objoid = 2200) AND d.classoid <> 'pg_extension'::regclass
      AND NOT EXISTS (SELECT FROM ext WHERE ext.classid = d.classoid AND ext.objid = d.objoid)`,
  `SELECT 'event trigger', quote_ident(evtname), json_build_object('event', evtevent, 'function', evtfoid::regproc::text,
      'enabled', evtenabled::text, 'tags', array_to_string(evttags, ', ')) FROM pg_event_trigger`,
  `SELECT 'publication', quote_ident(p.pubname), json_build_object('all tables', p.puballtables, 'insert', p.pubinsert,
      'update', p.pubupdate, 'delete', p.pubdelete, 'truncate', p.pubtruncate,
      'tables', (SELECT string_agg(prrelid::regclass::text, ', ' ORDER BY prrelid::regclass::text)
        FROM pg_publication_rel r WHERE r.prpubid = p.oid)) FROM pg_publication p`,
  `SELECT 'default privileges', concat_ws(' ', pg_get_userbyid(defaclrole), nullif(defaclnamespace, 0)::regnamespace::text, defaclobjtype::text),
    json_build_object('privileges', defaclacl::text) FROM pg_default_acl`,
  `SELECT 'operator', n || '.' || o.oprname || '(' || o.oprleft::regtype || ', ' || o.oprright::regtype || ')',
    json_build_object('function', o.oprcode::text) FROM pg_operator o JOIN ns ON ns.oid = o.oprnamespace
    WHERE NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_operator'::regclass AND objid = o.oid)`,
  `SELECT 'cast', castsource::regtype || ' to ' || casttarget::regtype,
    json_build_object('context', castcontext::text, 'method', castmethod::text) FROM pg_cast c
    WHERE c.oid >= 16384 AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_cast'::regclass AND objid = c.oid)`,
  `SELECT 'collation', n || '.' || quote_ident(collname),
    json_build_object('provider', collprovider::text, 'locale', concat_ws(' ', collcollate, collctype))
    FROM pg_collation c JOIN ns ON ns.oid = c.collnamespace
    WHERE NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_collation'::regclass AND objid = c.oid)`,
  `SELECT 'foreign server', quote_ident(srvname), json_build_object('owner', pg_get_userbyid(srvowner),
      'options', md5(srvoptions::text), 'privileges', srvacl::text) FROM pg_foreign_server`,
  `SELECT 'settings of', coalesce(nullif(setrole, 0)::regrole::text, 'database'), json_build_object('values', array_to_string(setconfig, ', '))
    FROM pg_db_role_setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())`,
];

/** What all databases of a server share. */
export const SHARED: readonly string[] = [
  `SELECT 'role', quote_ident(rolname), json_build_object('superuser', rolsuper, 'inherit', rolinherit, 'create role', rolcreaterole,
      'create database', rolcreatedb, 'login', rolcanlogin, 'replication', rolreplication, 'bypass row security', rolbypassrls,
      'settings', array_to_string(rolconfig, ', '),
      'member of', (SELECT string_agg(pg_get_userbyid(roleid), ', ' ORDER BY roleid) FROM pg_auth_members m WHERE m.member = r.oid))
    FROM pg_roles r WHERE rolname !~ '^pg_'`,
];
