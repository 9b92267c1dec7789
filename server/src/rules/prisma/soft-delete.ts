import type { Declaration } from '../../languages/prisma/declaration';
import type { Field } from '../../languages/prisma/syntax';
import { lazyRepair } from '../../repairs/lazyRepair';
import { addSoftDelete } from '../../repairs/prisma/softDeleteFields';
import { isAppendOnly, isJoinModel } from '../../workspace/schema/models';
import {
  actorOf,
  type Pointee,
  SOFT_DELETE_FIELDS,
  type SoftDeleteField,
  softDeleteFieldsOf,
} from '../../workspace/schema/softDelete';
import { type PrismaChecking, prismaRule } from './context';
import { SOFT_DELETE_CHECKS } from './soft-delete/fields';

const USER = `
model User {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())

  // Soft delete
  isDeleted    Boolean   @default(false)
  deletedAt    DateTime?
  deletedById  String?
  deletedBy    User?     @relation("UserDeletedBy", fields: [deletedById], references: [id])
  deletedUsers User[]    @relation("UserDeletedBy")

  deletedClients Client[] @relation("ClientDeletedBy")

  @@map("users")
}
`;

/** Records are marked as deleted, with the time and the one who did it, and never lost. */
export const softDelete = prismaRule({
  id: 'prisma/soft-delete',
  severity: 'error',
  docs: {
    summary: 'Every model can be soft-deleted: `isDeleted`, `deletedAt`, `deletedById` and the relation `deletedBy`.',
    why: 'A row that is really deleted is gone, with everything that hangs on it. Health records have to be kept for years, and it has to be known who took one out of sight, and when.',
    source: 'HOUSE-RULES: Soft delete pattern',
    bad: [
      {
        text: `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt

  firstName String

  @@map("clients")
}
`,
        files: { 'user.prisma': USER.replace('\n  deletedClients Client[] @relation("ClientDeletedBy")\n', '') },
      },
      {
        text: `model Client {
  id String @id @default(uuid())

  isDeleted   Boolean?
  deletedAt   DateTime?
  deletedById String?
  deletedBy   User?     @relation("ClientDeletedBy", fields: [deletedById], references: [id])

  @@map("clients")
}
`,
        files: { 'user.prisma': USER },
      },
      {
        text: `model Client {
  id String @id @default(uuid())

  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?   @db.Uuid
  deletedBy   User?     @relation("ClientDeletedBy", fields: [deletedById], references: [id])

  @@map("clients")
}
`,
        files: { 'user.prisma': USER },
      },
    ],
    good: [
      {
        text: `model Client {
  id String @id @default(uuid())

  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?
  deletedBy   User?     @relation("ClientDeletedBy", fields: [deletedById], references: [id])

  @@map("clients")
}
`,
        files: { 'user.prisma': USER },
      },
      `model AuditLog {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())

  @@map("audit_logs")
}
`,
    ],
    whenOff: 'Where rows are kept by other means, such as temporal tables or an archive that triggers fill.',
    notes:
      'Models that only grow (`appendOnly` in the configuration; by default `*Log`, `*History`, `*Event`) have nothing to delete, and a model that only joins others, with an `@@id` of foreign keys and nothing else in it, is deleted with them. Models with `@@ignore`, views and composite types are left alone.\n\nThe fields are checked by type, optionality, default and relation. `deletedById` has the type and the native type of the id that it points to. The model of those who delete is `User` unless `actor` in the configuration names another; where the schema has no such model, the relation is not asked for. The repair adds all that is missing at once, and the opposite list on the actor’s model, in whichever file of the schema that stands.',
  },
  checkModel(context, model) {
    const { schema, configuration } = context;
    if (isAppendOnly(model.name, configuration) || isJoinModel(schema, model)) return;
    const actor = actorOf(schema, configuration.actor);
    const present = softDeleteFieldsOf(model);
    reportMissing(context, model, present, actor);
    for (const [name, field] of present) if (!field.broken) SOFT_DELETE_CHECKS[name](context, model, field, actor);
  },
});

function reportMissing(
  { report, rewrite, schema }: PrismaChecking,
  model: Declaration,
  present: ReadonlyMap<SoftDeleteField, Field>,
  actor: Pointee | undefined,
): void {
  const missing = SOFT_DELETE_FIELDS.filter((name) => !present.has(name));
  if (missing.length === 0 || (missing.length === 1 && missing[0] === 'deletedBy' && !actor)) return;
  const relation = present.get('deletedBy');
  // A column called deletedBy says that the model has a way of its own, which only a person can bring in line.
  const safe = !relation || relation.type.text === actor?.model.name;
  report({
    at: model.at(model.block.name),
    message: `${model.name} has no ${EITHER.format(missing)}, so deleting a row loses it and who did it. Add the soft-delete fields.`,
    repairs: [
      lazyRepair(`Add ${ALL.format(missing)}`, safe, () => addSoftDelete(rewrite(), schema, model, actor, missing)),
    ],
  });
}

const ALL = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const EITHER = new Intl.ListFormat('en-GB', { type: 'disjunction' });
