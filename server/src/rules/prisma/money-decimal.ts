import type { Repair } from '../../core/finding';
import { isMoneyName, MONEY_WORDS, type MoneyWords } from '../../core/moneyWords';
import type { Reporting, RuleOptions } from '../../core/rule';
import { attributeOf, defaultOf, isCall, nativeTypeOf } from '../../languages/prisma/attributes';
import { keptByBlock } from '../../languages/prisma/blockFacts';
import type { Declaration } from '../../languages/prisma/declaration';
import { singularWordsOf } from '../../languages/prisma/names';
import { foreignKeyNames } from '../../languages/prisma/relationFields';
import type { Field } from '../../languages/prisma/syntax';
import { lazyRepair } from '../../repairs/lazyRepair';
import { changedAttributes } from '../../repairs/prisma/fieldAttributes';
import { isBoundToType, retype, typeLike } from '../../repairs/prisma/retype';
import { hasSqlTypes } from '../../workspace/schema/models';
import { isReferenced } from '../../workspace/schema/relations';
import { type BlockContext, prismaRule } from './context';

const OPTIONS = {
  ...MONEY_WORDS,
  precision: { description: 'The digits in all that a repair writes.', default: 10 },
  scale: { description: 'The digits behind the point that a repair writes.', default: 2 },
} as const satisfies RuleOptions;

/** Money is counted exactly. */
export const moneyDecimal = prismaRule({
  id: 'prisma/money-decimal',
  severity: 'error',
  docs: {
    summary: 'Money is a `Decimal` with a precision, `@db.Decimal(10, 2)`.',
    why: 'A Float cannot hold 0.10: sums of claims and copays drift by cents, and no two reports agree. A Decimal without a precision becomes `numeric(65, 30)`, which takes thirty digits behind the point and rounds nothing.',
    source: 'HOUSE-RULES: Decision rules, money fields',
    bad: [
      `model Invoice {
  id     String @id @default(uuid())
  amount Float

  @@map("invoices")
}`,
      `model Invoice {
  id    String  @id @default(uuid())
  copay Decimal

  @@map("invoices")
}`,
      `model Invoice {
  id           String @id @default(uuid())
  priceInCents Int    @default(0)

  @@map("invoices")
}`,
    ],
    good: [
      `model Invoice {
  id          String  @id @default(uuid())
  amount      Decimal @db.Decimal(10, 2)
  totalVisits Int
  accountId   String
  heartRate   Float

  @@map("invoices")
}`,
    ],
    whenOff: 'Where money is kept in whole cents throughout, and everybody knows.',
    notes:
      'Money is recognised by whole words of the field’s name, in the singular or plural, never inside another word: `accountId` holds no “count”, and `feed` no “fee”.\n\n- A word of `words` (amount, balance, charge, copay, cost, deductible, fee, price …) makes any number money; an Int only where the word ends the name or is followed by a currency or the like (`priceInCents`, `feeTotal`), so that `costCenter` is none.\n- A word of `weakWords` (total, rate, tax …) makes a Float or Decimal money where it ends the name; an Int `total` is a count, and `totalVisits` no money in any type.\n- A word of `otherWords` (count, percent, heart, version …) says that it is not: `heartRate`, `chargeAttempts`.\n\nThe precision of an existing `Decimal` column narrows at the next migration: PostgreSQL rounds to the scale, and refuses with 22003 numeric_value_out_of_range what is too large.',
  },
  options: OPTIONS,
  checkModel(context, model) {
    for (const field of numbers(model))
      if (isMoney(field, context.options) && !isKey(context, model, field)) checkMoney(context, model, field);
  },
});

const numbers = keptByBlock(({ fields }) => fields.filter(({ broken, type }) => !broken && NUMBERS.has(type.text)));

const NUMBERS = new Set(['Float', 'Int', 'BigInt', 'Decimal']);

function isMoney({ name, type }: Field, words: MoneyWords): boolean {
  const whole = type.text === 'Int' || type.text === 'BigInt';
  return isMoneyName(singularWordsOf(name.text), whole, words);
}

function isKey({ schema }: BlockContext, model: Declaration, field: Field): boolean {
  if (attributeOf(field, 'id') || isCall(defaultOf(field), 'autoincrement')) return true;
  return foreignKeyNames(model).has(field.name.text) || isReferenced(schema, model, field);
}

function checkMoney(context: BlockContext & Reporting<typeof OPTIONS>, model: Declaration, field: Field): void {
  const { report, options } = context;
  const native = nativeTypeOf(field);
  const wanted = hasSqlTypes(context.schema) ? `@db.Decimal(${options.precision}, ${options.scale})` : '';
  const whole = [typeLike(field, 'Decimal'), wanted].join(' ').trim();
  if (field.type.text !== 'Decimal') {
    const bound = isBoundToType(model, field) || isCall(defaultOf(field), 'dbgenerated');
    report({
      at: model.at(field.type),
      message: `${field.name.text} is money kept as ${field.type.text}, ${field.type.text === 'Float' ? 'which cannot hold a cent exactly' : 'in a unit that only its writer knows'}. Write ${whole}.`,
      repairs: bound ? [] : [retyping(context, model, field, wanted)],
    });
  } else if (wanted !== '' && !(native?.name.text === 'db.Decimal' && native.arguments.length === 2))
    report({
      at: model.at(native ?? field.type),
      message: `${field.name.text} is money without a precision${native ? ` in ${model.text(native)}` : ''}. Add ${wanted}.`,
      repairs: [
        lazyRepair(`Write ${wanted}`, !native, () => {
          const remove = native ? [native.name.text] : [];
          const attributes = changedAttributes(model, field, { add: [wanted], remove });
          return context.rewrite().change(model, field, { attributes }).edits();
        }),
      ],
    });
}

function retyping({ rewrite, schema }: BlockContext, model: Declaration, field: Field, native: string): Repair {
  return lazyRepair('Make it a Decimal', false, () => {
    const changes = rewrite();
    retype(changes, schema, model, field, { type: 'Decimal', add: native ? [native] : [] });
    return changes.edits();
  });
}
