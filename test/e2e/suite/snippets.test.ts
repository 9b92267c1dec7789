import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { lint } from '@prisma/prisma-schema-wasm';
import { after, afterEach, before, describe, it } from 'mocha';
import { commands, extensions, Selection, workspace } from 'vscode';
import { closeEverything, fileUri, findings, openNew, ruleOf, until, untilFindings, write } from './editor';

/** What has to stand around a snippet for the result to be a whole document; the snippet goes to the mark. */
const MARK = '‸';

const USER = (ends: string) => `model User {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
${ends}
  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?
  deletedBy   User?     @relation("UserDeletedBy", fields: [deletedById], references: [id])
  deletedUsers User[] @relation("UserDeletedBy")

  @@map("users")
}
`;
const MODEL = (name: string, fields: string, table: string) => `model ${name} {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
${fields}

  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?
  deletedBy   User?     @relation("${name}DeletedBy", fields: [deletedById], references: [id])

  @@map("${table}")
}
`;
const CLIENT_END = '  deletedClients Client[] @relation("ClientDeletedBy")';

const PRISMA_CONTEXTS: Record<string, string> = {
  'Standard model': `${USER('  deletedCarePlans CarePlan[] @relation("CarePlanDeletedBy")')}\n${MARK}`,
  'Soft-delete fields': `${USER(CLIENT_END)}
model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt

  ${MARK}

  @@map("clients")
}
`,
  'Time stamps': `${USER(CLIENT_END)}\n${MODEL('Client', '', 'clients').replace(/ {2}createdAt.*\n.*updatedAt\n/, `  ${MARK}\n`)}`,
  Enum: MARK,
  'Many-to-many relation': `${USER(
    '  deletedCareTeams CareTeam[] @relation("CareTeamDeletedBy")\n  deletedPrograms Program[] @relation("ProgramDeletedBy")',
  )}\n${MARK}`,
  'JSON field': `${USER(CLIENT_END)}\n${MODEL('Client', `  ${MARK}`, 'clients')}`,
  'Audit log': `${USER('  auditLogs AuditLog[]')}\n${MARK}`,
  'Status history': `${USER(
    '  appointmentStatusHistories AppointmentStatusHistory[]\n  deletedAppointments Appointment[] @relation("AppointmentDeletedBy")',
  )}
enum AppointmentStatus {
  SCHEDULED
  DONE
}

${MODEL('Appointment', '  history AppointmentStatusHistory[]', 'appointments')}
${MARK}`,
  'Composite indexes': `${USER(CLIENT_END)}\n${MODEL('Client', `  clinicianId String\n  startTime DateTime\n  status String\n  ${MARK}`, 'clients')}`,
  Money: `${USER(CLIENT_END)}\n${MODEL('Client', `  ${MARK}`, 'clients')}`,
  'Relation with its index': `${USER(
    `${CLIENT_END}\n  deletedInvoices Invoice[] @relation("InvoiceDeletedBy")`,
  )}\n${MODEL('Client', '  invoices Invoice[]', 'clients')}\n${MODEL('Invoice', `  ${MARK}`, 'invoices')}`,
};

const TYPESCRIPT_CONTEXTS: Record<string, string> = {
  'PHI entry': `const PHI_FIELDS_BY_MODEL = {\n  ${MARK}\n};\n`,
  'Tagged raw query': MARK,
  'Include instead of N+1': MARK,
};

const TABLES = `
  CREATE TYPE user_role AS ENUM ('ADMIN', 'USER');
  CREATE TABLE users (id uuid PRIMARY KEY, email text, updated_at timestamp);
  CREATE TABLE clients (id uuid PRIMARY KEY, updated_at timestamp);
  CREATE TABLE appointments (id uuid PRIMARY KEY, client_id uuid);
  INSERT INTO users (id) VALUES (gen_random_uuid());
`;
/** Snippets that speak of a column that another one adds. */
const NEEDS_DEPARTMENT = ['Rename a column', 'Comment on a column', 'Fill a column in batches'];

/** The most tab stops that a snippet has. */
const STOPS = 8;

function snippetNames(language: string): string[] {
  const file = join(extensions.getExtension('ehr-schema.ehr-schema')!.extensionPath, `snippets/${language}.json`);
  return Object.keys(JSON.parse(readFileSync(file, 'utf8')));
}

/** A folder of its own for each snippet: what one test deletes is not what the next one opens. */
function folder(name: string): string {
  return `scratch/${name.toLowerCase().replace(/\W+/g, '_')}`;
}

/** Inserts a snippet at the mark, walks through its tab stops as a person does, and gives the document. */
async function insert(language: string, name: string, path: string, context: string) {
  const at = context.indexOf(MARK);
  const editor = await openNew(path, context.replace(MARK, ''));
  const place = editor.document.positionAt(at);
  editor.selection = new Selection(place, place);
  await commands.executeCommand('editor.action.insertSnippet', { langId: language, name });
  for (let stop = 0; stop < STOPS; stop++) await commands.executeCommand('jumpToNextSnippetPlaceholder');
  const text = editor.document.getText();
  assert.notEqual(text, context.replace(MARK, ''), 'something was inserted');
  assert.doesNotMatch(text, /\$\{\d|\/downcase/, 'no tab stop is left as text');
  return editor.document;
}

/** Waits for the server's word on a document that is expected to be clean, by way of one that is not. */
async function assertClean(document: Awaited<ReturnType<typeof insert>>): Promise<void> {
  const probe = await openNew('scratch/migrations/20260402_probe/migration.sql', 'CREATE TABLE probes (id serial);\n');
  await untilFindings(probe.document, (all) => all.length > 0, 'the server has answered');
  await workspace.fs.delete(fileUri('scratch/migrations/20260402_probe'), { recursive: true });
  await until('the document is clean', () => findings(document).length === 0, 5_000).catch(() => undefined);
  assert.deepEqual(
    findings(document).map((finding) => `${ruleOf(finding)}: ${finding.message}`),
    [],
    document.getText(),
  );
}

describe('snippets', () => {
  let database: PGlite;
  before(async () => {
    database = await PGlite.create();
  });
  after(async () => {
    await database.close();
  });
  afterEach(async () => {
    await closeEverything();
    await workspace.fs.delete(fileUri('scratch'), { recursive: true });
  });

  for (const name of snippetNames('sql'))
    it(`SQL: ${name} lints clean, and PostgreSQL runs it twice`, async () => {
      const document = await insert('sql', name, `${folder(name)}/migrations/20260401_snippet/migration.sql`, MARK);
      await database.exec(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${TABLES}`);
      if (NEEDS_DEPARTMENT.includes(name)) await database.exec('ALTER TABLE users ADD COLUMN department varchar(100)');
      await database.exec(document.getText());
      await database.exec(document.getText());
      await assertClean(document);
    });

  for (const name of snippetNames('prisma'))
    it(`Prisma: ${name} lints clean, and Prisma accepts it`, async () => {
      const context = PRISMA_CONTEXTS[name];
      assert.ok(context, `the test knows where ${name} goes`);
      // A list of its own, so that none of the example's goes with this schema.
      await write(`${folder(name)}/phiEncryption.ts`, 'export const PHI_FIELDS_BY_MODEL = {};\n');
      const document = await insert('prisma', name, `${folder(name)}/schema.prisma`, `${DATASOURCE}\n${context}`);
      const verdict = JSON.parse(lint(JSON.stringify([['schema.prisma', document.getText()]])));
      assert.deepEqual(verdict, [], document.getText());
      await assertClean(document);
    });

  for (const name of snippetNames('typescript'))
    it(`TypeScript: ${name} lints clean`, async () => {
      const context = TYPESCRIPT_CONTEXTS[name];
      assert.ok(context, `the test knows where ${name} goes`);
      await assertClean(await insert('typescript', name, `${folder(name)}/snippet.ts`, context));
    });
});

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n';
