import type { Edit } from '../../core/edit';
import { attributeOf } from '../../languages/prisma/attributes';
import type { Declaration } from '../../languages/prisma/declaration';
import { pascalCase, plural } from '../../languages/prisma/names';
import type { Field } from '../../languages/prisma/syntax';
import { relationsOf } from '../../workspace/schema/relations';
import type { Schema } from '../../workspace/schema/schema';
import {
  nativeText,
  type Pointee,
  SOFT_DELETE_FIELDS,
  type SoftDeleteField,
  softDeleteFieldsOf,
} from '../../workspace/schema/softDelete';
import { inStyleOf } from './columnStyle';
import { addFieldsBehind, addParagraph } from './placement';
import type { NewField, SchemaRewrite } from './schemaRewrite';

/** The name of the relation to the one who deleted a row. */
export function deletedByName(model: Declaration): string {
  return `${model.name}DeletedBy`;
}

/** Adds the fields of a soft delete that a model lacks, and the opposite end of the relation to the actor's model. */
export function addSoftDelete(
  rewrite: SchemaRewrite,
  schema: Schema,
  model: Declaration,
  actor: Pointee | undefined,
  missing: readonly SoftDeleteField[],
): readonly Edit[] {
  const present = softDeleteFieldsOf(model);
  const rows = new Map(missing.flatMap((name) => rowOf(name, schema, model, actor, present)));
  const opposite = rows.has('deletedBy') && actor ? oppositeOf(schema, model, actor.model) : undefined;
  const own = opposite && actor?.model === model ? [opposite] : [];
  if (present.size === 0) {
    const isRelation = (field: Field) => schema.model(field.type.text) !== undefined;
    addParagraph(rewrite, model, 'Soft delete', [...rows.values(), ...own], isRelation);
  } else addBeside(rewrite, model, rows, present, own);
  if (opposite && actor && actor.model !== model) addOpposite(rewrite, schema, actor.model, opposite);
  return rewrite.edits();
}

function rowOf(
  name: SoftDeleteField,
  schema: Schema,
  model: Declaration,
  actor: Pointee | undefined,
  present: ReadonlyMap<SoftDeleteField, Field>,
): [SoftDeleteField, NewField][] {
  if (name === 'isDeleted') return [[name, inStyleOf(model, [name, 'Boolean', '@default(false)'])]];
  if (name === 'deletedAt') return [[name, inStyleOf(model, [name, 'DateTime?', ''])]];
  if (name === 'deletedById')
    return [[name, inStyleOf(model, [name, `${actor?.field.type.text ?? 'String'}?`, actor ? nativeText(actor) : ''])]];
  if (!actor) return [];
  const key = present.get('deletedById')?.name.text ?? 'deletedById';
  // Where Prisma emulates the relations, it refuses a model's relation to itself that hands changes on.
  const actions = actor.model === model && schema.emulatesRelations ? ', onDelete: Restrict, onUpdate: Restrict' : '';
  const relation = `@relation("${deletedByName(model)}", fields: [${key}], references: [${actor.field.name.text}]${actions})`;
  return [[name, [name, `${actor.model.name}?`, relation]]];
}

/** Each new field goes behind the one before it in the house's order, or before the one after it. */
function addBeside(
  rewrite: SchemaRewrite,
  model: Declaration,
  rows: ReadonlyMap<SoftDeleteField, NewField>,
  present: ReadonlyMap<SoftDeleteField, Field>,
  own: readonly NewField[],
): void {
  let behind: Field | undefined;
  let waiting: NewField[] = [];
  const leading: NewField[] = [];
  const place = () => {
    if (behind && waiting.length > 0) rewrite.insert(model, waiting, 'after', behind);
    else leading.push(...waiting);
    waiting = [];
  };
  for (const name of SOFT_DELETE_FIELDS) {
    const field = present.get(name);
    const row = rows.get(name);
    if (row) waiting.push(row);
    if (!field) continue;
    place();
    if (!behind && leading.length > 0) rewrite.insert(model, leading, 'before', field);
    behind = field;
  }
  waiting.push(...own);
  place();
}

/** The list field on the actor's model, unless that has the relation's other end already. */
function oppositeOf(schema: Schema, model: Declaration, actor: Declaration): NewField | undefined {
  const relation = deletedByName(model);
  if (relationsOf(schema, actor).some(({ name, target }) => name?.text === relation && target === model))
    return undefined;
  const wanted = `deleted${plural(pascalCase(model.name))}`;
  const taken = new Set([...actor.fields.map(({ name }) => name.text), ...SOFT_DELETE_FIELDS]);
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}${count}`;
  return [name, `${model.name}[]`, `@relation("${relation}")`];
}

/** Behind the last list of a relation, else behind the last field. */
function addOpposite(rewrite: SchemaRewrite, schema: Schema, actor: Declaration, row: NewField): void {
  const lists = actor.fields.filter(
    ({ type, arity, broken }) => arity === 'list' && !broken && schema.model(type.text),
  );
  addFieldsBehind(rewrite, actor, [row], lists.at(-1) ?? actor.fields.findLast(({ broken }) => !broken));
}

/** True when a field belongs to its model's primary key, which can never be empty. */
export function isInPrimaryKey(model: Declaration, field: Field): boolean {
  const id = model.attribute('id');
  return (
    attributeOf(field, 'id') !== undefined ||
    (id !== undefined && new RegExp(`\\b${field.name.text}\\b`).test(model.text(id)))
  );
}
