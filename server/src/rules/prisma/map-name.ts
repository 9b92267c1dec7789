import { stringArgument } from '../../languages/prisma/attributes';
import { type BlockFacts, keptByBlock } from '../../languages/prisma/blockFacts';
import type { Declaration } from '../../languages/prisma/declaration';
import { snakeCase, tableName } from '../../languages/prisma/names';
import type { Attribute } from '../../languages/prisma/syntax';
import { lazyRepair } from '../../repairs/lazyRepair';
import { addBlockAttribute } from '../../repairs/prisma/blockAttributes';
import type { Schema } from '../../workspace/schema/schema';
import { type PrismaChecking, prismaRule } from './context';

/** Tables have names in snake_case. */
export const mapName = prismaRule({
  id: 'prisma/map-name',
  severity: 'warning',
  docs: {
    summary: 'Every model has an `@@map` to a table name in snake_case.',
    why: 'Without it the table is called `"ClinicalNote"`, and each query and migration written by hand must quote the name: unquoted, PostgreSQL looks for `clinicalnote` and stops with 42P01 undefined_table.',
    source: 'HOUSE-RULES: Prisma schema patterns',
    bad: [
      `model ClinicalNote {
  id String @id @default(uuid())
}`,
      `model ClinicalNote {
  id String @id @default(uuid())

  @@map("ClinicalNotes")
}`,
      `enum NoteStatus {
  DRAFT
  SIGNED

  @@map("NoteStatus")
}`,
    ],
    good: [
      `model ClinicalNote {
  id String @id @default(uuid())

  @@map("clinical_notes")
}`,
      `enum NoteStatus {
  DRAFT
  SIGNED
}`,
    ],
    whenOff: 'Where the tables exist and nobody writes SQL by hand.',
    notes:
      'A new name is the model’s in the plural, in snake_case: `clinical_notes`. A table that exists is renamed by it: write the migration with `ALTER TABLE … RENAME TO`. Enums need no `@@map`, as the house’s have none; where one has it, it is snake_case too. A plural is not asked for: `appointment_status_history` is fine.',
  },
  checkModel(context, model) {
    if (model.attribute('map')) checkName(context, model);
    else if (!model.attributes.some(({ broken }) => broken)) reportMissing(context, model);
  },
  checkEnum: checkName,
});

const SNAKE_CASE = /^_?[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}]*(?:_[\p{Ll}\p{Lo}\p{N}]+)*$/u;

function checkName({ report, rewrite, schema }: PrismaChecking, block: Declaration): void {
  const name = stringArgument(block.attribute('map'));
  if (!name || SNAKE_CASE.test(name.text)) return;
  const wanted = freeName(schema, block, [snakeCase(name.text), proposalFor(block)]);
  const repair = (better: string) =>
    lazyRepair(`Rename to ${better}`, true, () => rewrite().replace(block, name, `"${better}"`).edits());
  report({
    at: block.at(name),
    message: `${name.text} is not snake_case, so SQL written by hand must quote it.${wanted ? ` Write "${wanted}".` : ''}`,
    repairs: wanted ? [repair(wanted)] : [],
  });
}

function reportMissing({ report, rewrite, schema }: PrismaChecking, model: Declaration): void {
  const wanted = freeName(schema, model, [proposalFor(model), snakeCase(model.name)]);
  const map = `@@map("${wanted}")`;
  report({
    at: model.at(model.block.name),
    message: `The table of ${model.name} is called "${model.name}", which SQL written by hand must quote. Add ${wanted ? map : '@@map with a name in snake_case'}.`,
    repairs: wanted
      ? [
          lazyRepair(`Add ${map}`, true, () => {
            const changes = rewrite();
            addBlockAttribute(changes, model, 'map', map);
            return changes.edits();
          }),
        ]
      : [],
  });
}

function proposalFor(block: Declaration): string {
  return block.kind === 'enum' ? snakeCase(block.name) : tableName(block.name);
}

/** The first of some names that is snake_case and that no other block has, or will have by this rule. */
function freeName(schema: Schema, block: Declaration, names: readonly string[]): string | undefined {
  return names.find((name) => SNAKE_CASE.test(name) && (schema.lookUp(takenNames, name) ?? block) === block);
}

/** The names that tables, views and enums have in the database, and below them those that this rule will propose. */
function takenNames(schema: Schema): ReadonlyMap<string, Declaration> {
  const taken = new Map<string, Declaration>();
  const named = [...schema.declarations()].filter(({ kind }) => kind === 'model' || kind === 'view' || kind === 'enum');
  for (const block of named) taken.set(mappedName(block) ?? block.name, block);
  for (const block of named) {
    const free = proposalsFor(block).find((name) => !taken.has(name));
    if (free) taken.set(free, block);
  }
  return taken;
}

const mappedName = keptByBlock((facts) => stringArgument(attributeNamed(facts, 'map'))?.text);

/** What this rule may propose for a block, the best name first; nothing where it has a good one or needs none. */
const proposalsFor = keptByBlock((facts, { kind, name }): readonly string[] => {
  const mapped = stringArgument(attributeNamed(facts, 'map'))?.text;
  const proposal = kind === 'enum' ? snakeCase(name.text) : tableName(name.text);
  if (mapped !== undefined && mapped !== '') return SNAKE_CASE.test(mapped) ? [] : [snakeCase(mapped), proposal];
  return kind === 'model' && !attributeNamed(facts, 'ignore') ? [proposal, snakeCase(name.text)] : [];
});

function attributeNamed({ attributes }: BlockFacts, name: string): Attribute | undefined {
  return attributes.find(({ attribute }) => attribute.name.text === name)?.attribute;
}
