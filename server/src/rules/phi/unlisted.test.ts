import { describe, expect, test } from 'vitest';
import { expectExamples, expectMarked, linterOf, repaired, unmarked } from '../../../../test/harness/typescript';
import { unlisted } from './unlisted';

const path = '/db/prisma/schema.prisma';
const listPath = '/db/src/phiEncryption.ts';
const list = "const PHI_FIELDS_BY_MODEL = {\n  Client: ['phone'],\n  Insurance: [\n    'memberId',\n  ],\n};\n";
const files = { [listPath]: list };
const model = (name: string, ...fields: string[]) =>
  `model ${name} {\n  id String @id\n${fields.map((field) => `  ${field}\n`).join('')}}\n`;

describe('phi/unlisted', () => {
  test('its examples', () => expectExamples(unlisted, path));

  test.each([
    ['firstName', 'a name'],
    ['surname', 'a name'],
    ['homeAddress', 'an address'],
    ['zip_code', 'an address'],
    ['dateOfBirth', 'a date that belongs to one person'],
    ['DOB', 'a date that belongs to one person'],
    ['workPhone', 'a phone number'],
    ['faxNumber', 'a fax number'],
    ['emailAddress', 'an email address'],
    ['ssn', 'a social security, tax or identity number'],
    ['medicalRecordNumber', 'a medical record number'],
    ['mrn', 'a medical record number'],
    ['memberId', 'a number of a health plan'],
    ['bankAccountNumber', 'an account number'],
    ['licenseNumber', 'a licence or certificate number'],
    ['deviceId', 'a number of a device'],
    ['vin', 'a number of a vehicle'],
    ['website', 'a web address'],
    ['lastIpAddress', 'an IP address'],
    ['fingerprint', 'biometric data'],
    ['photoUrl', 'a photograph'],
    ['diagnoses', 'clinical text'],
    ['intakeNotes', 'clinical text'],
    ['assessment', 'clinical text'],
  ])('Client.%s looks like %s', (name, title) => {
    const text = model('Client', `⟦${name}⟧ String?`, 'phone String?');
    const [finding] = expectMarked(unlisted, path, text, files);
    expect(finding?.message).toBe(
      `\`Client.${name}\` looks like ${title} and is stored in the clear: add it to \`PHI_FIELDS_BY_MODEL\`.`,
    );
    expect(finding?.severity).toBe('info');
  });

  test.each([
    model('Product', 'name String', 'notes String', 'plan String', 'email String'),
    model('Subscription', 'plan String', 'name String'),
    model('AuditLog', 'ipAddress String?', 'userAgent String?', 'clientEmail String?'),
    model('Client', 'dateOfBirth DateTime', 'notes Json?', 'phone String?', 'status String', 'timezone String'),
    model(
      'Client',
      'emailVerified String?',
      'phoneType String',
      'emailVerificationToken String?',
      'addressFormat String',
    ),
    model('Client', 'email String @unique', 'lastName String', 'firstName String', '@@index([lastName, firstName])'),
    model(
      'Document',
      'fileName String',
      'url String',
      'deletedById String?',
      'deletedBy User? @relation(fields: [deletedById], references: [id])',
    ) + model('User', 'documents Document[]'),
  ])('is silent on %s', (text) => {
    expectMarked(unlisted, path, text, files);
  });

  test('a record about a person is known by its foreign key', () => {
    const client = model('Client', 'phone String?', 'visits Visit[]');
    expectMarked(
      unlisted,
      path,
      client +
        model(
          'Visit',
          'name String',
          '⟦notes⟧ String',
          'clientId String',
          'client Client @relation(fields: [clientId], references: [id])',
        ),
      files,
    );
  });

  test.each([
    ['Client', list.replace("'phone'", "'phone', 'ssn'")],
    ['Insurance', list.replace("    'memberId',\n", "    'memberId',\n    'ssn',\n")],
    ['Patient', list.replace('  ],\n};', "  ],\n  Patient: ['ssn'],\n};")],
  ])('the suggestion for %s adds the field to the list, in that file', (name, after) => {
    const text = model(name, '⟦ssn⟧ String');
    const [finding] = expectMarked(unlisted, path, text, files);
    expect(finding?.repairs.map(({ safe }) => safe)).toEqual([false]);
    const linter = linterOf(unlisted, { ...files, [path]: unmarked(text) });
    linter.workspace.set(listPath, repaired(linter, path, finding!.repairs[0]!).get(listPath)!);
    expect(linter.workspace.text(listPath)).toBe(after);
    expect(linter.check(path)).toEqual([]);
  });

  test('options widen and narrow it', () => {
    const options = {
      also: ['pronouns'],
      people: ['Applicant'],
      except: ['Client.ssn', 'mrn', 'User'],
      searchable: true,
    };
    const linter = linterOf(
      unlisted,
      {
        ...files,
        [path]:
          model('Client', 'ssn String', 'mrn String', 'email String @unique') +
          model('Applicant', 'pronouns String') +
          model('User', 'ssn String'),
      },
      { rules: { 'phi/unlisted': { options } } },
    );
    expect(linter.check(path).map(({ message }) => message.split(' ')[0])).toEqual([
      '`Client.email`',
      '`Applicant.pronouns`',
    ]);
  });

  test('without a list there is nothing to say', () => {
    expectMarked(unlisted, path, model('Client', 'ssn String'));
  });
});
