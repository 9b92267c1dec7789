import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { optionalDefault } from './optional-default';

testPrismaRule(optionalDefault, {
  bad: [
    {
      marks: ['String?'],
      becomes:
        'model Client {\n  id     String @id @default(uuid())\n  locale String @default("en")\n\n  @@map("clients")\n}',
    },
  ],
  cases: [
    {
      name: 'a foreign key loses its default',
      text: 'model Client {\n  id       String   @id\n  parentId String?  @default("root")\n  parent   Client?  @relation("tree", fields: [parentId], references: [id])\n  children Client[] @relation("tree")\n}\n',
      marks: ['String?'],
      becomes:
        'model Client {\n  id       String   @id\n  parentId String?\n  parent   Client?  @relation("tree", fields: [parentId], references: [id])\n  children Client[] @relation("tree")\n}\n',
    },
    {
      name: 'columns that the database makes, lists, and the fields of other rules',
      text: 'model Client {\n  id        String                   @id\n  search    Unsupported("tsvector")? @default(dbgenerated())\n  tags      String[]                 @default([])\n  createdAt DateTime?                @default(now())\n}\n',
      marks: [],
    },
  ],
});
