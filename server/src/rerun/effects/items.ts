import { neededRoutine, settleDependents } from '../catalog/needs';
import { GONE, newItem, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE, type SqlState } from '../catalog/run';
import { shownItem } from '../reading/itemNames';

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
      `${shownItem(itemWord(type), key)} is already there`,
    );
  }
  run.catalog.setItem(space(type), key, newItem(run.maker));
}

export function dropItem(run: Run, type: string, key: string, missingOk: boolean, cascade: boolean): void {
  const known = run.catalog.item(space(type), key);
  if (known === GONE) {
    if (missingOk) return;
    refuseMissing(run, type, key);
  }
  if (known && known !== GONE && space(type) === 'routine')
    settleDependents(run, neededRoutine(known.id), shownItem(itemWord(type), key), cascade);
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
      `${shownItem(itemWord(type), to)} is already there`,
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
    `${shownItem(itemWord(type), key)} is not there any more`,
  );
}
