import { distance } from 'fastest-levenshtein';
import { nearestName } from '../../core/nearest';
import type { Declaration } from '../../languages/prisma/declaration';
import type { Field } from '../../languages/prisma/syntax';
import type { ListedNames } from '../../languages/typescript/fieldLists';
import type { Schema } from '../schema/schema';
import { isEncryptable } from './fields';
import type { PhiList } from './list';
import { singularWords } from './phrases';

/** How many names are offered for a field that is not there. */
const OFFERED = 3;

/** A model or view of a schema by its name. */
export function modelOf(schema: Schema, name: string): Declaration | undefined {
  return schema.model(name) ?? [...schema.declarations()].find((block) => block.kind === 'view' && block.name === name);
}

/** The model that a key of the list is meant for: the one most like it in name, else the one that has all its fields. */
export function meantModel(schema: Schema, list: PhiList, { key, names }: ListedNames): string | undefined {
  const models = [...schema.models()].filter(({ name }) => name !== '' && !list.entry(name));
  const near = nearestName(
    key,
    models.map(({ name }) => name),
  );
  if (near !== undefined || names.length === 0) return near;
  return models.find((model) => names.every(({ name }) => model.field(name)))?.name;
}

/** The fields that a name in the list may be meant for, the likeliest first: those that could be listed and are not. */
export function meantFields(schema: Schema, model: Declaration, list: PhiList, wrong: string): readonly string[] {
  const open = model.fields.filter(
    (field) => isEncryptable(schema, model, field) && !list.has(model.name, field.name.text),
  );
  const near = nearestName(
    wrong,
    open.map(({ name }) => name.text),
  );
  const rank = ({ name }: Field) =>
    name.text === near
      ? -1
      : distance(wrong.toLowerCase(), name.text.toLowerCase()) - 10 * commonWords(wrong, name.text);
  return open
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, OFFERED)
    .map(({ name }) => name.text);
}

function commonWords(a: string, b: string): number {
  const words = new Set(singularWords(a));
  return singularWords(b).filter((word) => words.has(word)).length;
}
