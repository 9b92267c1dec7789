import { expect, test } from 'vitest';
import { createPrismaValidator } from './prismaValidator';

const DATASOURCE = 'datasource db {\n  provider = "postgresql"\n}\n';

test('says what is wrong, in which file, in UTF-16', () => {
  const text = '// 🧬\nmodel A {\n  id Nothing @id\n}\n';
  const found = createPrismaValidator()([
    ['/a/base.prisma', DATASOURCE],
    ['/a/a.prisma', text],
  ]);
  expect(found).toEqual([
    { file: '/a/a.prisma', start: 21, end: 28, message: expect.stringContaining('"Nothing"'), warning: false },
  ]);
  expect(text.slice(21, 28)).toBe('Nothing');
});

test('sees all files at once', () => {
  const files = [
    ['/a/base.prisma', DATASOURCE],
    ['/a/a.prisma', 'model A {\n  id String @id\n  bs B[]\n}\n'],
    [
      '/a/b.prisma',
      'model B {\n  id  String @id\n  aId String\n  a   A @relation(fields: [aId], references: [id])\n}\n',
    ],
  ] as const;
  expect(createPrismaValidator()(files)).toEqual([]);
});

test('gives up on what is nested too deeply, and goes on with the next', () => {
  const validate = createPrismaValidator();
  const deep = `model A {\n  id String @id @default(${'['.repeat(200_000)}\n}\n`;
  expect(validate([['/a.prisma', deep]])).toBeInstanceOf(Array);
  expect(validate([['/a.prisma', 'model A {\n  id Nothing @id\n}\n']])).toHaveLength(1);
});
