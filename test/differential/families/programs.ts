import type { Family, Writer } from '../family';
import type { Pen } from '../pen';
import type { World } from '../world';

const BODIES = ['RETURN NEW;', 'NEW := NEW; RETURN NEW;', "RAISE NOTICE 'x'; RETURN NEW;"];

function triggerFunction(pen: Pen, name: string): string {
  return `CREATE ${pen.orReplace()}FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${pen.random.of(BODIES)} END $$`;
}

const createFunction: Writer = (pen) => {
  const name = pen.name(pen.newName('fn'));
  const n = pen.random.below(9);
  return pen.random.of([
    triggerFunction(pen, name),
    `CREATE ${pen.orReplace()}FUNCTION ${name}(a integer, b integer DEFAULT ${n}) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT a + b + ${n} $$`,
    `CREATE ${pen.orReplace()}FUNCTION ${name}(value text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(value)'`,
    `CREATE ${pen.orReplace()}FUNCTION ${name}(OUT total bigint) LANGUAGE sql AS $$ SELECT ${n}::bigint $$`,
    `CREATE ${pen.orReplace()}FUNCTION ${name}() RETURNS TABLE (id integer, note text) LANGUAGE sql AS $$ SELECT ${n}, 'x' $$`,
    `CREATE ${pen.orReplace()}FUNCTION ${name}(a int) RETURNS int RETURN a + ${n}`,
    `CREATE ${pen.orReplace()}PROCEDURE ${name}(a varchar) LANGUAGE plpgsql AS $$ BEGIN NULL; END $$`,
    `CREATE ${pen.orReplace()}AGGREGATE ${name}(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')`,
  ]);
};

const WORD = { f: 'FUNCTION', p: 'PROCEDURE', a: 'AGGREGATE' } as const;

const changeRoutine: Writer = (pen, world) => {
  const routine = pen.pick(world.routines);
  if (!routine) return undefined;
  const word = pen.random.chance(10) ? 'ROUTINE' : WORD[routine.kind];
  const inputs = routine.arguments.replace(/OUT [^,)]*/g, '').replace(/^TABLE.*/, '');
  const name = pen.qualified(routine);
  const signed = routine.kind !== 'a' && pen.random.chance(40) ? name : `${name}(${inputs})`;
  const schema = pen.pick(world.schemas.filter((schema) => schema !== routine.schema));
  return pen.random.of([
    `DROP ${word} ${pen.ifExists()}${signed}${pen.maybe(30, ' CASCADE')}`,
    `DROP ${word} ${pen.ifExists()}${signed}`,
    `ALTER ${word} ${signed} RENAME TO ${pen.name(pen.newName('renamed'))}`,
    `ALTER ${word} ${signed} OWNER TO CURRENT_USER`,
    ...(schema ? [`ALTER ${word} ${signed} SET SCHEMA ${pen.name(schema)}`] : []),
    ...(routine.kind === 'f'
      ? [
          `ALTER FUNCTION ${signed} STABLE`,
          `ALTER FUNCTION ${signed} SET search_path = public`,
          `ALTER FUNCTION ${signed} COST 10`,
        ]
      : []),
    ...(routine.kind === 'f' && routine.returns === 'trigger'
      ? [
          `DROP FUNCTION IF EXISTS ${name}() CASCADE;\n${triggerFunction(pen, name)}`,
          `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$`,
        ]
      : []),
  ]);
};

const createTrigger: Writer = (pen, world) => {
  const table = pen.table(world);
  if (!table) return undefined;
  const made = world.routines.find(({ returns, schema }) => returns === 'trigger' && schema === 'public');
  const fn = pen.name(made?.name ?? pen.newName('trigger_fn'));
  const name = pen.name(`${table.name}_${pen.random.of(['touch', 'audit'])}`);
  const trigger = `CREATE ${pen.orReplace()}TRIGGER ${name} ${pen.random.of(['BEFORE UPDATE', 'AFTER INSERT OR UPDATE', 'BEFORE INSERT'])} ON ${pen.qualified(table)} FOR EACH ROW EXECUTE ${pen.random.of(['FUNCTION', 'PROCEDURE'])} ${fn}()`;
  const dropped = pen.maybe(30, `DROP TRIGGER IF EXISTS ${name} ON ${pen.qualified(table)};\n`);
  return `${made ? '' : `${triggerFunction(pen, fn)};\n`}${dropped}${trigger}`;
};

const changeTrigger: Writer = (pen, world) => {
  const table = pen.pick(pen.tables(world).filter(({ triggers }) => triggers.length > 0));
  const trigger = table && pen.pick(table.triggers);
  if (!table || !trigger) return undefined;
  const [name, on] = [pen.name(trigger), pen.qualified(table)];
  return pen.random.of([
    `DROP TRIGGER ${pen.ifExists()}${name} ON ${on}`,
    `ALTER TRIGGER ${name} ON ${on} RENAME TO ${pen.name(`${trigger}_2`)}`,
    `ALTER TABLE ${on} DISABLE TRIGGER ${name}`,
    `ALTER TABLE ${on} ENABLE TRIGGER ${name}`,
    `ALTER TABLE ${on} ENABLE ALWAYS TRIGGER ${name}`,
  ]);
};

const createView: Writer = (pen, world) => {
  const table = pen.pick(world.relations.filter(({ kind, temporary }) => kind !== 'S' && !temporary));
  if (!table) return undefined;
  const columns = pen.random.chance(40)
    ? '*'
    : pen.names(pen.random.some(table.columns, 2).map(({ name }) => name)) || '*';
  const name = pen.name(pen.newName('view'));
  const query = `SELECT ${columns} FROM ${pen.qualified(table)}`;
  return pen.random.of([
    `CREATE ${pen.orReplace()}VIEW ${name} AS ${query}`,
    `CREATE ${pen.orReplace()}VIEW ${name} WITH (security_invoker = true) AS ${query}`,
    `CREATE MATERIALIZED VIEW ${pen.ifNotExists()}${name} AS ${query}${pen.maybe(30, ' WITH NO DATA')}`,
    `DROP VIEW IF EXISTS ${name};\nCREATE VIEW ${name} AS ${query}`,
    `DROP MATERIALIZED VIEW IF EXISTS ${name};\nCREATE MATERIALIZED VIEW ${name} AS ${query}`,
  ]);
};

const changeView: Writer = (pen, world) => {
  const view = pen.pick(world.relations.filter(({ kind }) => kind === 'v' || kind === 'm'));
  if (!view) return undefined;
  const word = view.kind === 'm' ? 'MATERIALIZED VIEW' : 'VIEW';
  const name = pen.qualified(view);
  const schema = pen.pick(world.schemas.filter((schema) => schema !== view.schema));
  return pen.random.of([
    `DROP ${word} ${pen.ifExists()}${name}${pen.maybe(30, ' CASCADE')}`,
    `ALTER ${word} ${pen.ifExists()}${name} RENAME TO ${pen.name(pen.newName('shown'))}`,
    ...(schema ? [`ALTER ${word} ${pen.ifExists()}${name} SET SCHEMA ${pen.name(schema)}`] : []),
    ...(view.kind === 'm'
      ? [`REFRESH MATERIALIZED VIEW ${name}`]
      : [
          `CREATE OR REPLACE VIEW ${name} AS SELECT 1 AS one`,
          `DROP VIEW IF EXISTS ${name};\nCREATE VIEW ${name} AS SELECT 1 AS one`,
          `ALTER TABLE ${name} RENAME TO ${pen.name(pen.newName('shown'))}`,
        ]),
  ]);
};

const policies: Writer = (pen, world) => {
  const table = pen.table(world);
  if (!table) return undefined;
  const on = pen.qualified(table);
  const known = pen.pick(table.policies);
  const name = pen.name(pen.newName('policy'));
  const create = `CREATE POLICY ${name} ON ${on}${pen.maybe(40, ' FOR SELECT')} USING (true)`;
  if (!known || pen.random.chance(40))
    return `${pen.maybe(40, `ALTER TABLE ${on} ENABLE ROW LEVEL SECURITY;\n`)}${pen.maybe(25, `DROP POLICY IF EXISTS ${name} ON ${on};\n`)}${create}`;
  return pen.random.of([
    `DROP POLICY ${pen.ifExists()}${pen.name(known)} ON ${on}`,
    `ALTER POLICY ${pen.name(known)} ON ${on} RENAME TO ${pen.name(`${known}_2`)}`,
    `ALTER POLICY ${pen.name(known)} ON ${on} USING (1 = 1)`,
  ]);
};

const rules: Writer = (pen, world) => {
  const table = pen.pick(pen.tables(world).filter(({ kind }) => kind === 'r'));
  if (!table) return undefined;
  const known = pen.pick(table.rules);
  if (known)
    return pen.random.of([
      `DROP RULE ${pen.ifExists()}${pen.name(known)} ON ${pen.qualified(table)}`,
      `ALTER RULE ${pen.name(known)} ON ${pen.qualified(table)} RENAME TO ${pen.name(`${known}_2`)}`,
      `ALTER TABLE ${pen.qualified(table)} DISABLE RULE ${pen.name(known)}`,
    ]);
  return `CREATE ${pen.orReplace()}RULE ${pen.name(pen.newName('rule'))} AS ON DELETE TO ${pen.qualified(table)} DO ${pen.random.of(['INSTEAD NOTHING', 'ALSO SELECT 1'])}`;
};

const sequences: Writer = (pen, world) => {
  const sequence = pen.pick(world.relations.filter(({ kind }) => kind === 'S'));
  const name = pen.name(pen.newName('seq'));
  if (!sequence || pen.random.chance(30))
    return `CREATE SEQUENCE ${pen.ifNotExists()}${name}${pen.random.of(['', ' START 100', ' AS integer INCREMENT BY 5'])}`;
  const known = pen.qualified(sequence);
  const table = pen.pick(pen.tables(world).filter(({ schema }) => schema === sequence.schema));
  const column = table && pen.column(table, ({ type }) => /^(integer|bigint)/.test(type));
  return pen.random.of([
    `ALTER SEQUENCE ${pen.ifExists()}${known} RENAME TO ${name}`,
    `ALTER SEQUENCE ${pen.ifExists()}${known} RESTART WITH 500`,
    `ALTER SEQUENCE ${known} INCREMENT BY 10`,
    `DROP SEQUENCE ${pen.ifExists()}${known}${pen.maybe(40, ' CASCADE')}`,
    `SELECT setval('${known}', 1000)`,
    `SELECT nextval('${known}')`,
    `ALTER SEQUENCE ${known} AS bigint`,
    ...(table && column
      ? [
          `ALTER SEQUENCE ${known} OWNED BY ${pen.qualified(table)}.${pen.name(column.name)}`,
          `ALTER TABLE ${pen.qualified(table)} ALTER COLUMN ${pen.name(column.name)} SET DEFAULT nextval('${known}')`,
        ]
      : []),
    `ALTER SEQUENCE ${known} OWNED BY NONE`,
  ]);
};

export const PROGRAM_FAMILY: Family = [
  [12, createFunction],
  [9, changeRoutine],
  [9, createTrigger],
  [6, changeTrigger],
  [9, createView],
  [9, changeView],
  [7, policies],
  [4, rules],
  [9, sequences],
];

/** A column that counts up, made by hand as older tools write it. */
export const ownSequence: Writer = (pen, world: World) => {
  const table = pen.pick(pen.tables(world).filter(({ kind }) => kind === 'r'));
  if (!table) return undefined;
  const column = pen.newColumn(table);
  const sequence = pen.name(`${table.name}_${column}_seq`);
  return `CREATE SEQUENCE ${pen.ifNotExists()}${sequence};\nALTER TABLE ${pen.qualified(table)} ADD COLUMN ${pen.ifNotExists()}${pen.name(column)} INTEGER NOT NULL DEFAULT nextval('${sequence}');\nALTER SEQUENCE ${sequence} OWNED BY ${pen.qualified(table)}.${pen.name(column)}`;
};
