import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Configuration, DEFAULT_CONFIGURATION } from '../server/src/core/configuration';
import { Linter } from '../server/src/linter';
import { RULES } from '../server/src/rules/registry';
import { Workspace } from '../server/src/workspace/workspace';

const MAIN = '/w/prisma/schema.prisma';
const SECOND = '/w/prisma/people.prisma';
const LIST = '/w/src/phiEncryption.ts';
const CONFIGURATION = '/w/ehr-schema.config.json';

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}';
const SOFT_DELETE = '  isDeleted Boolean @default(false)\n  deletedAt DateTime?\n  deletedById String?';

/** Blocks that speak of each other, several of one name among them, so that a change of one is felt by others. */
const BLOCKS = [
  DATASOURCE,
  'datasource db {\n  provider = "sqlite"\n}',
  'datasource db {\n  provider = "mongodb"\n  relationMode = "prisma"\n}',
  `model User {\n  id String @id @default(uuid()) @db.Uuid\n  phone String\n  deletedClients Client[] @relation("ClientDeletedBy")\n}`,
  'model User {\n  id Int @id @default(autoincrement())\n  clients Client[]\n\n  @@map("users")\n}',
  'model User {\n  id String @id @default(uuid())\n}',
  'model User {\n  id String @id @default(uuid())\n  @@ignore\n}',
  `model Client {\n  id String @id @default(uuid())\n  email String\n  amount Decimal\n${SOFT_DELETE}\n  deletedBy User? @relation("ClientDeletedBy", fields: [deletedById], references: [id])\n}`,
  'model Client {\n  id String @id\n  userId String\n  user User @relation(fields: [userId], references: [id])\n  tags Tag[] @relation("ClientTags")\n\n  @@map("Clients")\n}',
  'model Client {\n  id String @id @default(uuid())\n  birthDate String\n  total Float\n  locale String? @default("en")\n}',
  'model Invoice {\n  id String @id @default(uuid())\n  cost Int\n  clientCost Int\n  client Client @relation(fields: [clientCost], references: [amount])\n}',
  'model Invoice {\n  id String @id @default(uuid())\n  amountRef Decimal\n  client Client? @relation(fields: [amountRef], references: [amount])\n\n  @@map("clients")\n}',
  'model Tag {\n  id String @id @default(uuid())\n  clients Client[]\n}',
  'model Tag {\n  id String @id @default(uuid())\n  clients Client[] @relation("ClientTags")\n  on_hold Client[] @relation("Other")\n}',
  'model ClientTag {\n  clientId String\n  tagId String\n  client Client @relation(fields: [clientId], references: [id])\n  tag Tag @relation(fields: [tagId], references: [id])\n\n  @@id([clientId, tagId])\n}',
  'model audit_log {\n  id String @id @default(uuid())\n  userId String\n}',
  'model AuditLog {\n  id String @id @default(uuid())\n}',
  'enum Status {\n  ACTIVE\n  onHold\n\n  @@map("Status")\n}',
  'enum Client {\n  A\n}',
  'view Clients {\n  id String @unique\n}',
  'model Half {\n  id Str',
  'model Client {\n  user User @rel\n  deletedBy Us\n}',
  '// ehr-schema-ignore prisma/soft-delete: a look-up table\nmodel Look {\n  id String @id @default(uuid())\n}',
  '/* } */',
  '}',
];

const LISTS = [
  "const PHI_FIELDS_BY_MODEL = {\n  Client: ['email', 'phone'],\n  User: ['phone'],\n};\n",
  "const PHI_FIELDS_BY_MODEL = {\n  Clients: ['email'],\n};\n",
  "const PHI_FIELDS_BY_MODEL = {\n  Client: ['birthDate', 'user'],\n};\n",
];

/** Each is what the reader of configurations makes of the text of the same place. */
const CONFIGURATIONS: readonly Configuration[] = [
  { ...DEFAULT_CONFIGURATION, root: '/w' },
  { ...DEFAULT_CONFIGURATION, root: '/w', actor: 'Client', appendOnly: ['Tag'] },
  {
    ...DEFAULT_CONFIGURATION,
    root: '/w',
    rules: {
      'prisma/string-length': { level: 'warning', options: {} },
      'prisma/map-name': { level: 'off', options: {} },
    },
  },
];

type Change =
  | {
      readonly kind: 'blocks';
      readonly file: string;
      readonly at: number;
      readonly take: number;
      readonly put: string[];
    }
  | {
      readonly kind: 'typing';
      readonly file: string;
      readonly at: number;
      readonly take: number;
      readonly text: string;
    }
  | { readonly kind: 'list'; readonly text: string | undefined }
  | { readonly kind: 'second'; readonly blocks: string[] | undefined }
  | { readonly kind: 'configuration'; readonly number: number };

const blocks = (maxLength: number) => fc.array(fc.constantFrom(...BLOCKS), { maxLength });
const file = fc.constantFrom(MAIN, SECOND);
const typed = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\r\n',
  '}',
  '{',
  '@',
  '?',
  '[]',
  'x',
  'User',
  ' @unique',
  '\n  note String\n',
  '"',
);
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('blocks' as const), file, at: fc.nat(), take: fc.nat(2), put: blocks(2) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('typing' as const), file, at: fc.nat(), take: fc.nat(4), text: typed }),
  },
  fc.record({ kind: fc.constant('list' as const), text: fc.option(fc.constantFrom(...LISTS), { nil: undefined }) }),
  fc.record({ kind: fc.constant('second' as const), blocks: fc.option(blocks(3), { nil: undefined }) }),
  fc.record({ kind: fc.constant('configuration' as const), number: fc.nat(CONFIGURATIONS.length - 1) }),
);

type Files = Map<string, string>;

function open(files: Files): Linter {
  const workspace = new Workspace((text) => CONFIGURATIONS[Number(text)]!);
  for (const [path, text] of files) workspace.set(path, text);
  return new Linter(workspace, { sql: NO_SQL }, RULES);
}

const refuse = (sql: string): never => {
  throw new Error(`a Prisma test parsed SQL: ${sql}`);
};
const NO_SQL = { crashes: 0, parse: refuse, parsePlPgSql: refuse };

/** Everything that a person could see of the findings of all files; edits only where they are asked for. */
function seen(linter: Linter, files: Files, withEdits: boolean): unknown {
  return [...files.keys()].map((path) =>
    linter.check(path).map(({ rule, span, message, severity, related, repairs }) => ({
      ...{ path, rule, span, message, severity, related },
      repairs: repairs.map(({ title, safe, edits }) => ({ title, safe, edits: withEdits && edits })),
    })),
  );
}

function apply(files: Files, change: Change): void {
  switch (change.kind) {
    case 'configuration':
      files.set(CONFIGURATION, String(change.number));
      return;
    case 'list':
      return put(files, LIST, change.text);
    case 'second':
      return put(files, SECOND, change.blocks?.join('\n\n'));
    case 'blocks': {
      const all = (files.get(change.file) ?? '').split('\n\n');
      all.splice(change.at % (all.length + 1), change.take, ...change.put);
      return put(files, change.file, all.join('\n\n'));
    }
    case 'typing': {
      const text = files.get(change.file) ?? '';
      const at = change.at % (text.length + 1);
      return put(files, change.file, text.slice(0, at) + change.text + text.slice(at + change.take));
    }
  }
}

function put(files: Files, path: string, text: string | undefined): void {
  if (text === undefined) files.delete(path);
  else files.set(path, text);
}

function carryOver({ workspace }: Linter, files: Files): void {
  for (const path of [MAIN, SECOND, LIST, CONFIGURATION]) {
    const text = files.get(path);
    if (text === undefined) workspace.delete(path);
    else workspace.set(path, text);
  }
}

test('after any edits of a schema, its list and its configuration the findings are those of a fresh start', () => {
  fc.assert(
    fc.property(
      blocks(8),
      fc.array(change, { minLength: 1, maxLength: 8 }),
      fc.boolean(),
      (start, changes, withEdits) => {
        const files: Files = new Map([
          [CONFIGURATION, '0'],
          [MAIN, [DATASOURCE, ...start].join('\n\n')],
        ]);
        const linter = open(files);
        seen(linter, files, false);
        for (const next of changes) {
          apply(files, next);
          carryOver(linter, files);
          expect(seen(linter, files, withEdits)).toEqual(seen(open(files), files, withEdits));
        }
      },
    ),
    { numRuns: 150, seed: 20261122 },
  );
});
