import { describe, expect, test } from 'vitest';
import { expectExamples, expectMarked, linterOf, repaired, unmarked } from '../../../../test/harness/typescript';
import { unknownModel } from './unknown-model';

const path = '/db/src/phiEncryption.ts';
const files = {
  '/db/prisma/schema/client.prisma': 'model Client {\n  id String @id\n  phone String\n}\n',
  '/db/prisma/schema/note.prisma':
    'datasource db {\n  provider = "postgresql"\n  url = env("URL")\n}\n\nmodel ClinicalNote {\n  id String @id\n  subjective String\n}\n\nview Reach {\n  phone String\n}\n',
};

describe('phi/unknown-model', () => {
  test('its examples', () => expectExamples(unknownModel, path));

  test.each([
    ["const PHI_FIELDS_BY_MODEL = { ⟦Clients⟧: ['phone'] };", 'Client'],
    ["const PHI_FIELDS_BY_MODEL = { '⟦client⟧': ['phone'] };", 'Client'],
    ["\uFEFF// 🩺\r\nconst PHI_FIELDS_BY_MODEL = { Client: ['phone'], ⟦Soap⟧: ['subjective'] };\r\n", 'ClinicalNote'],
  ])('reports %s and offers %s', (text, name) => {
    const [finding] = expectMarked(unknownModel, path, text, files);
    expect(finding?.repairs.map(({ title, safe }) => ({ title, safe }))).toEqual([
      { title: `Write \`${name}\``, safe: false },
    ]);
    const linter = linterOf(unknownModel, { ...files, [path]: unmarked(text) });
    const after = repaired(linter, path, finding!.repairs[0]!).get(path)!;
    expect(linterOf(unknownModel, { ...files, [path]: after }).check(path)).toEqual([]);
  });

  test('offers nothing where no model can be meant', () => {
    const [finding] = expectMarked(unknownModel, path, "const PHI_FIELDS_BY_MODEL = { ⟦Invoice⟧: ['total'] };", files);
    expect(finding?.repairs).toEqual([]);
  });

  test('is silent on models and views of any file of the schema, and without a schema', () => {
    expectMarked(
      unknownModel,
      path,
      "const PHI_FIELDS_BY_MODEL = { Client: ['phone'], ClinicalNote: [], Reach: [] };",
      files,
    );
    expectMarked(unknownModel, path, "const PHI_FIELDS_BY_MODEL = { Nobody: ['phone'] };");
  });
});
