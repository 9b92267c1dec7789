import picomatch from 'picomatch/posix';
import type { Configuration } from '../../core/configuration';
import { kept, keptByName } from '../../core/kept';
import { argumentOf, attributeOf, namesIn } from '../../languages/prisma/attributes';
import { keptByBlock } from '../../languages/prisma/blockFacts';
import type { Declaration } from '../../languages/prisma/declaration';
import { sameName } from '../../languages/prisma/names';
import { foreignKeyNames } from '../../languages/prisma/relationFields';
import type { Attribute, Field } from '../../languages/prisma/syntax';
import type { Schema } from './schema';

/** Columns that the database can look up together. */
export interface Key {
  readonly kind: 'id' | 'unique' | 'index';
  readonly columns: readonly string[];
}

/** The ids, unique keys and indexes of a model that serve a look-up by equality of their first columns. */
export const keysOf = keptByBlock(readKeys);

function readKeys({ fields, attributes }: Pick<Declaration, 'fields' | 'attributes'>): readonly Key[] {
  const keys: Key[] = [];
  for (const field of fields)
    for (const kind of ['id', 'unique'] as const) {
      const attribute = attributeOf(field, kind);
      if (attribute && isWhole(attribute)) keys.push({ kind, columns: [field.name.text] });
    }
  for (const { attribute } of attributes) {
    const kind = KEY_KINDS.find((name) => name === attribute.name.text);
    const columns = namesIn(argumentOf(attribute, 'fields', 0));
    if (kind && columns && isWhole(attribute)) keys.push({ kind, columns: columns.map(({ text }) => text) });
  }
  return keys;
}

const KEY_KINDS = ['id', 'unique', 'index'] as const;

/** A partial index leaves rows out, and an index of GIN, GiST, SP-GiST or BRIN serves other questions. */
function isWhole(attribute: Attribute): boolean {
  const type = argumentOf(attribute, 'type');
  const usable = type?.kind !== 'name' || type.text === 'BTree' || type.text === 'Hash';
  return usable && !argumentOf(attribute, 'where');
}

/** A model that Prisma leaves alone is left alone by the rules too. */
export function isIgnored(model: Declaration): boolean {
  return model.attribute('ignore') !== undefined;
}

/** True for a model that only joins others: its id is made of foreign keys, and it holds nothing else but timestamps. */
export function isJoinModel(schema: Schema, model: Declaration): boolean {
  const columns = compositeId(model);
  if (!columns) return false;
  const others = model.fields.filter((field) => !columns.includes(field.name.text) && !isRelation(schema, field));
  const foreign = foreignKeyNames(model);
  return columns.every((name) => foreign.has(name)) && others.every(({ name }) => isTimestamp(name.text));
}

/** The fields of an `@@id` of several. */
const compositeId = keptByBlock(({ attributes }) => {
  const id = attributes.find(({ attribute }) => attribute.name.text === 'id');
  const columns = namesIn(argumentOf(id?.attribute, 'fields', 0))?.map(({ text }) => text);
  return columns && columns.length > 1 ? columns : undefined;
});

/** A field of a model’s type, or one that says so itself where the model is being typed. */
function isRelation(schema: Schema, field: Field): boolean {
  return schema.model(field.type.text) !== undefined || attributeOf(field, 'relation') !== undefined;
}

function isTimestamp(name: string): boolean {
  return ['createdAt', 'updatedAt', 'assignedAt', 'joinedAt'].some((timestamp) => sameName(name, timestamp));
}

/** True for a model whose rows are only ever added, as the configuration's patterns say. */
export function isAppendOnly(model: string, configuration: Configuration): boolean {
  return matcherOf(configuration.appendOnly)(model);
}

const matcherOf = kept((globs: readonly string[]) => {
  const isMatch = picomatch([...globs]);
  return keptByName((name) => isMatch(name));
});

/** True where the database has types of its own that a schema can name, such as `@db.VarChar(255)`. */
export function hasSqlTypes(schema: Schema): boolean {
  return schema.provider !== 'sqlite' && schema.provider !== 'mongodb';
}
