import { attributeOf, defaultOf, nativeTypeOf } from '../../languages/prisma/attributes';
import { keptByBlock } from '../../languages/prisma/blockFacts';
import type { Declaration } from '../../languages/prisma/declaration';
import { sameName, wordsOf } from '../../languages/prisma/names';
import { foreignKeyNames } from '../../languages/prisma/relationFields';
import type { Field } from '../../languages/prisma/syntax';
import { lazyRepair } from '../../repairs/lazyRepair';
import { isBoundToType, retype, typeLike } from '../../repairs/prisma/retype';
import { isReferenced } from '../../workspace/schema/relations';
import { type BlockContext, prismaRule } from './context';

/** Dates are kept as dates. */
export const dateType = prismaRule({
  id: 'prisma/date-type',
  severity: 'warning',
  docs: {
    summary: 'Dates and times are `DateTime`, in UTC.',
    why: 'As a String, 02/03/2026 is February or March by who reads it, it sorts by its first digit, and the database takes the 31st of June. As a number, nobody can tell seconds from milliseconds.',
    source: 'HOUSE-RULES: Decision rules, date storage',
    bad: [
      `model Client {
  id          String @id @default(uuid())
  dateOfBirth String

  @@map("clients")
}`,
      `model Session {
  id        String @id @default(uuid())
  expiresAt Int

  @@map("sessions")
}`,
    ],
    good: [
      `model Client {
  id          String   @id @default(uuid())
  dateOfBirth DateTime @db.Date
  updateNotes String?

  @@map("clients")
}`,
    ],
    whenOff: 'Where a field must keep a date as it was written, such as on a scanned form.',
    notes:
      'A String, Int, BigInt or Float is taken for a date when its name ends in one of the words of the option `words`, or in `at` behind another word (`expiresAt`), or says `dateOf…`. Whole words count: `candidate` and `dateFormat` are no dates. Changing the type of a column that has rows needs a migration that converts them, which is why the repair is a suggestion.',
  },
  options: {
    words: {
      description: 'The last words of names that are dates or times.',
      default: ['date', 'datetime', 'timestamp', 'dob', 'birthday', 'birthdate'],
    },
  },
  checkModel(context, model) {
    for (const field of candidates(model)) {
      if (!isDate(field.name.text, context.options.words)) continue;
      context.report({
        at: model.at(field.type),
        message: `${field.name.text} is a date kept as ${field.type.text}, which neither sorts nor checks as one. Write ${typeLike(field, 'DateTime')}.`,
        repairs: isBound(context, model, field)
          ? []
          : [
              lazyRepair('Make it a DateTime', false, () => {
                const changes = context.rewrite();
                retype(changes, context.schema, model, field, { type: 'DateTime', remove: ['default'] });
                return changes.edits();
              }),
            ],
      });
    }
  },
});

const KEPT_AS = new Set(['String', 'Int', 'BigInt', 'Float']);

/** prisma/timestamps and prisma/soft-delete say what these must be. */
const OWN_RULE = ['createdAt', 'updatedAt', 'deletedAt'];

const candidates = keptByBlock(({ fields }) =>
  fields.filter(
    ({ broken, type, name }) =>
      !broken && KEPT_AS.has(type.text) && !OWN_RULE.some((other) => sameName(name.text, other)),
  ),
);

function isDate(name: string, last: readonly string[]): boolean {
  const words = wordsOf(name);
  const end = words.at(-1) ?? '';
  return last.includes(end) || (end === 'at' && words.length > 1) || (words[0] === 'date' && words[1] === 'of');
}

function isBound({ schema }: BlockContext, model: Declaration, field: Field): boolean {
  const isKey = attributeOf(field, 'id') || foreignKeyNames(model).has(field.name.text);
  if (isKey || isReferenced(schema, model, field) || isBoundToType(model, field)) return true;
  const value = defaultOf(field);
  return value?.kind === 'call' && value.name.text === 'dbgenerated' && nativeTypeOf(field) !== undefined;
}
