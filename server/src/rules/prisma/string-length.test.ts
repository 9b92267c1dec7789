import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { stringLength } from './string-length';

testPrismaRule(stringLength, {
  bad: [
    {
      marks: ['String'],
      becomes:
        'model Client {\n  id        String @id @default(uuid())\n  firstName String @db.VarChar(255)\n\n  @@map("clients")\n}',
    },
  ],
  cases: [
    {
      name: 'another length, behind the other attributes',
      text: 'model Client {\n  id     String   @id\n  name   String   @unique @map("n") @ignore // who\n  tags   String[]\n  userId String\n  user   Client   @relation("u", fields: [userId], references: [name])\n  users  Client[] @relation("u")\n}\n',
      configuration: { rules: { 'prisma/string-length': { level: 'info', options: { length: 100 } } } },
      marks: ['String'],
      becomes:
        'model Client {\n  id     String   @id\n  name   String   @unique @map("n") @ignore // who\n  tags   String[] @db.VarChar(100)\n  userId String\n  user   Client   @relation("u", fields: [userId], references: [name])\n  users  Client[] @relation("u")\n}\n',
    },
    {
      name: 'an index that fits text only',
      text: 'model Client {\n  id   String @id\n  name String\n\n  @@index([name(ops: raw("gin_trgm_ops"))], type: Gin)\n}\n',
      marks: ['String'],
    },
  ],
});
