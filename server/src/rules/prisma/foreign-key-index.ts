import { keptByBlock } from '../../languages/prisma/blockFacts';
import type { Declaration } from '../../languages/prisma/declaration';
import { sameName } from '../../languages/prisma/names';
import { type ForeignKey, foreignKeysOf } from '../../languages/prisma/relationFields';
import { lazyRepair } from '../../repairs/lazyRepair';
import { addBlockAttribute } from '../../repairs/prisma/blockAttributes';
import { isAppendOnly, type Key, keysOf } from '../../workspace/schema/models';
import { type BlockContext, prismaRule } from './context';

/** What a foreign key needs, so that following it back does not read the whole table. */
export const foreignKeyIndex = prismaRule({
  id: 'prisma/foreign-key-index',
  severity: 'warning',
  docs: {
    summary: 'The fields of a foreign key are the first fields of an index.',
    why: 'PostgreSQL makes no index for a foreign key. Without one, “the appointments of this client” reads the whole table, and so does every delete and every change of id on the other side, while it holds its locks.',
    source: 'HOUSE-RULES: You do not skip indexes on foreign keys; Index strategy',
    bad: [
      `model Client {
  id           String        @id @default(uuid())
  appointments Appointment[]

  @@map("clients")
}

model Appointment {
  id       String @id @default(uuid())
  clientId String
  client   Client @relation(fields: [clientId], references: [id])

  @@map("appointments")
}`,
    ],
    good: [
      `model Client {
  id           String        @id @default(uuid())
  appointments Appointment[]

  @@map("clients")
}

model Appointment {
  id        String   @id @default(uuid())
  startTime DateTime
  clientId  String
  client    Client   @relation(fields: [clientId], references: [id])

  @@index([clientId, startTime])
  @@map("appointments")
}`,
      `model Client {
  id            String         @id @default(uuid())
  portalAccount PortalAccount?

  @@map("clients")
}

model PortalAccount {
  id       String @id @default(uuid())
  clientId String @unique
  client   Client @relation(fields: [clientId], references: [id])

  @@map("portal_accounts")
}`,
    ],
    whenOff: 'For tables that stay small, or where every index is decided on by measuring.',
    notes:
      'A foreign key of several fields is covered when these, in any order, are the first fields of an `@@index`, `@@unique` or `@@id`; a single field also by its own `@unique` or `@id`. A partial index (`where:`) covers nothing, and neither does an index of another type than BTree or Hash.\n\nTwo kinds of keys are exempt, as in the house’s own models: `deletedById`, and in models that only grow (`appendOnly`) the `…ById` that says who acted. Nobody looks rows up by them, and users are never really deleted.',
  },
  checkModel(context, model) {
    const { report, rewrite } = context;
    for (const foreignKey of uncovered(model)) {
      if (isExempt(model, foreignKey, context)) continue;
      const columns = foreignKey.keys.map(({ text }) => text);
      const id = columns.join(', ');
      const index = `@@index([${id}])`;
      report({
        at: model.at({ start: foreignKey.keys[0]!.start, end: foreignKey.keys.at(-1)!.end }),
        message: `No index begins with ${id}, so finding the rows of one ${foreignKey.field.type.text} reads the whole table. Add ${index}.`,
        repairs: columns.every((name) => model.field(name))
          ? [
              lazyRepair(`Add ${index}`, true, () => {
                const changes = rewrite();
                addBlockAttribute(changes, model, 'index', index);
                return changes.edits();
              }),
            ]
          : [],
      });
    }
  },
});

/** The foreign keys that no index begins with, each once; where an attribute is half typed, nothing is known. */
const uncovered = keptByBlock(({ attributes }, block) => {
  if (attributes.some(({ broken }) => broken)) return [];
  const keys = keysOf({ block });
  const found = new Map<string, ForeignKey>();
  for (const foreignKey of foreignKeysOf({ block })) {
    const columns = foreignKey.keys.map(({ text }) => text);
    const id = columns.join();
    if (!found.has(id) && !isCovered(columns, keys)) found.set(id, foreignKey);
  }
  return [...found.values()];
});

function isCovered(columns: readonly string[], keys: readonly Key[]): boolean {
  return keys.some(({ columns: indexed }) => {
    const first = indexed.slice(0, columns.length);
    return columns.every((column) => first.includes(column));
  });
}

function isExempt(model: Declaration, { field, keys }: ForeignKey, { configuration }: BlockContext): boolean {
  const key = keys.length === 1 ? keys[0]!.text : '';
  if (sameName(key, 'deletedById')) return true;
  return (
    /ById$|_by_id$/.test(key) && field.type.text === configuration.actor && isAppendOnly(model.name, configuration)
  );
}
