import type { CreateCastStmt, DefineStmt, Node, ObjectWithArgs, TypeName } from '@pgsql/types';
import { neededRoutine } from '../catalog/needs';
import { GONE, ROUTINE_KIND } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { routineCalled } from '../catalog/targets';
import { castKey } from '../reading/itemNames';
import { keyOf, listName } from '../reading/names';
import { createItem, space } from './items';
import { argumentType, createdRoutineKey, neededTypes, routineKey } from './routines';

/** CREATE AGGREGATE, OPERATOR, COLLATION and what else is defined by a list of properties. */
export function define(run: Run, statement: DefineStmt): void {
  const { kind = '', replace = false, if_not_exists: ifNotExists = false } = statement;
  const key = definedKey(run, statement);
  createItem(run, kind, key, replace || ifNotExists);
  if (kind === 'OBJECT_AGGREGATE' || kind === 'OBJECT_OPERATOR') noteNeeds(run, kind, key, statement);
}

function definedKey(run: Run, { kind, defnames, args, definition = [] }: DefineStmt): string {
  const name = keyOf(listName(defnames, run.schema));
  if (kind === 'OBJECT_OPERATOR') {
    const operand = (side: string) => {
      const type = definition.map((node) => propertyOf(node, side)).find((given) => given !== undefined);
      return type ? argumentType(run, type) : '';
    };
    return `${name}(${operand('leftarg')},${operand('rightarg')})`;
  }
  if (kind !== 'OBJECT_AGGREGATE') return name;
  const [parameters] = args ?? [];
  return createdRoutineKey(run, defnames, parameters && 'List' in parameters ? parameters.List.items : []);
}

/** A property that names a type or a function, for which the parser writes the same. */
function propertyOf(node: Node, name: string): TypeName | undefined {
  const { defname, arg } = 'DefElem' in node ? node.DefElem : {};
  return defname === name && arg && 'TypeName' in arg ? arg.TypeName : undefined;
}

/** The functions that an aggregate or an operator calls, by the property and how many arguments they take more than it. */
const CALLED: readonly (readonly [property: string, more: number])[] = [
  ['sfunc', 1],
  ['finalfunc', Number.NaN],
  ['combinefunc', Number.NaN],
  ['procedure', 0],
  ['function', 0],
];

function noteNeeds(run: Run, type: string, key: string, { args, definition = [] }: DefineStmt): void {
  const count = key
    .slice(key.lastIndexOf('('))
    .split(',')
    .filter((part) => /\w/.test(part)).length;
  const given = (property: string) => definition.flatMap((node) => propertyOf(node, property) ?? []);
  const called = CALLED.flatMap(([property, more]) =>
    given(property).flatMap(({ names }) => routineCalled(run, names, count + more) ?? []),
  );
  const taken = [...parameterTypes(args), ...['leftarg', 'rightarg', 'stype'].flatMap(given)];
  noteItemNeeds(run, type, key, [...called, ...neededTypes(run, taken)]);
}

function parameterTypes(args: readonly Node[] | undefined): TypeName[] {
  const [parameters] = args ?? [];
  const nodes = parameters && 'List' in parameters ? (parameters.List.items ?? []) : [];
  return nodes.flatMap((node) => ('FunctionParameter' in node ? (node.FunctionParameter.argType ?? []) : []));
}

function noteItemNeeds(run: Run, type: string, key: string, needs: readonly string[]): void {
  const item = run.catalog.item(space(type), key);
  if (!item || item === GONE) return;
  const properties =
    type === 'OBJECT_AGGREGATE' ? new Map([...item.properties, [ROUTINE_KIND, 'aggregate']]) : item.properties;
  run.catalog.setItem(space(type), key, { ...item, properties, needs: new Set(needs) });
}

/** CREATE CAST, which is refused where there is one, whatever function it calls. */
export function createCast(run: Run, { sourcetype, targettype, func }: CreateCastStmt): void {
  const key = castKey(argumentType(run, sourcetype), argumentType(run, targettype));
  createItem(run, 'OBJECT_CAST', key, false);
  const called = func && calledByName(run, func);
  const types = neededTypes(run, [sourcetype, targettype]);
  noteItemNeeds(run, 'OBJECT_CAST', key, called === undefined ? types : [called, ...types]);
}

function calledByName(run: Run, func: ObjectWithArgs): string | undefined {
  const routine = run.catalog.item('routine', routineKey(run, func, 'OBJECT_FUNCTION'));
  return routine && routine !== GONE ? neededRoutine(routine.id) : undefined;
}

/** The key of a cast as DROP and COMMENT name it. */
export function namedCast(run: Run, types: readonly Node[] | undefined): string {
  const [source = '', target = ''] = (types ?? []).map((node) =>
    'TypeName' in node ? argumentType(run, node.TypeName) : '',
  );
  return castKey(source, target);
}
