import type { CreateFunctionStmt, FunctionParameter, Node, ObjectWithArgs } from '@pgsql/types';
import { kept } from '../../core/kept';
import { display, keyOf, listName } from '../names';
import { neededRelation, neededRoutine, neededType, settleDependents } from '../needs';
import { GONE, type Item, newItem, withEntry } from '../objects';
import { type Run, SQLSTATE, type SqlState } from '../run';
import { baseType } from '../typeNames';
import { typeText } from './create-table';

/** The kinds of objects that have a name and nothing else that matters here. */
const WORD: Record<string, string> = {
  OBJECT_SCHEMA: 'schema',
  OBJECT_EXTENSION: 'extension',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_ROUTINE: 'routine',
  OBJECT_AGGREGATE: 'aggregate',
  OBJECT_OPERATOR: 'operator',
  OBJECT_CAST: 'cast',
  OBJECT_COLLATION: 'collation',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_SUBSCRIPTION: 'subscription',
  OBJECT_EVENT_TRIGGER: 'event trigger',
  OBJECT_STATISTIC_EXT: 'statistics object',
  OBJECT_ROLE: 'role',
  OBJECT_LANGUAGE: 'language',
  OBJECT_FDW: 'foreign-data wrapper',
  OBJECT_FOREIGN_SERVER: 'server',
  OBJECT_CONVERSION: 'conversion',
  OBJECT_TSCONFIGURATION: 'text search configuration',
  OBJECT_TSDICTIONARY: 'text search dictionary',
  OBJECT_TSPARSER: 'text search parser',
  OBJECT_TSTEMPLATE: 'text search template',
  OBJECT_OPCLASS: 'operator class',
  OBJECT_OPFAMILY: 'operator family',
  OBJECT_ACCESS_METHOD: 'access method',
  OBJECT_USER_MAPPING: 'user mapping',
  OBJECT_TABLESPACE: 'tablespace',
  OBJECT_DATABASE: 'database',
};

/** The word for a kind of object. */
export function itemWord(type: string): string {
  return WORD[type] ?? 'object';
}

/** The namespace of a kind of object: functions, procedures and aggregates share one. */
export function space(type: string): string {
  return /FUNCTION|PROCEDURE|ROUTINE|AGGREGATE/.test(type) ? 'routine' : itemWord(type);
}

const DUPLICATE: Partial<Record<string, SqlState>> = {
  OBJECT_SCHEMA: SQLSTATE.duplicateSchema,
  OBJECT_FUNCTION: SQLSTATE.duplicateFunction,
  OBJECT_PROCEDURE: SQLSTATE.duplicateFunction,
  OBJECT_AGGREGATE: SQLSTATE.duplicateFunction,
  OBJECT_OPERATOR: SQLSTATE.duplicateFunction,
};

const MISSING: Partial<Record<string, SqlState>> = {
  OBJECT_SCHEMA: SQLSTATE.undefinedSchema,
  OBJECT_FUNCTION: SQLSTATE.undefinedFunction,
  OBJECT_PROCEDURE: SQLSTATE.undefinedFunction,
  OBJECT_ROUTINE: SQLSTATE.undefinedFunction,
  OBJECT_AGGREGATE: SQLSTATE.undefinedFunction,
  OBJECT_OPERATOR: SQLSTATE.undefinedFunction,
};

/** Creates an object that has a name and nothing else that matters here. `replace`: OR REPLACE or IF NOT EXISTS. */
export function createItem(run: Run, type: string, key: string, replace: boolean): void {
  const known = run.catalog.item(space(type), key);
  if (known && known !== GONE) {
    if (replace) return;
    run.refuse(
      'already there',
      DUPLICATE[type] ?? SQLSTATE.duplicateObject,
      `${itemWord(type)} ${shown(key)} is already there`,
    );
  }
  run.catalog.setItem(space(type), key, newItem(run.maker));
}

/** CREATE FUNCTION and PROCEDURE: OR REPLACE keeps what callers rely on, and is refused where that would be another. */
export function createRoutine(run: Run, statement: CreateFunctionStmt): void {
  const type = statement.is_procedure ? 'OBJECT_PROCEDURE' : 'OBJECT_FUNCTION';
  const key = createdRoutineKey(run, statement.funcname, statement.parameters);
  const known = run.catalog.item('routine', key);
  if (known && known !== GONE && statement.replace)
    refuseOtherSignature(run, `${itemWord(type)} ${shown(key)}`, known, statement);
  createItem(run, type, key, statement.replace ?? false);
  const made = run.catalog.item('routine', key);
  if (made && made !== GONE)
    run.catalog.setItem('routine', key, {
      ...made,
      properties: signatureOf(statement),
      needs: typesOf(run, statement),
    });
}

function refuseOtherSignature(run: Run, what: string, { properties }: Item, statement: CreateFunctionStmt): void {
  const wanted = signatureOf(statement);
  const refuse = (clause: string) =>
    run.refuse(
      'old shape',
      SQLSTATE.invalidFunctionDefinition,
      `${what} ${clause} by then, which OR REPLACE cannot change`,
    );
  const returns = properties.get('returns');
  if (returns !== undefined && returns !== wanted.get('returns')) refuse('returns something else');
  const [old, now] = [properties, wanted].map((signature) => JSON.parse(signature.get('inputs') ?? '[]') as string[]);
  // A parameter without a name can get one.
  if (old!.some((name, i) => name !== '' && name !== now![i])) refuse('calls its parameters otherwise');
}

/** The types that a routine takes and gives, the row types of tables among them. */
function typesOf(run: Run, { parameters = [], returnType }: CreateFunctionStmt): ReadonlySet<string> {
  const targets = new Set<string>();
  const given = parameters.map((node) => ('FunctionParameter' in node ? node.FunctionParameter.argType : undefined));
  for (const type of [...given, returnType]) {
    const key = keyOf(listName(type?.names, run.schema));
    const [known, table] = type ? [run.catalog.type(key), run.catalog.relation(key)] : [];
    if (known && known !== GONE) targets.add(neededType(known.id));
    if (table && table !== GONE) targets.add(neededRelation(table.id));
  }
  return targets;
}

/** What OR REPLACE cannot change: what comes back, and the names of what goes in. */
const signatureOf = kept(({ parameters = [], returnType }: CreateFunctionStmt): ReadonlyMap<string, string> => {
  const all = parameters.flatMap((node) => ('FunctionParameter' in node ? [node.FunctionParameter] : []));
  const outputs = all.filter(
    ({ mode }) => mode !== 'FUNC_PARAM_IN' && mode !== 'FUNC_PARAM_DEFAULT' && mode !== 'FUNC_PARAM_VARIADIC',
  );
  const described = outputs.map(({ name, argType }) => [name, typeText(argType)]);
  // A single output is what comes back, however that is written.
  const returns =
    described.length === 1 || !returnType ? described : [typeText(returnType), returnType.setof ?? false, ...described];
  return new Map([
    ['returns', JSON.stringify(returns)],
    ['inputs', JSON.stringify(all.filter(isInput).map(({ name }) => name ?? ''))],
  ]);
});

export function dropItem(run: Run, type: string, key: string, missingOk: boolean, cascade: boolean): void {
  const known = run.catalog.item(space(type), key);
  if (known === GONE) {
    if (missingOk) return;
    refuseMissing(run, type, key);
  }
  if (known && known !== GONE && space(type) === 'routine')
    settleDependents(run, neededRoutine(known.id), `${itemWord(type)} ${shown(key)}`, cascade);
  run.catalog.setItem(space(type), key, GONE);
}

/** Ends a second run whose statement names something that is gone; otherwise notes a property of it. */
export function alterItem(run: Run, type: string, key: string, property: string, value: string): void {
  const known = run.catalog.item(space(type), key);
  if (known === GONE) refuseMissing(run, type, key);
  const item = known && known !== GONE ? known : newItem(`before ${key}`);
  run.catalog.setItem(space(type), key, { ...item, properties: withEntry(item.properties, property, value) });
}

export function renameItem(run: Run, type: string, from: string, to: string): void {
  const known = run.catalog.item(space(type), from);
  if (known === GONE) refuseMissing(run, type, from);
  const taken = run.catalog.item(space(type), to);
  if (taken && taken !== GONE)
    run.refuse(
      'already there',
      DUPLICATE[type] ?? SQLSTATE.duplicateObject,
      `${itemWord(type)} ${shown(to)} is already there`,
    );
  run.catalog.setItem(space(type), to, known && known !== GONE ? known : newItem(`before ${from}`));
  run.catalog.setItem(space(type), from, GONE);
}

/** Ends a second run whose statement names something that is gone. */
export function needItem(run: Run, type: string, key: string): void {
  if (run.catalog.item(space(type), key) === GONE) refuseMissing(run, type, key);
}

function refuseMissing(run: Run, type: string, key: string): void {
  run.refuse(
    'not there',
    MISSING[type] ?? SQLSTATE.undefinedObject,
    `${itemWord(type)} ${shown(key)} is not there any more`,
  );
}

function shown(key: string): string {
  return key.includes('.') ? display(key) : `"${key}"`;
}

/** A routine's key: its name and the types of its input arguments; without arguments, the name alone. */
export function routineKey(run: Run, object: ObjectWithArgs): string {
  const name = keyOf(listName(object.objname, run.schema));
  const types = (object.objargs ?? []).map((node) => ('TypeName' in node ? baseType(typeText(node.TypeName)) : ''));
  return object.args_unspecified ? unspecified(run, name) : `${name}(${types.join(',')})`;
}

/** The key of a routine as its CREATE statement gives it. */
export function createdRoutineKey(
  run: Run,
  names: readonly Node[] | undefined,
  parameters: readonly Node[] | undefined,
): string {
  const inputs = (parameters ?? []).flatMap((node) => ('FunctionParameter' in node ? [node.FunctionParameter] : []));
  return `${keyOf(listName(names, run.schema))}(${inputs
    .filter(isInput)
    .map(({ argType }) => baseType(typeText(argType)))
    .join(',')})`;
}

function isInput({ mode }: FunctionParameter): boolean {
  return mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE';
}

/** `DROP FUNCTION f` names the only function of that name. */
function unspecified(run: Run, name: string): string {
  const [first] = run.catalog.routinesNamed(name);
  return first ? first[0] : `${name}()`;
}
