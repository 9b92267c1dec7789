import type { Repair } from '../../core/finding';
import type { Declaration } from '../../languages/prisma/declaration';
import { type RelationField, relationFieldsByType } from '../../languages/prisma/relationFields';
import { lazyRepair } from '../../repairs/lazyRepair';
import { changedAttributes } from '../../repairs/prisma/fieldAttributes';
import type { RelationEnd } from '../../workspace/schema/relations';
import type { Schema } from '../../workspace/schema/schema';
import { type PrismaChecking, prismaRule } from './context';

/** The two ends of a relation have one name. */
export const relationName = prismaRule({
  id: 'prisma/relation-name',
  severity: 'warning',
  docs: {
    summary: 'Both ends of a relation carry the same name, or neither carries one.',
    why: 'Prisma pairs the ends by their names. Where two models have several relations, or one end of a many-to-many is named and the other not, it refuses the schema, and its message names the end that is right as often as the one that is wrong.',
    source: 'HOUSE-RULES: Many-to-many relation',
    bad: [
      `model Appointment {
  id      String   @id @default(uuid())
  clients Client[] @relation("AppointmentClients")

  @@map("appointments")
}

model Client {
  id           String        @id @default(uuid())
  appointments Appointment[]

  @@map("clients")
}`,
      `model Appointment {
  id      String   @id @default(uuid())
  clients Client[] @relation("AppointmentClients")

  @@map("appointments")
}

model Client {
  id           String        @id @default(uuid())
  appointments Appointment[] @relation("ClientAppointments")

  @@map("clients")
}`,
    ],
    good: [
      `model Appointment {
  id      String   @id @default(uuid())
  clients Client[] @relation("AppointmentClients")

  @@map("appointments")
}

model Client {
  id           String        @id @default(uuid())
  appointments Appointment[] @relation("AppointmentClients")

  @@map("clients")
}`,
      `model Tag {
  id    String @id @default(uuid())
  notes Note[]

  @@map("tags")
}

model Note {
  id   String @id @default(uuid())
  tags Tag[]

  @@map("notes")
}`,
    ],
    whenOff: 'Never: without it, Prisma says it later and less plainly.',
    notes:
      'Two ends that are alone in having no partner belong together, and the repair gives both the name of the one that holds the foreign key, or else of the one that has a name. Where several ends have no partner, which belongs to which is for a person to say.',
  },
  checkModel(context, model) {
    for (const [name, ends] of relationFieldsByType(model)) {
      const partner = context.schema.model(name);
      const opposite = partner && relationFieldsByType(partner).get(model.name);
      if (!opposite || areAlike(ends, opposite)) continue;
      if (mentionsHalfTyped(model, partner) || mentionsHalfTyped(partner, model)) continue;
      const endAt = (owner: Declaration, target: Declaration) => (end: RelationField) => ({
        ...end,
        model: owner,
        target,
      });
      checkPair(context, ends.map(endAt(model, partner)), opposite.map(endAt(partner, model)));
    }
  },
});

/** A relation on a line that is half typed may be the partner that is missing. */
function mentionsHalfTyped(model: Declaration, partner: Declaration): boolean {
  return (
    !model.isWhole &&
    model.fields.some(({ broken, type }) => broken && (type.text === partner.name || type.text === ''))
  );
}

/** True of nearly all: one end here, one there, with one name. */
function areAlike(ends: readonly RelationField[], opposite: readonly RelationField[]): boolean {
  const [end, other] = [ends[0]!, opposite[0]!];
  return ends.length === 1 && opposite.length === 1 && end !== other && nameOf(end) === nameOf(other);
}

/** @param opposite of a model's relations to itself, the same ends */
function checkPair(context: PrismaChecking, ends: readonly RelationEnd[], opposite: readonly RelationEnd[]): void {
  const { model, target: partner } = ends[0]!;
  const self = model === partner;
  const isAlone = (end: RelationEnd) => {
    const own = ends.filter((other) => nameOf(other) === nameOf(end)).length;
    const other = opposite.filter((another) => nameOf(another) === nameOf(end)).length;
    return self ? own !== 2 : own !== 1 || other !== 1;
  };
  const alone = ends.filter(isAlone);
  const others = self ? alone : opposite.filter(isAlone);
  if (others.length === 0 || (self && alone.length < 2)) return;
  const pair = self ? alone : [...alone, ...others];
  const matching =
    pair.length === 2 && (self || alone.length === 1) && pair.some(({ name }) => name) ? pair : undefined;
  for (const end of alone) {
    const name = nameOf(end);
    context.report({
      at: model.at(end.name ?? end.field.name),
      message: `${partner.name} has no relation ${name === '' ? 'without a name' : `called "${name}"`} to pair with this one. Give both ends the same name.`,
      repairs: matching ? [nameAlike(context, matching)] : [],
    });
  }
}

function nameOf({ name }: RelationField): string {
  return name?.text ?? '';
}

function nameAlike({ rewrite, schema }: PrismaChecking, pair: readonly RelationEnd[]): Repair {
  const place = ({ model }: RelationEnd) => schema.lookUp(places, model.name) ?? 0;
  const named = pair.filter(({ name }) => name).sort((a, b) => place(a) - place(b));
  const name = nameOf(named.find(({ keys }) => keys) ?? named[0]!);
  return lazyRepair(`Name both ends "${name}"`, true, () => {
    const changes = rewrite();
    for (const end of pair)
      if (nameOf(end) !== name)
        changes.change(end.model, end.field, {
          attributes: changedAttributes(end.model, end.field, { add: [relationText(end, name)] }),
        });
    return changes.edits();
  });
}

/** Where each model stands among those of its schema. */
function places(schema: Schema): ReadonlyMap<string, number> {
  return new Map([...schema.models()].map(({ name }, index) => [name, index] as const).reverse());
}

function relationText({ model, attribute, name }: RelationEnd, wanted: string): string {
  if (!attribute) return `@relation("${wanted}")`;
  const text = model.text(attribute);
  if (name) return `${text.slice(0, name.start - attribute.start)}"${wanted}"${text.slice(name.end - attribute.start)}`;
  const rest = text.replace(/^@relation\s*\(?\s*/, '');
  return rest === '' || rest === ')' ? `@relation("${wanted}")` : `@relation("${wanted}", ${rest}`;
}
