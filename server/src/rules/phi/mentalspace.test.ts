import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';
import { linterOf } from '../../../../test/harness/typescript';
import { nPlusOne } from '../typescript/n-plus-one';
import { rawSql } from '../typescript/raw-sql';
import { noTokens } from './no-tokens';
import { notText } from './not-text';
import { unknownField } from './unknown-field';
import { unknownModel } from './unknown-model';
import { unlisted } from './unlisted';

const root = fileURLToPath(new URL('../../../../examples/mentalspace/', import.meta.url));
const paths = globSync('**/*.{ts,prisma}', { cwd: root });
const files = Object.fromEntries(paths.map((path) => [`/${path}`, readFileSync(root + path, 'utf8')]));
const linter = linterOf([rawSql, nPlusOne, noTokens, notText, unknownField, unknownModel, unlisted], files);

/** The rules that report a file, with the words that they mark. */
const found = (path: string) =>
  linter.check(path).map(({ rule, span }) => `${rule}: ${files[path]?.slice(span.start, span.end)}`);

test('the example that is right is clean', () => {
  const right = Object.keys(files).filter((path) => path.startsWith('/packages/'));
  expect(right).toContain('/packages/database/src/middleware/phiEncryption.ts');
  for (const path of right) expect(found(path), path).toEqual([]);
});

test('the broken list shows every rule of the list', () => {
  expect(found('/broken/application/phiEncryption.ts')).toEqual([
    'phi/unknown-field: phoneNo',
    'phi/not-text: dateOfBirth',
    'phi/unknown-model: InsuranceInformations',
    'phi/no-tokens: verificationToken',
    'phi/no-tokens: passwordResetToken',
    'phi/no-tokens: activationToken',
  ]);
});

test('the schema beside it shows what the list has lost', () => {
  expect(found('/broken/application/schema.prisma')).toEqual([
    'phi/unknown-field: Client',
    'phi/unlisted: phoneNumber',
    'phi/unlisted: diagnosis',
    'phi/unlisted: memberId',
    'phi/unlisted: ssn',
  ]);
});

test('the broken service shows both rules of the code', () => {
  expect(found('/broken/application/appointmentService.ts')).toEqual([
    'ts/n-plus-one: prisma.client.findUnique',
    'ts/n-plus-one: prisma.appointment.count',
    'ts/raw-sql: $queryRawUnsafe',
    'ts/raw-sql: $queryRawUnsafe',
    'ts/raw-sql: $executeRawUnsafe',
  ]);
});
