import type { CreateFunctionStmt, FuncCall, FunctionParameter, Node, ObjectWithArgs, TypeName } from '@pgsql/types';
import { kept } from '../../core/kept';
import type { DoBlock, StatementSyntax } from '../../languages/sql/syntax';
import { neededRelation, neededType } from '../catalog/needs';
import { GONE, type Item, PRIVILEGES, ROUTINE_KIND, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { shownItem } from '../reading/itemNames';
import { display, keyOf, listName, strings } from '../reading/names';
import { baseType } from '../reading/typeNames';
import { typeText } from './create-table';
import { LEAVES_OUT } from './interceptions';
import { createItem, itemWord } from './items';

/** CREATE FUNCTION and PROCEDURE: OR REPLACE keeps what callers rely on, and is refused where that would be another. */
export function createRoutine(run: Run, statement: CreateFunctionStmt): void {
  const type = statement.is_procedure ? 'OBJECT_PROCEDURE' : 'OBJECT_FUNCTION';
  const key = createdRoutineKey(run, statement.funcname, statement.parameters);
  const known = run.catalog.item('routine', key);
  if (known && known !== GONE && statement.replace)
    refuseOtherSignature(run, shownItem(itemWord(type), key), known, statement);
  createItem(run, type, key, statement.replace ?? false);
  const made = run.catalog.item('routine', key);
  if (!made || made === GONE) return;
  const signature = signatureOf(statement);
  const isCallable = run.syntax && !run.inner && signature.get('returns') !== RETURNS_TRIGGER;
  // Whoever calls it hangs on what it does.
  const described = isCallable ? withEntry(signature, 'body', run.maker) : signature;
  const privileges = made.properties.get(PRIVILEGES);
  const properties = privileges === undefined ? described : withEntry(described, PRIVILEGES, privileges);
  const item: Item = { ...made, properties, needs: typesOf(run, statement) };
  run.catalog.setItem('routine', key, item);
  if (isCallable) bodies.set(item, run.syntax!);
}

const RETURNS_TRIGGER = JSON.stringify(['trigger', false]);

/** What the routines of the file are made by; those of other migrations have been called by then. */
const bodies = new WeakMap<Item, StatementSyntax>();

/** The body of a routine that the file has made and that a statement calls for its own sake: `SELECT f()`, `CALL f()`. */
export function calledRoutine(run: Run, node: Node): DoBlock | undefined {
  const call = callOf(node);
  const name = call && keyOf(listName(call.funcname, run.schema));
  const routines = name === undefined ? [] : [...run.catalog.routinesNamed(name)];
  const [only, ...others] = routines.map(([, routine]) => bodies.get(routine));
  return others.length === 0 ? only?.routine : undefined;
}

function callOf(node: Node): FuncCall | undefined {
  if ('CallStmt' in node) return node.CallStmt.funccall;
  const { targetList = [], fromClause } = 'SelectStmt' in node ? node.SelectStmt : {};
  const [target, ...others] = targetList;
  const value =
    target && 'ResTarget' in target && others.length === 0 && !fromClause ? target.ResTarget.val : undefined;
  return value && 'FuncCall' in value ? value.FuncCall : undefined;
}

function refuseOtherSignature(run: Run, what: string, { properties }: Item, statement: CreateFunctionStmt): void {
  const wanted = signatureOf(statement);
  const [was, is] = [properties, wanted].map((signature) => signature.get(ROUTINE_KIND));
  if (was !== undefined && was !== is)
    run.refuse('other kind', SQLSTATE.wrongObjectType, `${what} is a ${was} by then, which OR REPLACE cannot change`);
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

/** A trigger's function that gives nothing for a row keeps it from being written. */
function mayLeaveOut({ options = [] }: CreateFunctionStmt): boolean {
  return options.some((node) => {
    const { defname, arg } = 'DefElem' in node ? node.DefElem : {};
    const [body = ''] = defname === 'as' && arg && 'List' in arg ? strings(arg.List.items) : [];
    return /\breturn\s+null\b/i.test(body);
  });
}

/** The types that a routine takes and gives. */
function typesOf(run: Run, { parameters = [], returnType }: CreateFunctionStmt): ReadonlySet<string> {
  const given = parameters.map((node) => ('FunctionParameter' in node ? node.FunctionParameter.argType : undefined));
  return new Set(neededTypes(run, [...given, returnType]));
}

/** What stands on types, the row types of tables among them. */
export function neededTypes(run: Run, types: readonly (TypeName | undefined)[]): readonly string[] {
  return types.flatMap((type) => {
    const key = keyOf(listName(type?.names, run.schema));
    const [known, table] = type ? [run.catalog.type(key), run.catalog.relation(key)] : [];
    return [
      ...(known && known !== GONE ? [neededType(known.id)] : []),
      ...(table && table !== GONE ? [neededRelation(table.id)] : []),
    ];
  });
}

/** What OR REPLACE cannot change: what comes back, and the names of what goes in. */
const signatureOf = kept((statement: CreateFunctionStmt): ReadonlyMap<string, string> => {
  const { parameters = [], returnType, is_procedure: isProcedure } = statement;
  const all = parameters.flatMap((node) => ('FunctionParameter' in node ? [node.FunctionParameter] : []));
  const outputs = all.filter(
    ({ mode }) => mode !== 'FUNC_PARAM_IN' && mode !== 'FUNC_PARAM_DEFAULT' && mode !== 'FUNC_PARAM_VARIADIC',
  );
  const described = outputs.map(({ name, argType }) => [name, typeText(argType)]);
  // A single output is what comes back, however that is written.
  const returns =
    described.length === 1 || !returnType ? described : [typeText(returnType), returnType.setof ?? false, ...described];
  return new Map([
    [ROUTINE_KIND, isProcedure ? 'procedure' : 'function'],
    ['returns', JSON.stringify(returns)],
    ['inputs', JSON.stringify(all.filter(isInput).map(({ name }) => name ?? ''))],
    ...(mayLeaveOut(statement) ? [[LEAVES_OUT, 'rows'] as const] : []),
  ]);
});

/**
 * A routine's key: its name and the types of its input arguments. An operator's is made alike.
 * @param type the kind of routine that the statement names, as the parser writes it.
 */
export function routineKey(run: Run, object: ObjectWithArgs, type: string): string {
  const name = keyOf(listName(object.objname, run.schema));
  if (object.args_unspecified) return unspecified(run, name, type);
  const types = (object.objargs ?? []).map((node) => ('TypeName' in node ? argumentType(run, node.TypeName) : ''));
  return `${name}(${types.join(',')})`;
}

/** The type of an argument as keys write it. */
export function argumentType(run: Run, type: TypeName | undefined): string {
  const text = baseType(typeText(type));
  return text.startsWith(`${run.schema}.`) ? text.slice(run.schema.length + 1) : text;
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
    .map(({ argType }) => argumentType(run, argType))
    .join(',')})`;
}

function isInput({ mode }: FunctionParameter): boolean {
  return mode !== 'FUNC_PARAM_OUT' && mode !== 'FUNC_PARAM_TABLE';
}

/** `DROP FUNCTION f` names the only function of that name, and fails where there are several. */
function unspecified(run: Run, name: string, type: string): string {
  const named = [...run.catalog.routinesNamed(name)];
  const fitting = named.filter(([, routine]) => mayBe(routine, type)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (fitting.length > 1 && areDifferent(fitting))
    run.refuse('ambiguous', SQLSTATE.ambiguousFunction, `there are several functions ${display(name)} by then`);
  const [only] = fitting;
  if (only) return only[0];
  return (named.length === 0 ? run.catalog.goneRoutine(name) : undefined) ?? name + NONE_KNOWN;
}

/** True for the key of a routine without arguments of whose name and kind none is known. */
export function isNoneKnown(key: string): boolean {
  return key.endsWith(NONE_KNOWN);
}

const NONE_KNOWN = '(?)';

/** A function is what no procedure is; PostgreSQL counts aggregates among them. */
function mayBe({ properties }: Item, type: string): boolean {
  const kind = properties.get(ROUTINE_KIND);
  if (kind === undefined || type === 'OBJECT_ROUTINE') return true;
  return type === 'OBJECT_PROCEDURE' || type === 'OBJECT_AGGREGATE' ? kind === itemWord(type) : kind !== 'procedure';
}

/** Routines of one name are surely different where none takes a type of the file, which may have had another name. */
function areDifferent(routines: readonly (readonly [key: string, routine: Item])[]): boolean {
  const counts = new Set(routines.map(([key]) => (key.endsWith('()') ? 0 : key.split(',').length)));
  return counts.size > 1 || routines.every(([, { needs }]) => !needs?.size);
}

/** Ends a second run that would drop a routine as one of another kind. */
export function refuseOtherKind(run: Run, key: string, type: string): void {
  const known = run.catalog.item('routine', key);
  const kind = known && known !== GONE ? known.properties.get(ROUTINE_KIND) : undefined;
  if (kind === undefined || type === 'OBJECT_ROUTINE' || kind === itemWord(type)) return;
  run.refuse('other kind', SQLSTATE.wrongObjectType, `${shownItem(kind, key)} is no ${itemWord(type)} by then`);
}
