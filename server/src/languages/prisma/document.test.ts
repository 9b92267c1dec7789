import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { corpusSchemas, exampleSchema } from '../../../../test/harness/prismaTexts';
import { argumentOf, attributeOf, defaultOf, namesIn, stringArgument } from './attributes';
import { type Declaration, declarationsOf } from './declaration';
import { readDocument } from './document';
import type { Field, PrismaDocument } from './syntax';

const read = (text: string): Declaration[] => declarationsOf('/a.prisma', readDocument(text));

/** The blocks of a reading at their places, with the text of each line. */
const placed = (document: PrismaDocument) =>
  declarationsOf('/a.prisma', document).map((block) => ({
    ...block.at(block.block),
    kind: block.kind,
    name: block.name,
    lines: block.block.lines.map((line) => ({ kind: line.kind, ...block.at(line), text: block.text(line) })),
  }));

describe('against Prisma’s own reading', () => {
  test.each([exampleSchema(), ...corpusSchemas(), { name: 'what prisma-ast refuses', text: refused() }])(
    '$name',
    ({ text }) => {
      const accepted = text.replace(/^\s*(?:url|directUrl)\s*=.*$/gm, '').replace('"metrics", ', '');
      expect(ourModels(accepted)).toEqual(prismaModels(accepted));
    },
  );
});

/** Valid Prisma that prisma-ast does not read: it has to be read right all the same. */
function refused(): string {
  return `datasource db { // the database
  provider = "postgresql"
  schemas  = ["a", "b"]
}

generator client {   
  provider        = "prisma-client"
  output          = "x"
  previewFeatures = ["views", "partialIndexes"]
}

/* a comment
} over lines */
model A { // a model
  id     String  @id @default(uuid())
  true   Int     @unique // a field called true
  null   Boolean @default(true)
  größe  Int?    @map("grösse 🧬") // unicode
  漢字     String  @db.VarChar(10)
  /// docs
  search Unsupported("tsvector")?
  /* before */ status Status @default(ON)
  bs     B[]

  @@index([true(sort: Desc), größe], where: { null: { not: false } })
  @@unique([größe], where: raw("größe > 0 // no comment"))
  @@schema("a")
  @@map("as")
} model B {
  id  String @id
  aId String
  a   A      @relation(fields: [aId], references: [id], onDelete: Cascade)

  @@schema("b")
}

view V {
  id Int @unique

  @@schema("a")
}

enum Status {
  ON
  off @map("OFF") // was

  @@schema("a")
}
`;
}

interface Dmmf {
  readonly datamodel: {
    readonly models: readonly {
      readonly name: string;
      readonly dbName: string | null;
      readonly fields: readonly {
        readonly name: string;
        readonly dbName?: string;
        readonly type: string;
        readonly kind: string;
        readonly isList: boolean;
        readonly isRequired: boolean;
        readonly isId: boolean;
        readonly isUnique: boolean;
        readonly hasDefaultValue: boolean;
        readonly relationFromFields?: readonly string[];
      }[];
    }[];
    readonly enums: readonly { readonly name: string; readonly values: readonly { readonly name: string }[] }[];
  };
}

function prismaModels(text: string) {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: () => undefined } });
  const wasm: { get_dmmf(input: string): string } = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');
  const { datamodel }: Dmmf = JSON.parse(wasm.get_dmmf(JSON.stringify({ prismaSchema: [['a.prisma', text]] })));
  const models = datamodel.models.map(({ name, dbName, fields }) => ({
    name,
    table: dbName ?? undefined,
    fields: fields.map((field) => ({
      name: field.name,
      column: field.dbName,
      type: field.type,
      arity: field.isList ? 'list' : field.isRequired ? 'required' : 'optional',
      id: field.isId,
      unique: field.isUnique,
      default: field.hasDefaultValue,
      keys: field.relationFromFields?.length ? field.relationFromFields : undefined,
    })),
  }));
  const enums = datamodel.enums.map(({ name, values }) => ({ name, values: values.map((value) => value.name) }));
  return { models: byName(models), enums: byName(enums) };
}

function ourModels(text: string) {
  const blocks = read(text);
  const models = blocks
    .filter(({ kind }) => kind === 'model' || kind === 'view')
    // Prisma leaves out what its client cannot read or is not to know.
    .filter((block) => !block.attribute('ignore'))
    .map((block) => ({
      name: block.name,
      table: stringArgument(block.attribute('map'))?.text,
      fields: block.fields
        .filter((field) => field.type.text !== 'Unsupported' && !attributeOf(field, 'ignore'))
        .map((field) => ({
          name: field.name.text,
          column: stringArgument(attributeOf(field, 'map'))?.text,
          type: field.type.text,
          arity: field.arity,
          id: attributeOf(field, 'id') !== undefined,
          unique: isUnique(block, field) && !attributeOf(field, 'id'),
          default: defaultOf(field) !== undefined,
          keys: namesIn(argumentOf(attributeOf(field, 'relation'), 'fields'))?.map(({ text: name }) => name),
        })),
    }));
  const enums = blocks
    .filter(({ kind }) => kind === 'enum')
    .map((block) => ({ name: block.name, values: block.values.map(({ name }) => name.text) }));
  return { models: byName(models), enums: byName(enums) };
}

function isUnique(block: Declaration, field: Field): boolean {
  const alone = block.attributes.some(({ attribute }) => {
    const fields = namesIn(argumentOf(attribute, 'fields', 0));
    return (
      attribute.name.text === 'unique' &&
      fields?.length === 1 &&
      fields[0]!.text === field.name.text &&
      attribute.arguments.length === 1
    );
  });
  return alone || attributeOf(field, 'unique') !== undefined;
}

function byName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

describe('half-typed text', () => {
  const lines = (text: string) =>
    read(text).flatMap(({ block }) =>
      block.lines.map((line) => line.kind + ('broken' in line && line.broken ? '!' : '')),
    );
  test.each([
    ['  id String @id @default(', ['field!']],
    ['  id', ['field!']],
    ['  id String @de', ['field!']],
    ['  id String @default', ['field!']],
    ['  id String[]? @id', ['field!']],
    ['  id String @map("x', ['field!']],
    ['  @@ma', ['attribute!']],
    ['  @@index([a', ['attribute!']],
    ['  @@', ['junk']],
    ['  / half a comment', ['junk']],
    ['  "', ['junk']],
    ['  id String @id', ['field']],
    ['', ['blank']],
    ['  // a', ['comment']],
  ])('%j', (line, kinds) => expect(lines(`model A {\n${line}\n}\n`)).toEqual(kinds));

  test('a line costs that line only', () => {
    const [block] = read('model A {\n  a String @id\n  b Int @default((\n  c Boolean\n}\n');
    expect(block?.fields.map(({ name, broken }) => [name.text, broken])).toEqual([
      ['a', false],
      ['b', true],
      ['c', false],
    ]);
  });

  test.each([
    ['the closing brace is missing', 'model A {\n  a Int\n\nmodel B {\n  b Int\n}\n', ['model A a', 'model B b']],
    ['the opening brace is missing', 'model A\n  a Int\n}\nmodel B {\n  b Int\n}\n', ['model A a', 'model B b']],
    ['the keyword is misspelt', 'mode A {\n  a Int\n}\nenm B {\n  b\n}\n', ['model A a', 'enum B b']],
    ['the blank is missing', 'modelA {\n  a Int\n}\n', ['model A a']],
    ['a block of no kind', 'interface A {\n  a Int\n}\nmodel B {\n  b Int\n}\n', ['type A a', 'model B b']],
    ['one line closes and opens', 'model A {\n  a Int\n}model B {\n  b Int\n}\n', ['model A a', 'model B b']],
    ['the brace stands behind a field', 'model A {\n  a Int }\nmodel B {\n  b Int\n}\n', ['model A a', 'model B b']],
    ['a comment is not closed', 'model A {\n  a Int\n}\n/* model B {\n  b Int\n}\n', ['model A a']],
    [
      'a comment holds a closing brace',
      'model A {\n/*\n} */\n  a Int\n}\nmodel B {\n  b Int\n}\n',
      ['model A a', 'model B b'],
    ],
    ['an empty block', 'model A {}\nmodel B {\n}\n', ['model A', 'model B']],
    ['the first line is marked as UTF-8', '\uFEFFmodel A {\n  a Int\n}\n', ['model A a']],
    ['CRLF and CR', 'model A {\r\n  a Int\r\n}\r\nmodel B {\r  b Int\r}\r', ['model A a', 'model B b']],
    ['no text', '', []],
  ])('%s', (_, text, blocks) => {
    const name = (block: Declaration) => [...block.fields, ...block.values].map((line) => line.name.text);
    expect(read(text).map((block) => [block.kind, block.name, ...name(block)].join(' '))).toEqual(blocks);
  });

  test('spans are in UTF-16 and hold with anything before them', () => {
    const text = 'enum X {\n  🧬\n}\n\nmodel É { // 🧬\n  größe Int? @map("🧬") // x\n}\n';
    const block = read(text)[1]!;
    const field = block.fields[0]!;
    const shown = (span: { start: number; end: number }) => text.slice(block.at(span).start, block.at(span).end);
    expect([field.name, field.typeSpan, field.attributes[0]!, field.comment!, field].map(shown)).toEqual([
      'größe',
      'Int?',
      '@map("🧬")',
      '// x',
      'größe Int? @map("🧬")',
    ]);
  });
});

describe('readings are kept by text', () => {
  test('a keystroke reads one section anew', () => {
    const text = exampleSchema().text;
    const before = readDocument(text);
    const at = text.indexOf('model Appointment {') + 40;
    const after = readDocument(`${text.slice(0, at)}x${text.slice(at)}`, before);
    const kept = new Set(before.sections.map(({ section }) => section));
    expect(after.sections.filter(({ section }) => !kept.has(section))).toHaveLength(1);
  });

  const pieces = fc.constantFrom(
    'model A {',
    'enum B {',
    '}',
    '\n',
    '\n}\n',
    '/*',
    '*/',
    '//',
    '"',
    '(',
    ')',
    ' a Int',
    ' @id',
    '@@map("x")',
    '{',
    '\r\n',
    'é🧬',
    '\0',
  );
  const texts = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));
  test('whatever was read before, a text reads the same', () => {
    fc.assert(
      fc.property(texts, texts, texts, (start, middle, end) => {
        const before = readDocument(start + end);
        const text = start + middle + end;
        expect(placed(readDocument(text, before))).toEqual(placed(readDocument(text)));
        expect(
          readDocument(text)
            .sections.map(({ section }) => section.text)
            .join(''),
        ).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['closing and opening', '}model a {\n'],
    ['open comments', '/*\n}\n'],
    ['parentheses', '('],
    ['at signs', '@'],
    ['quotes', '"'],
    ['braces', '{'],
  ])('a large text of %s is read in no time', (_, piece) => {
    const started = performance.now();
    readDocument(`model A {\n  a Int ${piece.repeat(100_000)}`);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
