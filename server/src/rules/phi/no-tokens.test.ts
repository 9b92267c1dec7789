import { describe, expect, test } from 'vitest';
import { expectExamples, expectFixed, expectMarked, linterOf, unmarked } from '../../../../test/harness/typescript';
import { noTokens } from './no-tokens';

const path = '/packages/database/src/middleware/phiEncryption.ts';
const list = (fields: string) => `const PHI_FIELDS_BY_MODEL = {\n  User: [${fields}],\n};\n`;

/** The list as the house's guide has it. */
const house = `// DO NOT add security tokens here!
const PHI_FIELDS_BY_MODEL = {
  Client: ['medicalRecordNumber', 'phone', 'email', 'address', 'city', 'state', 'zipCode'],
  InsuranceInformation: ['memberId', 'ssn', 'subscriberPhone'],
  EmergencyContact: ['name', 'phone', 'email', 'address'],
  User: ['phone', 'licenseNumber', 'npiNumber', 'taxId'],
  ClinicalNote: ['subjective', 'objective', 'assessment', 'plan'],
};
`;

describe('phi/no-tokens', () => {
  test('its examples', () => expectExamples(noTokens, path));

  test("the house's list is clean", () => {
    expectMarked(noTokens, path, house);
  });

  test.each([
    'verificationToken',
    'passwordResetToken',
    'activationToken',
    'tokens',
    'api_key',
    'apiKey',
    'mfaSecret',
    'otp',
    'OTPCode',
    'loginNonce',
    'lookupKey',
    'password_reset_key',
    'lastSessionId',
    'passwordHash',
    'hashes',
  ])('reports %s, and takes it out', (name) => {
    expectMarked(noTokens, path, house.replace("'npiNumber'", `'⟦${name}⟧', 'npiNumber'`));
    expectFixed(noTokens, path, house.replace("'npiNumber'", `'${name}', 'npiNumber'`), house);
    expectFixed(noTokens, path, house.replace("'taxId'", `'taxId', '${name}'`), house);
    expectFixed(noTokens, path, house.replace("'medical", `'${name}', 'medical`), house);
  });

  test.each(['secretaryName', 'hashtags', 'tokenized', 'sessionNotes', 'keyContact', 'hotpink', 'resetDate'])(
    'is silent on %s',
    (name) => {
      expectMarked(noTokens, path, list(`'${name}'`));
    },
  );

  test.each([
    [list("'token'"), list('')],
    [list("'phone', 'token', 'otp', 'secret'"), list("'phone'")],
    [list("'token', 'phone', 'otp',"), list("'phone',")],
    [list("'phone', /* link */ 'token', 'email'"), list("'phone', 'email'")],
    [list("'phone', 'token' /* link */, 'email'"), list("'phone', 'email'")],
    [list("\n    'phone',\n    'token', // in the link\n    'email',\n  "), list("\n    'phone',\n    'email',\n  ")],
    [
      list("\r\n    'phone',\r\n    // in the link\r\n    'token',\r\n\r\n    'email',\r\n  "),
      list("\r\n    'phone',\r\n\r\n    'email',\r\n  "),
    ],
    [
      list("\n    // how to reach them\n    'token',\n    'phone',\n  "),
      list("\n    // how to reach them\n    'phone',\n  "),
    ],
    [list("\n    'phone',\n    'token',\n  "), list("\n    'phone',\n  ")],
    [list("\n    'phone',\n    'token'\n  "), list("\n    'phone'\n  ")],
    [list("\n    'phone', // 📞\n    'token'\n  "), list("\n    'phone', // 📞\n  ")],
    [list("\n    'phone', 'token',\n    'email', 'otp'\n  "), list("\n    'phone',\n    'email'\n  ")],
  ])('takes a token out with its comma and comment: %j', (before, after) => {
    expectFixed(noTokens, path, before, after);
  });

  test('a token in a shared array is one finding', () => {
    expectMarked(
      noTokens,
      path,
      "const BOTH = ['⟦token⟧'];\nconst PHI_FIELDS_BY_MODEL = { A: BOTH, B: [...BOTH, 'x'] };\n",
    );
  });

  test('options add and except names', () => {
    const text = list("'⟦referralCode⟧', 'token', 'hash'");
    const linter = linterOf(
      noTokens,
      { [path]: unmarked(text) },
      {
        rules: { 'phi/no-tokens': { options: { add: ['referralCode'], except: ['User.token', 'hash'] } } },
      },
    );
    expect(linter.check(path).map(({ message }) => message)).toEqual([
      '`User.referralCode` has the word `referralCode` in its name: it is compared as it was written, and encrypted it matches nothing. Take it out of the list.',
    ]);
  });

  test('looks at the file and the constant that the configuration names, and at no other', () => {
    const text = "export const SECRET_FIELDS = { User: ['token'] };\n";
    const phi = { file: ['src/crypto.ts'], list: 'SECRET_FIELDS', deterministic: true };
    expect(linterOf(noTokens, { '/src/crypto.ts': text }, { phi }).check('/src/crypto.ts')).toHaveLength(1);
    expect(linterOf(noTokens, { '/src/other.ts': text }, { phi }).check('/src/other.ts')).toEqual([]);
    expect(linterOf(noTokens, { [path]: text }).check(path)).toEqual([]);
  });

  test('keeps the last list while the file is half-typed, at its new place', () => {
    const linter = linterOf(noTokens, { [path]: list("'phone', 'token'") });
    const [whole] = linter.check(path);
    linter.workspace.set(path, list("'phone', 'token', 'em").replace('],\n};\n', ''));
    expect(linter.check(path)).toEqual([whole]);
    linter.workspace.set(path, `const half = [\n${list("'phone', 'token'")}`);
    expect(linter.check(path)[0]?.span.start).toBe(whole!.span.start + 'const half = [\n'.length);
  });
});
