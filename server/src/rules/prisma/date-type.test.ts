import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { dateType } from './date-type';

testPrismaRule(dateType, {
  bad: [
    {
      marks: ['String'],
      becomes:
        'model Client {\n  id          String   @id @default(uuid())\n  dateOfBirth DateTime\n\n  @@map("clients")\n}',
    },
    {
      marks: ['Int'],
      becomes:
        'model Session {\n  id        String   @id @default(uuid())\n  expiresAt DateTime\n\n  @@map("sessions")\n}',
    },
  ],
  cases: [
    {
      name: 'defaults and native types of the old type go',
      text: 'model Client {\n  id        String  @id\n  birthDate String? @default("") @map("birth") @db.VarChar(10)\n  seenAt    BigInt  @default(0)\n\n  @@index([seenAt])\n}\n',
      marks: ['String', 'BigInt'],
      becomes:
        'model Client {\n  id        String    @id\n  birthDate DateTime? @map("birth")\n  seenAt    DateTime\n\n  @@index([seenAt])\n}\n',
    },
    {
      name: 'what is no date',
      text: 'model Client {\n  id         String @id\n  at         String\n  candidate  String\n  dateFormat String\n  update     Int\n  bornOn     DateTime\n  format     String\n  createdAt  String\n}\n',
      marks: [],
    },
    {
      name: 'a key, and an index that fits text only',
      text: 'model Day {\n  date String @id\n  seenAt String\n\n  @@index([seenAt(ops: raw("gin_trgm_ops"))], type: Gin)\n}\n',
      marks: ['String', 'String'],
    },
    {
      name: 'other words',
      text: 'model Client {\n  id   String @id\n  born String\n  date String\n}\n',
      configuration: { rules: { 'prisma/date-type': { options: { words: ['born'] } } } },
      marks: ['String'],
      becomes: 'model Client {\n  id   String   @id\n  born DateTime\n  date String\n}\n',
    },
  ],
});
