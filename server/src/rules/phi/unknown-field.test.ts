import { describe, expect, test } from 'vitest';
import { expectExamples, expectMarked, linterOf, repaired, unmarked } from '../../../../test/harness/typescript';
import { unknownField } from './unknown-field';

const path = '/db/src/phiEncryption.ts';
const schemaPath = '/db/prisma/schema.prisma';
const schema = `model Client {
  id    String  @id
  phone String?
  email String? @unique
  note  String?
  born  DateTime
}
`;
const list = "const PHI_FIELDS_BY_MODEL = {\n  Client: ['phone', 'email'],\n};\n";
const files = { [schemaPath]: schema };

describe('phi/unknown-field', () => {
  test('its examples', () => expectExamples(unknownField, path));

  test('a misspelt field is reported, and the nearest is the first of those offered', () => {
    const text = "\uFEFFconst PHI_FIELDS_BY_MODEL = {\r\n  Client: ['⟦fone⟧', 'email'], // 🩺\r\n};\r\n";
    const [finding] = expectMarked(unknownField, path, text, files);
    expect(finding?.repairs.map(({ title }) => title)).toEqual([
      'Write `phone` in the encryption list',
      'Write `note` in the encryption list',
      'Take `fone` out of the list',
    ]);
    const linter = linterOf(unknownField, { ...files, [path]: unmarked(text) });
    for (const repair of finding?.repairs ?? []) {
      linter.workspace.set(path, repaired(linter, path, repair).get(path)!);
      expect(linter.check(path)).toEqual([]);
      linter.workspace.set(path, unmarked(text));
    }
  });

  test.each([['phoneNumber'], ['mobile'], ['phnoe']])(
    'a field that is renamed to %s shows in the list and in the schema at once',
    (name) => {
      const linter = linterOf(unknownField, { ...files, [path]: list });
      expect([linter.check(path), linter.check(schemaPath)]).toEqual([[], []]);
      linter.workspace.set(schemaPath, schema.replace('phone', name));
      const [inList] = linter.check(path);
      const [inSchema] = linter.check(schemaPath);
      expect(list.slice(inList!.span.start, inList!.span.end)).toBe('phone');
      expect(schema.slice(inSchema!.span.start, inSchema!.span.end)).toBe('Client');
      expect(inSchema?.related).toEqual([
        { ...inList!.span, path, message: '`PHI_FIELDS_BY_MODEL` names `phone` here.' },
      ]);
      const repair = inSchema!.repairs.find(({ title }) => title.includes(name))!;
      linter.workspace.set(path, repaired(linter, schemaPath, repair).get(path)!);
      expect([linter.check(path), linter.check(schemaPath)]).toEqual([[], []]);
      expect(linter.workspace.text(path)).toBe(list.replace('phone', name));
    },
  );

  test('a field that is removed shows too, and can be taken out of the list', () => {
    const linter = linterOf(unknownField, { [schemaPath]: schema.replace(/ {2}phone.*\n/, ''), [path]: list });
    const [finding] = linter.check(schemaPath);
    linter.workspace.set(path, repaired(linter, schemaPath, finding!.repairs.at(-1)!).get(path)!);
    expect(linter.workspace.text(path)).toBe(list.replace("'phone', ", ''));
  });

  test('the finding goes when the list goes', () => {
    const linter = linterOf(unknownField, { [schemaPath]: schema.replace('phone', 'mobile'), [path]: list });
    expect(linter.check(schemaPath)).toHaveLength(1);
    linter.workspace.delete(path);
    expect(linter.check(schemaPath)).toEqual([]);
  });

  test('while the list is half-typed the schema keeps its finding, and its repairs fit the text as it is', () => {
    const linter = linterOf(unknownField, { [schemaPath]: schema.replace('phone', 'mobile'), [path]: list });
    linter.check(schemaPath);
    linter.workspace.set(path, `const half = (\n${list}`);
    const [finding] = linter.check(schemaPath);
    const repair = finding!.repairs.find(({ title }) => title.includes('mobile'))!;
    expect(repaired(linter, schemaPath, repair).get(path)).toBe(`const half = (\n${list.replace('phone', 'mobile')}`);
  });

  test('each package has its own list and schema', () => {
    const linter = linterOf(unknownField, {
      [schemaPath]: schema,
      [path]: list,
      '/other/prisma/schema.prisma': 'model Client {\n  id String @id\n}\n',
      '/other/src/phiEncryption.ts': list,
    });
    expect(linter.check(path)).toEqual([]);
    expect(linter.check(schemaPath)).toEqual([]);
    expect(linter.check('/other/src/phiEncryption.ts')).toHaveLength(2);
    expect(linter.check('/other/prisma/schema.prisma')).toHaveLength(2);
  });

  test('a name in an array that models share is not renamed for all of them', () => {
    const text = "const BOTH = ['⟦phne⟧'];\nconst PHI_FIELDS_BY_MODEL = { Client: [...BOTH, 'email'] };\n";
    const [finding] = expectMarked(unknownField, path, text, files);
    expect(finding?.repairs).toEqual([]);
  });
});
