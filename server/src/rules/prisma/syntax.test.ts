import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { syntax } from './syntax';

testPrismaRule(syntax, {
  bad: [{ marks: ['Text'] }],
  cases: [
    {
      name: 'what Prisma 6 asks for and Prisma 7 refuses',
      text: 'model Client {\n  id String @id\n}\n',
      files: {
        'datasource.prisma':
          'datasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n\ngenerator client {\n  provider        = "prisma-client-js"\n  previewFeatures = ["metrics"]\n}\n',
      },
      marks: [],
    },
    {
      name: 'places are counted as the editor counts them',
      text: '/// 🧬 é\nmodel Client {\n  id String @id\n  note Nothing // 🧬\n}\n',
      marks: ['Nothing'],
    },
    {
      name: 'an error in another file is said there',
      text: 'model Client {\n  id String @id\n}\n',
      files: { 'other.prisma': 'model Other {\n  id Nothing @id\n}\n' },
      marks: [],
    },
  ],
});
