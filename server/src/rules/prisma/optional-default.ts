import { attributeOf, defaultOf, isCall } from '../../languages/prisma/attributes';
import { keptByBlock } from '../../languages/prisma/blockFacts';
import type { Declaration } from '../../languages/prisma/declaration';
import { foreignKeyNames } from '../../languages/prisma/relationFields';
import type { Field } from '../../languages/prisma/syntax';
import { lazyRepair } from '../../repairs/lazyRepair';
import { changedAttributes } from '../../repairs/prisma/fieldAttributes';
import { type PrismaChecking, prismaRule } from './context';

/** A field that is filled by itself is not optional. */
export const optionalDefault = prismaRule({
  id: 'prisma/optional-default',
  severity: 'info',
  docs: {
    summary: 'A field has a default or is optional, not both.',
    why: 'A row without a value then means nothing: the default fills it, so only a caller who writes null on purpose, or a row from before, has none. Every reader must still handle the empty case.',
    source: 'HOUSE-RULES: Decision rules, optional or required',
    bad: [
      `model Client {
  id     String  @id @default(uuid())
  locale String? @default("en")

  @@map("clients")
}`,
    ],
    good: [
      `model Client {
  id     String  @id @default(uuid())
  locale String  @default("en")
  email  String?

  @@map("clients")
}`,
    ],
    whenOff: 'Where an empty value carries a meaning of its own beside the default.',
    notes:
      'Columns that the database generates (`dbgenerated()`) are left alone, and so are the soft-delete fields, which have a rule of their own. Making a field required needs a migration that fills the empty rows first.',
  },
  checkModel(context, model) {
    for (const field of doubtful(model))
      context.report({
        at: model.at(field.typeSpan),
        message: `${field.name.text} has a default and may still be empty. Drop the question mark, or the default.`,
        repairs: repairsOf(context, model, field),
      });
  },
});

/** prisma/soft-delete and prisma/timestamps say what these must be. */
const OWN_RULE = new Set(['isDeleted', 'deletedAt', 'deletedById', 'createdAt', 'updatedAt']);

const doubtful = keptByBlock(({ fields }) =>
  fields.filter((field) => {
    const value = defaultOf(field);
    return (
      value &&
      field.arity === 'optional' &&
      !field.broken &&
      !OWN_RULE.has(field.name.text) &&
      !isCall(value, 'dbgenerated')
    );
  }),
);

function repairsOf({ rewrite }: PrismaChecking, model: Declaration, field: Field) {
  const withoutDefault = lazyRepair('Drop the default', false, () =>
    rewrite()
      .change(model, field, { attributes: changedAttributes(model, field, { remove: ['default'] }) })
      .edits(),
  );
  // A required key needs a required relation, and what that does to its rows is a wider question.
  if (foreignKeyNames(model).has(field.name.text)) return [withoutDefault];
  const required = lazyRepair('Make it required', false, () =>
    rewrite()
      .change(model, field, { type: typeOf(model, field) })
      .edits(),
  );
  return attributeOf(field, 'ignore') ? [withoutDefault] : [required, withoutDefault];
}

function typeOf(model: Declaration, field: Field): string {
  return model.text(field.typeSpan).replace(/\s*\?$/, '');
}
