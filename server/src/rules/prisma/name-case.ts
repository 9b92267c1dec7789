import { keptByBlock } from '../../languages/prisma/blockFacts';
import type { Declaration } from '../../languages/prisma/declaration';
import { camelCase, pascalCase } from '../../languages/prisma/names';
import type { Field } from '../../languages/prisma/syntax';
import { lazyRepair } from '../../repairs/lazyRepair';
import { renameField, renameModel } from '../../repairs/prisma/rename';
import { type PrismaChecking, prismaRule } from './context';

/** Models and fields are written as the house writes them. */
export const nameCase = prismaRule({
  id: 'prisma/name-case',
  severity: 'warning',
  docs: {
    summary: 'Models are PascalCase and fields are camelCase.',
    why: 'The names become those of the TypeScript client: `prisma.clinical_note.findMany` beside `prisma.appointment` makes every caller look up which it was.',
    source: 'HOUSE-RULES: Prisma schema patterns',
    bad: [
      `model clinical_note {
  id String @id @default(uuid())

  @@map("clinical_notes")
}`,
      `model Client {
  id         String @id @default(uuid())
  first_name String

  @@index([first_name])
  @@map("clients")
}`,
    ],
    good: [
      `model ClinicalNote {
  id        String @id @default(uuid())
  firstName String @map("first_name")

  @@map("clinical_notes")
}`,
    ],
    whenOff: 'Where the schema is introspected from a database that keeps its own names.',
    notes:
      'The suggestion renames the model or field wherever the schema names it, and adds `@@map` or `@map` so that the database keeps the old name. Code that uses the name must follow, which is why it is not part of Fix All. The join table of an implicit many-to-many is called after its models: name the relation before you rename one of them.',
  },
  checkModel(context, model) {
    if (!PASCAL_CASE.test(model.name)) reportModel(context, model);
    for (const field of misnamed(model)) reportField(context, model, field);
  },
});

const misnamed = keptByBlock(({ fields }) => fields.filter(({ name }) => !CAMEL_CASE.test(name.text)));

const PASCAL_CASE = /^[\p{Lu}\p{Lo}][\p{L}\p{N}]*$/u;
const CAMEL_CASE = /^[\p{Ll}\p{Lo}][\p{L}\p{N}]*$/u;

function reportModel({ report, schema, rewrite }: PrismaChecking, model: Declaration): void {
  const better = pascalCase(model.name);
  const free = PASCAL_CASE.test(better) && !schema.block(better);
  report({
    at: model.at(model.block.name),
    message: `${model.name} is not PascalCase, as models are.${free ? ` Write ${better}.` : ''}`,
    repairs: free
      ? [
          lazyRepair(`Rename to ${better}, and keep the table’s name`, false, () =>
            renameModel(rewrite(), schema, model, better),
          ),
        ]
      : [],
  });
}

function reportField({ report, schema, rewrite }: PrismaChecking, model: Declaration, field: Field): void {
  const better = camelCase(field.name.text);
  const free = CAMEL_CASE.test(better) && !model.field(better) && !field.broken;
  report({
    at: model.at(field.name),
    message: `${field.name.text} is not camelCase, as fields are.${free ? ` Write ${better}.` : ''}`,
    repairs: free
      ? [
          lazyRepair(`Rename to ${better}, and keep the column’s name`, false, () =>
            renameField(rewrite(), schema, model, field, better),
          ),
        ]
      : [],
  });
}
