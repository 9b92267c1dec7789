import { camelCase, pascalCase } from '../../../server/src/languages/prisma/names';
import { Random } from '../../harness/random';
import { COLUMNS, tableName } from './words';

const HEAD =
  'generator client {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "postgresql"\n}\n';

const STAMPS = [
  'createdAt DateTime @default(now()) @map("created_at")',
  'updatedAt DateTime @updatedAt @map("updated_at")',
];

const SOFT_DELETE = [
  'isDeleted Boolean @default(false) @map("is_deleted")',
  'deletedAt DateTime? @map("deleted_at")',
  'deletedById String? @map("deleted_by_id") @db.Uuid',
];

interface Model {
  readonly table: string;
  readonly fields: string[];
  readonly attributes: string[];
}

/** A schema of so many models that Prisma accepts, each but the first with a relation to an earlier one; every seventh or so breaks a rule. */
export function schema(models: number): string {
  const random = new Random(3);
  const all: Model[] = [];
  for (let index = 0; index < models; index++) {
    const model = newModel(random, tableName(index));
    if (all.length > 0) relate(random, model, random.of(all));
    if (!random.chance(15)) model.fields.push(...STAMPS);
    if (!random.chance(15)) model.fields.push(...SOFT_DELETE);
    all.push(model);
  }
  return [HEAD, ...all.map(written)].join('\n');
}

function newModel(random: Random, table: string): Model {
  const columns = random.some(COLUMNS, 4 + Math.floor(random.next() * 6));
  return {
    table,
    fields: ['id String @id @default(uuid()) @db.Uuid', ...columns.map((column) => fieldOf(random, column))],
    attributes: random.chance(15) ? [] : [`@@map("${table}")`],
  };
}

function fieldOf(random: Random, { name, prisma }: (typeof COLUMNS)[number]): string {
  const isBadMoney = prisma === 'Decimal' && random.chance(15);
  const type = (isBadMoney ? 'Float' : prisma) + (random.chance(40) ? '?' : '');
  const map = name.includes('_') ? ` @map("${name}")` : '';
  return `${camelCase(name)} ${type}${map}${prisma === 'Decimal' && !isBadMoney ? ' @db.Decimal(12, 2)' : ''}`;
}

/** A foreign key here, the list of those that point back there. */
function relate(random: Random, model: Model, target: Model): void {
  const [own, other] = [camelCase(model.table), camelCase(target.table)];
  const name = `${model.table}_${target.table}`;
  model.fields.push(
    `${other}Id String? @map("${target.table}_id") @db.Uuid`,
    `${other} ${pascalCase(target.table)}? @relation("${name}", fields: [${other}Id], references: [id])`,
  );
  if (!random.chance(15)) model.attributes.push(`@@index([${other}Id])`);
  target.fields.push(`${own}List ${pascalCase(model.table)}[] @relation("${name}")`);
}

function written({ table, fields, attributes }: Model): string {
  const rest = attributes.length > 0 ? `\n\n${attributes.map((attribute) => `  ${attribute}`).join('\n')}` : '';
  return `model ${pascalCase(table)} {\n${fields.map((field) => `  ${field}`).join('\n')}${rest}\n}\n`;
}
