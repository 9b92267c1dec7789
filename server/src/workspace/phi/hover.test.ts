import { expect, test } from 'vitest';
import { DEFAULT_CONFIGURATION } from '../../core/configuration';
import { Workspace } from '../workspace';
import { encryptedFields, phiHover } from './hover';

const path = '/db/prisma/schema.prisma';
const listPath = '/db/src/phiEncryption.ts';
const schema = `model Client {
  id          String   @id
  phone       String?
  nickname    String?  @map("nick")
  dateOfBirth DateTime
  notes       Note[]

  @@map("clients")
}

model Note {
  id       String @id
  clientId String
  client   Client @relation(fields: [clientId], references: [id])
}
`;
const list = "export const PHI_FIELDS_BY_MODEL = {\n  Client: ['phone'],\n};\n";

function workspaceOf(files: Readonly<Record<string, string>>): Workspace {
  const workspace = new Workspace(() => DEFAULT_CONFIGURATION);
  for (const [file, text] of Object.entries(files)) workspace.set(file, text);
  return workspace;
}

const workspace = workspaceOf({
  [path]: schema,
  [listPath]: list,
  '/db/prisma/migrations/20251013_init/migration.sql':
    'CREATE TABLE clients (id text, phone text, "dateOfBirth" timestamp);\nCREATE TABLE other (nick text);\n',
  '/db/prisma/migrations/20260111_nick/migration.sql':
    'DO $$\nBEGIN\n  IF TRUE THEN\n    ALTER TABLE clients ADD COLUMN nick text;\n  END IF;\nEND $$;\n',
});
const textAt = (word: string) => phiHover(workspace, path, schema.indexOf(word) + 1)?.text;

test('an encrypted field says so and links to its name in the list', () => {
  const hover = phiHover(workspace, path, schema.indexOf('phone'));
  expect(hover?.encrypted).toBe(true);
  expect(hover?.text).toBe(
    '**Encrypted**: `PHI_FIELDS_BY_MODEL` names `Client.phone`, so it is encrypted before it reaches the database.',
  );
  expect(schema.slice(hover!.span.start, hover!.span.end)).toBe('phone');
  expect(hover?.link?.path).toBe(listPath);
  expect(list.slice(hover!.link!.span.start, hover!.link!.span.end)).toBe('phone');
});

test('another field says since which migration it lies in the clear, and why', () => {
  expect(textAt('nickname')).toBe(
    '**Not encrypted**: `Client.nickname` is stored in the clear since `20260111_nick`; `PHI_FIELDS_BY_MODEL` does not name it.',
  );
  expect(textAt('dateOfBirth')).toBe(
    '**Not encrypted**: `Client.dateOfBirth` is stored in the clear since `20251013_init`; it is DateTime, and ciphertext is text.',
  );
});

test('there is nothing to say of relations, of types, and without a list', () => {
  expect(textAt('notes')).toBeUndefined();
  expect(phiHover(workspace, path, schema.indexOf('String'))).toBeUndefined();
  expect(phiHover(workspaceOf({ [path]: schema }), path, schema.indexOf('phone'))).toBeUndefined();
  expect(phiHover(workspace, listPath, list.indexOf('phone'))).toBeUndefined();
  expect(phiHover(workspace, '/gone.prisma', 0)).toBeUndefined();
});

test('encrypted fields are listed by file', () => {
  const start = schema.indexOf('phone');
  expect(encryptedFields(workspace, path)).toEqual([
    { model: 'Client', field: 'phone', span: { start, end: start + 'phone'.length } },
  ]);
  expect(encryptedFields(workspace, listPath)).toEqual([]);
});
