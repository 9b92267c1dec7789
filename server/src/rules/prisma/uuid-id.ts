import type { Repair } from '../../core/finding';
import { attributeOf, defaultOf, isCall, nativeTypeOf, stringArgument } from '../../languages/prisma/attributes';
import { keptByBlock } from '../../languages/prisma/blockFacts';
import type { Declaration } from '../../languages/prisma/declaration';
import { sameName } from '../../languages/prisma/names';
import { foreignKeyNames } from '../../languages/prisma/relationFields';
import type { Field, Value } from '../../languages/prisma/syntax';
import { lazyRepair } from '../../repairs/lazyRepair';
import { changedAttributes } from '../../repairs/prisma/fieldAttributes';
import { isBoundToType, retype } from '../../repairs/prisma/retype';
import { type PrismaChecking, prismaRule } from './context';

const DEFAULT = '@default(uuid())';

/** Every model has an id of its own, a UUID in a String. */
export const uuidId = prismaRule({
  id: 'prisma/uuid-id',
  severity: 'error',
  docs: {
    summary: 'The primary key of a model is `id String @id @default(uuid())`.',
    why: 'A counted id tells outsiders how many clients there are and what the next record is called, so that one leaked link opens the way to guessing others. It also cannot be made before the row is written, and two databases that are merged both have a row 1.',
    source: 'HOUSE-RULES: Decision rules, primary key',
    bad: [
      `model Client {
  id   Int    @id @default(autoincrement())
  name String

  @@map("clients")
}`,
      `model Client {
  id   String @id @default(cuid())
  name String

  @@map("clients")
}`,
      `model Client {
  id   String @id
  name String

  @@map("clients")
}`,
    ],
    good: [
      `model Client {
  id   String @id @default(uuid())
  name String

  @@map("clients")
}`,
      `model Client {
  id   String @id @default(uuid(7)) @db.Uuid
  name String

  @@map("clients")
}`,
      `model ClientTag {
  clientId String
  tagId    String

  @@id([clientId, tagId])
  @@map("client_tags")
}`,
    ],
    whenOff: 'Where ids come from another system that counts them, or where a natural key is wanted throughout.',
    notes:
      'These count as a UUID: `uuid()` with or without a version, and, in a String of `@db.Uuid`, a `dbgenerated()` that calls PostgreSQL’s `gen_random_uuid()`, `uuidv4()`, `uuidv7()` or `uuid_generate_v4()`. A model with `@@id([…])` needs no id of its own, and neither does an id that is a foreign key at the same time: its value comes from the other model.\n\nAnother default is replaced by `uuid()` at one keystroke. An id with another type is a decision, since its rows and every foreign key to it must change: the suggestion rewrites the id and all foreign keys of the schema, and the migration for the rows is yours to write. The same holds for a key such as `code` or `email`, which may well be meant.',
  },
  checkModel(context, model) {
    if (context.schema.provider === 'mongodb') return;
    if (model.attribute('id') || model.attributes.some(({ broken }) => broken)) return;
    const field = idOf(model);
    if (field) checkId(context, model, field);
    else if (!model.fields.some(({ broken }) => broken)) reportMissing(context, model);
  },
});

const idOf = keptByBlock(({ fields }) => fields.find((field) => attributeOf(field, 'id')));

function checkId(context: PrismaChecking, model: Declaration, field: Field): void {
  if (field.broken || foreignKeyNames(model).has(field.name.text)) return;
  const value = defaultOf(field);
  if (field.type.text !== 'String') {
    context.report({
      at: model.at(field.type),
      message: `The id of ${model.name} is ${/^[AEIOU]/.test(field.type.text) ? 'an' : 'a'} ${field.type.text}, which can be guessed and counted. Write String @id ${DEFAULT}.`,
      repairs: retypings(context, model, field),
    });
  } else if (!isUuid(field, value)) {
    context.report({
      at: model.at(value ?? field.name),
      message: value
        ? `The id of ${model.name} gets ${model.text(value)}, not a UUID. Write ${DEFAULT}.`
        : `The id of ${model.name} has no default, so every caller must bring one. Add ${DEFAULT}.`,
      repairs: [defaultRepair(context, model, field)],
    });
  }
}

function isUuid(field: Field, value: Value | undefined): boolean {
  if (isCall(value, 'uuid')) return true;
  if (value?.kind !== 'call' || value.name.text !== 'dbgenerated') return false;
  const expression = value.arguments[0]?.value;
  return (
    nativeTypeOf(field)?.name.text === 'db.Uuid' &&
    expression?.kind === 'string' &&
    /\b(?:gen_random_uuid|uuidv[47]|uuid_generate_v[147]\w*)\s*\(/i.test(expression.text)
  );
}

/** Safe where the field is an id by its name and can hold a UUID's 36 characters; another key may be a natural one. */
function defaultRepair({ rewrite }: PrismaChecking, model: Declaration, field: Field): Repair {
  const native = nativeTypeOf(field);
  const length = native?.arguments[0]?.value;
  const fits =
    !native ||
    native.name.text === 'db.Uuid' ||
    native.name.text === 'db.Text' ||
    (length?.kind === 'number' && Number(length.text) >= 36);
  const named =
    sameName(field.name.text, 'id') ||
    sameName(field.name.text, 'uuid') ||
    sameName(field.name.text, `${model.name}Id`);
  return lazyRepair(`Write ${DEFAULT}`, fits && named, () =>
    rewrite()
      .change(model, field, { attributes: changedAttributes(model, field, { add: [DEFAULT] }) })
      .edits(),
  );
}

function retypings({ schema, rewrite }: PrismaChecking, model: Declaration, field: Field): readonly Repair[] {
  if (isBoundToType(model, field)) return [];
  return [
    lazyRepair(`Make ${model.name}.${field.name.text} a UUID, and every foreign key to it a String`, false, () => {
      const changes = rewrite();
      retype(changes, schema, model, field, { type: 'String', add: [DEFAULT] });
      return changes.edits();
    }),
  ];
}

function reportMissing(context: PrismaChecking, model: Declaration): void {
  const taken = model.fieldLike('id');
  context.report({
    at: model.at(taken?.name ?? model.block.name),
    message: `${model.name} has no primary key of its own. ${taken ? 'Make this field' : 'Add'} id String @id ${DEFAULT}.`,
    repairs: taken ? existingIdRepairs(context, model, taken) : [newIdRepair(context, model)],
  });
}

function existingIdRepairs({ rewrite }: PrismaChecking, model: Declaration, field: Field): readonly Repair[] {
  if (field.type.text !== 'String' || field.arity !== 'required' || stringArgument(attributeOf(field, 'relation')))
    return [];
  return [
    lazyRepair(`Make ${field.name.text} the primary key`, false, () => {
      const add = ['@id', ...(defaultOf(field) ? [] : [DEFAULT])];
      return rewrite()
        .change(model, field, { attributes: changedAttributes(model, field, { add, remove: ['unique'] }) })
        .edits();
    }),
  ];
}

function newIdRepair({ rewrite }: PrismaChecking, model: Declaration): Repair {
  return lazyRepair('Add an id', true, () => {
    const first = model.fields[0];
    const changes = rewrite();
    if (first) changes.insert(model, [['id', 'String', `@id ${DEFAULT}`]], 'before', first);
    else changes.insertLines(model, [`id String @id ${DEFAULT}`], undefined);
    return changes.edits();
  });
}
