import { attributeOf, defaultOf, isCall, nativeTypeOf } from '../../languages/prisma/attributes';
import type { Declaration } from '../../languages/prisma/declaration';
import { foreignKeyNames } from '../../languages/prisma/relationFields';
import type { Field } from '../../languages/prisma/syntax';
import { lazyRepair } from '../../repairs/lazyRepair';
import { changedAttributes } from '../../repairs/prisma/fieldAttributes';
import { isBoundToType } from '../../repairs/prisma/retype';
import { hasSqlTypes } from '../../workspace/schema/models';
import { isReferenced } from '../../workspace/schema/relations';
import { type BlockContext, prismaRule } from './context';

/** Text has a length. */
export const stringLength = prismaRule({
  id: 'prisma/string-length',
  severity: 'off',
  docs: {
    summary: 'A String names its length: `@db.VarChar(255)` unless another is wanted.',
    why: 'A String without a native type is `text` in PostgreSQL, which takes a gigabyte: a form that is sent by mistake or on purpose is stored whole.',
    source: 'HOUSE-RULES: Decision rules, string length',
    bad: [
      `model Client {
  id        String @id @default(uuid())
  firstName String

  @@map("clients")
}`,
    ],
    good: [
      `model Client {
  id        String @id @default(uuid())
  firstName String @db.VarChar(255)
  notes     String @db.Text

  @@map("clients")
}`,
    ],
    whenOff:
      'It is off unless you switch it on: PostgreSQL stores `text` and `varchar` alike, and the house’s own examples name no length.',
    notes:
      'Ids, foreign keys and what they point to are left alone, so that both sides keep one type. A text that is meant to be long says so with `@db.Text`.',
  },
  options: {
    length: { description: 'The length that the repair writes.', default: 255 },
  },
  checkModel(context, model) {
    if (!hasSqlTypes(context.schema)) return;
    const native = `@db.VarChar(${context.options.length})`;
    for (const field of model.fields) {
      if (field.broken || field.type.text !== 'String' || nativeTypeOf(field) || isKey(context, model, field)) continue;
      context.report({
        at: model.at(field.type),
        message: `${field.name.text} takes text of any length. Add ${native}, or @db.Text where that is meant.`,
        repairs: isBoundToType(model, field)
          ? []
          : [
              lazyRepair(`Add ${native}`, true, () =>
                context
                  .rewrite()
                  .change(model, field, { attributes: changedAttributes(model, field, { add: [native] }) })
                  .edits(),
              ),
            ],
      });
    }
  },
});

function isKey({ schema }: BlockContext, model: Declaration, field: Field): boolean {
  if (attributeOf(field, 'id') || isCall(defaultOf(field), 'uuid')) return true;
  return foreignKeyNames(model).has(field.name.text) || isReferenced(schema, model, field);
}
