import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { nameCase } from './name-case';

testPrismaRule(nameCase, {
  bad: [
    {
      marks: ['clinical_note'],
      becomes: 'model ClinicalNote {\n  id String @id @default(uuid())\n\n  @@map("clinical_notes")\n}',
    },
    {
      marks: ['first_name'],
      becomes: `model Client {
  id        String @id @default(uuid())
  firstName String @map("first_name")

  @@index([firstName])
  @@map("clients")
}`,
    },
  ],
  cases: [
    {
      name: 'a model is renamed wherever it is named',
      text: `model clinical_note {
  id     String          @id
  parent clinical_note?  @relation("thread", fields: [over], references: [id])
  over   String?
  notes  clinical_note[] @relation("thread")
}
`,
      files: { 'client.prisma': 'model Client {\n  id   String         @id\n  note clinical_note?\n}\n' },
      marks: ['clinical_note'],
      becomes: `model ClinicalNote {
  id     String         @id
  parent ClinicalNote?  @relation("thread", fields: [over], references: [id])
  over   String?
  notes  ClinicalNote[] @relation("thread")

  @@map("clinical_note")
}
`,
      filesBecome: { 'client.prisma': 'model Client {\n  id   String        @id\n  note ClinicalNote?\n}\n' },
    },
    {
      name: 'a field is renamed in keys, indexes, conditions and references',
      text: `model Client {
  client_id String  @id
  parent_id String?
  parent    Client? @relation("tree", fields: [parent_id], references: [client_id])
  children  Client[] @relation("tree")
  visits    Visit[]

  @@unique([parent_id(sort: Desc), client_id])
  @@index([client_id], where: { parent_id: null })
}
`,
      files: {
        'visit.prisma': `model Visit {
  id       String @id
  clientId String
  client   Client @relation(fields: [clientId], references: [client_id], onDelete: Cascade)
}
`,
      },
      marks: ['client_id', 'parent_id'],
      becomes: `model Client {
  clientId  String  @id @map("client_id")
  parentId  String? @map("parent_id")
  parent    Client? @relation("tree", fields: [parentId], references: [clientId])
  children  Client[] @relation("tree")
  visits    Visit[]

  @@unique([parentId(sort: Desc), clientId])
  @@index([clientId], where: { parentId: null })
}
`,
      filesBecome: {
        'visit.prisma': `model Visit {
  id       String @id
  clientId String
  client   Client @relation(fields: [clientId], references: [clientId], onDelete: Cascade)
}
`,
      },
    },
    {
      name: 'a relation has no column to keep',
      text: 'model Client {\n  id     String  @id\n  Visits Visit[]\n}\n',
      files: {
        'visit.prisma':
          'model Visit {\n  id  String @id\n  cid String\n  c   Client @relation(fields: [cid], references: [id])\n}\n',
      },
      marks: ['Visits'],
      becomes: 'model Client {\n  id     String  @id\n  visits Visit[]\n}\n',
    },
    {
      name: 'a name that is taken',
      text: 'model Client {\n  id   String @id\n  Id   String\n  name String\n}\n',
      marks: ['Id'],
    },
    {
      name: 'names in any script',
      text: 'model Größe {\n  id    String @id\n  wörter String\n  漢字   String\n}\n',
      marks: [],
    },
  ],
});
