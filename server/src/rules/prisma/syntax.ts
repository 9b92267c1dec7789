import { prismaRule } from './context';

/** What Prisma itself refuses, where nothing else says it. */
export const syntax = prismaRule({
  id: 'prisma/syntax',
  severity: 'error',
  docs: {
    summary: 'Prisma accepts the schema.',
    why: 'Nothing is generated and nothing is migrated from a schema that Prisma refuses.',
    source: 'HOUSE-RULES: Prisma schema patterns',
    bad: [
      `model Client {
  id       String @id @default(uuid())
  nickname Text

  @@map("clients")
}`,
    ],
    good: [
      `model Client {
  id       String @id @default(uuid())
  nickname String

  @@map("clients")
}`,
    ],
    whenOff: 'In an editor with Prisma’s own extension it is silent anyway: that extension says the same.',
    notes:
      'The messages and their places are those of Prisma’s validator. Prisma 6 wants the `url` of a datasource in the schema and Prisma 7 refuses it; both are accepted here, as are preview features of other versions.',
  },
  check({ path, text, validate, report }) {
    for (const { file, start, end, message, warning } of validate?.() ?? []) {
      if (file !== path || warning || OTHER_VERSIONS.test(message)) continue;
      report({ at: { start: Math.min(start, text.length), end: Math.min(end, text.length) }, message: plain(message) });
    }
  },
});

/** What one major version of Prisma refuses and another asks for. */
const OTHER_VERSIONS = /The datasource property `\w+` is no longer supported|The preview feature "[^"]*" is not known/;

/** Prisma's message without the words that only name its stage. */
function plain(message: string): string {
  return message.replace(/^Error (?:validating|parsing)(?: [^:]*)?: /, (prefix) =>
    / (?:model|field|attribute) /.test(prefix) ? prefix : '',
  );
}
