import type { CreateFunctionStmt, FuncCall, FunctionParameter, Node, ObjectWithArgs } from '@pgsql/types';
import { kept } from '../../core/kept';
import type { DoBlock, StatementSyntax } from '../../languages/sql/syntax';
import { neededRelation, neededType } from '../catalog/needs';
import { GONE, type Item, PRIVILEGES, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { keyOf, listName } from '../reading/names';
import { baseType } from '../reading/typeNames';
import { typeText } from './create-table';
import { createItem, itemWord, shown } from './items';

/** CREATE FUNCTION and PROCEDURE: OR REPLACE keeps what callers rely on, and is refused where that would be another. */
export function createRoutine(run: Run, statement: CreateFunctionStmt): void {
  const type = statement.is_procedure ? 'OBJECT_PROCEDURE' : 'OBJECT_FUNCTION';
  const key = createdRoutineKey(run, statement.funcname, statement.parameters);
  const known = run.catalog.item('routine', key);
  if (known && known !== GONE && statement.replace)
    refuseOtherSignature(run, `${itemWord(type)} ${shown(key)}`, known, statement);
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
  const [first] = [...run.catalog.routinesNamed(name)].map(([key]) => key).sort();
  return first ?? run.catalog.goneRoutine(name) ?? `${name}()`;
}
