import { describe, expect, test } from 'vitest';
import { expectExamples, expectMarked, linterOf, repaired, unmarked } from '../../../../test/harness/typescript';
import { DEFAULT_CONFIGURATION } from '../../core/configuration';
import { notText } from './not-text';

const path = '/db/src/phiEncryption.ts';
const schema = `model Client {
  id        String       @id
  phone     String?
  aliases   String[]
  email     String?      @unique
  clinic    String
  number    String
  born      DateTime
  visits    Int
  extra     Json?
  native    String       @db.Uuid
  address   String       @db.Text
  status    ClientStatus
  ownerId   String
  owner     User         @relation(fields: [ownerId], references: [id])

  @@unique([clinic, number])
}

model User {
  id      String   @id
  clients Client[]
}

enum ClientStatus {
  ACTIVE
}
`;
const files = { '/db/schema.prisma': schema };
const list = (...names: string[]) =>
  `const PHI_FIELDS_BY_MODEL = { Client: ['phone', ${names.map((name) => `'${name}'`).join(', ')}] };\n`;

describe('phi/not-text', () => {
  test('its examples', () => expectExamples(notText, path));

  test.each([
    ['born', 'is DateTime, and ciphertext is text'],
    ['visits', 'is Int, and ciphertext is text'],
    ['extra', 'is Json, and ciphertext is text'],
    ['status', 'is of the enum ClientStatus, which takes none but its own values'],
    ['owner', 'is a relation and no column'],
    ['ownerId', 'is the foreign key of `owner`, which must equal the id that it points to'],
    ['id', 'is the id, which other rows point to and the database may write itself'],
    ['native', 'is kept as Uuid, which takes no ciphertext'],
  ])('%s %s', (name, reason) => {
    const text = list(`⟦${name}⟧`, 'address');
    const [finding] = expectMarked(notText, path, text, files);
    expect(finding?.message).toBe(
      `\`Client.${name}\` ${reason}: take it out of the list, or make it a text field of its own.`,
    );
    const linter = linterOf(notText, { ...files, [path]: unmarked(text) });
    expect(repaired(linter, path, finding!.repairs[0]!).get(path)).toBe(list('address'));
  });

  test('text is fine, also in lists, and what is not there is the concern of another rule', () => {
    expectMarked(notText, path, list('aliases', 'address', 'email', 'number', 'nothing'), files);
  });

  test('a unique field is reported where the cipher is not deterministic', () => {
    const phi = { ...DEFAULT_CONFIGURATION.phi, deterministic: false };
    const linter = linterOf(notText, { ...files, [path]: list('email', 'number', 'address') }, { phi });
    expect(linter.check(path).map(({ message }) => message.split(':')[0])).toEqual([
      '`Client.email` is unique, and a cipher with a random IV makes every value differ',
      '`Client.number` is unique, and a cipher with a random IV makes every value differ',
    ]);
  });
});
