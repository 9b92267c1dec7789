import type { Repair } from '../../core/finding';
import { attributeOf, defaultOf, isCall } from '../../languages/prisma/attributes';
import type { Declaration } from '../../languages/prisma/declaration';
import { sameName } from '../../languages/prisma/names';
import type { Field } from '../../languages/prisma/syntax';
import { lazyRepair } from '../../repairs/lazyRepair';
import { inStyleOf } from '../../repairs/prisma/columnStyle';
import { changedAttributes } from '../../repairs/prisma/fieldAttributes';
import { addFieldsBehind } from '../../repairs/prisma/placement';
import { isBoundToType, retype } from '../../repairs/prisma/retype';
import type { NewField } from '../../repairs/prisma/schemaRewrite';
import { isAppendOnly, isJoinModel } from '../../workspace/schema/models';
import { type PrismaChecking, prismaRule } from './context';

/** Every model says when a row was made and when it last changed. */
export const timestamps = prismaRule({
  id: 'prisma/timestamps',
  severity: 'error',
  docs: {
    summary: 'Every model has `createdAt DateTime @default(now())` and `updatedAt DateTime @updatedAt`.',
    why: 'Without them nobody can say when a record was made or last changed, which every audit of health data asks, and no export can fetch only what is new.',
    source: 'HOUSE-RULES: Decision rules, timestamps',
    bad: [
      `model Client {
  id        String @id @default(uuid())
  firstName String

  @@map("clients")
}`,
      `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime
  updatedAt DateTime @updatedAt

  @@map("clients")
}`,
      `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt String

  @@map("clients")
}`,
    ],
    good: [
      `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt

  @@map("clients")
}`,
      `model AccessLog {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())

  @@map("access_logs")
}`,
    ],
    whenOff: 'Where the times are kept by triggers in tables of their own.',
    notes:
      'Models that only grow (`appendOnly` in the configuration; by default `*Log`, `*History`, `*Event`) need no `updatedAt`, for their rows never change. A model that only joins others, with an `@@id` of foreign keys and nothing else in it, needs neither, as an implicit many-to-many has neither. A field counts by its words: `created_at` is `createdAt`.\n\nA table that has rows already refuses a new required column without a default: there, write `@default(now()) @updatedAt`, which is accepted too.',
  },
  checkModel(context, model) {
    if (isJoinModel(context.schema, model)) return;
    const wanted = isAppendOnly(model.name, context.configuration) ? [CREATED] : [CREATED, UPDATED];
    const missing: NewField[] = [];
    for (const row of wanted) {
      const field = model.fieldLike(row[0]);
      if (!field) missing.push(row);
      else if (!field.broken) checkField(context, model, field, row);
    }
    if (missing.length > 0) reportMissing(context, model, missing);
  },
});

const CREATED: NewField = ['createdAt', 'DateTime', '@default(now())'];
const UPDATED: NewField = ['updatedAt', 'DateTime', '@updatedAt'];

function reportMissing({ report, rewrite }: PrismaChecking, model: Declaration, missing: readonly NewField[]): void {
  const names = missing.map(([name]) => name).join(' and ');
  report({
    at: model.at(model.block.name),
    message: `${model.name} has no ${missing.map(([name]) => name).join(' or ')}, so nobody can tell when a row ${missing.includes(CREATED) ? 'was made' : 'last changed'}. Add ${missing.map((row) => row.join(' ')).join(' and ')}.`,
    repairs: [
      lazyRepair(`Add ${names}`, true, () => {
        const changes = rewrite();
        addFieldsBehind(
          changes,
          model,
          missing.map((row) => inStyleOf(model, row)),
          fieldBefore(model),
        );
        return changes.edits();
      }),
    ],
  });
}

/** The field that new timestamps follow: the one of the two that is there, or the id, or whatever comes first. */
function fieldBefore(model: Declaration): Field | undefined {
  const whole = model.fields.filter(({ broken }) => !broken);
  const other = whole.find(({ name }) => sameName(name.text, 'createdAt'));
  return other ?? whole.find((field) => attributeOf(field, 'id')) ?? whole[0];
}

function checkField(context: PrismaChecking, model: Declaration, field: Field, row: NewField): void {
  const [name, type, attribute] = row;
  const { report, rewrite } = context;
  if (field.type.text !== type || field.arity === 'list') {
    report({
      at: model.at(field.typeSpan),
      message: `${name} is kept as ${model.text(field.typeSpan)}, which neither sorts nor compares as a time. Write ${row.join(' ')}.`,
      repairs: retyping(context, model, field, row),
    });
  } else if (field.arity === 'optional') {
    report({
      at: model.at(field.typeSpan),
      message: `${name} may be empty, so a row can hide when it ${name === 'createdAt' ? 'was made' : 'changed'}. Write ${row.join(' ')}.`,
      repairs: [
        lazyRepair(`Make ${name} required`, false, () => {
          const attributes = changedAttributes(model, field, { add: isFilled(field, name) ? [] : [attribute] });
          return rewrite().change(model, field, { type, attributes }).edits();
        }),
      ],
    });
  } else if (!isFilled(field, name)) {
    report({
      at: model.at(defaultOf(field) && name === 'createdAt' ? defaultOf(field)! : field.name),
      message: `Nothing fills ${name} ${name === 'createdAt' ? 'when a row is made' : 'when a row changes'}. Add ${attribute}.`,
      repairs: [
        lazyRepair(`Add ${attribute}`, true, () =>
          rewrite()
            .change(model, field, { attributes: changedAttributes(model, field, { add: [attribute] }) })
            .edits(),
        ),
      ],
    });
  }
}

/** True when Prisma or the database fills the field; `dbgenerated` is taken at its word. */
function isFilled(field: Field, name: string): boolean {
  if (name === 'updatedAt') return attributeOf(field, 'updatedAt') !== undefined;
  return isCall(defaultOf(field), 'now') || isCall(defaultOf(field), 'dbgenerated');
}

function retyping(
  { rewrite, schema }: PrismaChecking,
  model: Declaration,
  field: Field,
  row: NewField,
): readonly Repair[] {
  if (field.arity === 'list' || isBoundToType(model, field)) return [];
  return [
    lazyRepair(`Make ${row[0]} a DateTime`, false, () => {
      const changes = rewrite();
      retype(changes, schema, model, field, { type: row[1], add: [row[2]], remove: ['default'] });
      return changes.edits();
    }),
  ];
}
