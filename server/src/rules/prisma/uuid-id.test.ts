import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { uuidId } from './uuid-id';

const CLIENT = `model Client {
  id   String @id @default(uuid())
  name String

  @@map("clients")
}`;

testPrismaRule(uuidId, {
  bad: [
    { marks: ['Int'], becomes: CLIENT },
    { marks: ['cuid()'], becomes: CLIENT },
    { marks: ['id'], becomes: CLIENT },
  ],
  cases: [
    {
      name: 'a foreign key follows the id, in another file and over a further one',
      text: `model Client {
  id      Int      @id @default(autoincrement()) @db.Integer // counted
  account Account?
}
`,
      files: {
        'account.prisma': `model Account {
  clientId Int    @id @default(0) @db.Integer
  client   Client @relation(fields: [clientId], references: [id])
  logins   Login[]
}

model Login {
  id        String  @id @default(uuid())
  accountId Int
  account   Account @relation(fields: [accountId], references: [clientId])
}
`,
      },
      marks: ['Int'],
      becomes: `model Client {
  id      String   @id @default(uuid()) // counted
  account Account?
}
`,
      filesBecome: {
        'account.prisma': `model Account {
  clientId String @id
  client   Client @relation(fields: [clientId], references: [id])
  logins   Login[]
}

model Login {
  id        String  @id @default(uuid())
  accountId String
  account   Account @relation(fields: [accountId], references: [clientId])
}
`,
      },
    },
    {
      name: 'a model without an id',
      text: `model Setting {
  name  String @unique
  value String
}
`,
      marks: ['Setting'],
      becomes: `model Setting {
  id    String @id @default(uuid())
  name  String @unique
  value String
}
`,
    },
    {
      name: 'an id that is not the primary key',
      text: `model Setting {
  id   String @unique
  name String
}
`,
      marks: ['id'],
      becomes: `model Setting {
  id   String @id @default(uuid())
  name String
}
`,
    },
    {
      name: 'a field called id of another type',
      text: `model Setting {
  id   Int    @unique
  name String
}
`,
      marks: ['id'],
    },
    {
      name: 'the database makes the UUID',
      text: `model Client {
  id String @id @default(dbgenerated("gen_random_uuid()")) @db.Uuid
}
`,
      marks: [],
    },
    {
      name: 'the database makes something else',
      text: `model Client {
  id String @id @default(dbgenerated("next_code()"))
}
`,
      marks: ['dbgenerated("next_code()")'],
      becomes: `model Client {
  id String @id @default(uuid())
}
`,
    },
    {
      name: 'a natural key is a suggestion',
      text: `model Country {
  code String @id @db.Char(2)
}
`,
      marks: ['code'],
      becomes: `model Country {
  code String @id @default(uuid()) @db.Char(2)
}
`,
    },
    {
      name: 'an operator class keeps the type',
      text: `model Client {
  id Int @id

  @@index([id(ops: Int4MinMaxOps)], type: Brin)
}
`,
      marks: ['Int'],
    },
    {
      name: 'ignored models, views and composite types',
      text: `model Old {
  id Int @id

  @@ignore
}

view Summary {
  id Int @unique
}
`,
      marks: [],
    },
    { name: 'half typed', text: 'model Client {\n  id Int @id @default(\n}\n', marks: [] },
    {
      name: 'an empty model',
      text: 'model Client {\n}\n',
      marks: ['Client'],
      becomes: 'model Client {\n  id String @id @default(uuid())\n}\n',
    },
  ],
});
