import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { foreignKeyIndex } from './foreign-key-index';

const CLIENT = {
  'client.prisma':
    'model Client {\n  id     String  @id\n  tenant String\n  visits Visit[]\n\n  @@unique([tenant, id])\n}\n',
};

testPrismaRule(foreignKeyIndex, {
  bad: [
    {
      marks: ['clientId'],
      becomes: `model Client {
  id           String        @id @default(uuid())
  appointments Appointment[]

  @@map("clients")
}

model Appointment {
  id       String @id @default(uuid())
  clientId String
  client   Client @relation(fields: [clientId], references: [id])

  @@index([clientId])
  @@map("appointments")
}`,
    },
  ],
  cases: [
    {
      name: 'an index that does not begin with the key, a partial one and one of another type cover nothing',
      text: `model Visit {
  id       String @id
  day      Int
  clientId String @unique(where: raw("day > 0"))
  client   Client @relation(fields: [clientId], references: [id])

  @@index([day, clientId])
  @@index([clientId], where: { day: 1 })
  @@index([clientId(ops: raw("bloom"))], type: Brin) // summary
}
`,
      files: CLIENT,
      marks: ['clientId'],
      becomes: `model Visit {
  id       String @id
  day      Int
  clientId String @unique(where: raw("day > 0"))
  client   Client @relation(fields: [clientId], references: [id])

  @@index([day, clientId])
  @@index([clientId], where: { day: 1 })
  @@index([clientId(ops: raw("bloom"))], type: Brin) // summary
  @@index([clientId])
}
`,
    },
    {
      name: 'a key of several fields, in any order',
      text: `model Visit {
  id     String @id
  tenant String
  client String
  of     Client @relation(fields: [tenant, client], references: [tenant, id])

  @@unique([client(sort: Desc), tenant, id])
}
`,
      files: CLIENT,
      marks: [],
    },
    {
      name: 'a key of several fields without one',
      text: `model Visit {
  tenant String
  client String
  of     Client @relation(fields: [tenant, client], references: [tenant, id])

  @@id([client])
}
`,
      files: CLIENT,
      marks: ['tenant, client'],
      becomes: `model Visit {
  tenant String
  client String
  of     Client @relation(fields: [tenant, client], references: [tenant, id])

  @@id([client])
  @@index([tenant, client])
}
`,
    },
    {
      name: 'the house’s order of attributes, with the map first, is kept',
      text: `model Visit {
  id       String @id
  clientId String
  client   Client @relation(fields: [clientId], references: [id])

  @@map("visits")
  @@index([id])
}
`,
      files: CLIENT,
      marks: ['clientId'],
      becomes: `model Visit {
  id       String @id
  clientId String
  client   Client @relation(fields: [clientId], references: [id])

  @@map("visits")
  @@index([id])
  @@index([clientId])
}
`,
    },
    {
      name: 'a comment stays with its attribute',
      text: `model Visit {
  id       String @id
  clientId String
  client   Client @relation(fields: [clientId], references: [id])

  // The table’s name of old
  @@map("visits")
}
`,
      files: CLIENT,
      marks: ['clientId'],
      becomes: `model Visit {
  id       String @id
  clientId String
  client   Client @relation(fields: [clientId], references: [id])

  @@index([clientId])
  // The table’s name of old
  @@map("visits")
}
`,
    },
    {
      name: 'two relations over one key are said once, and the first attribute gets a blank line',
      text: `model Visit {
  id       String  @id
  clientId String
  client   Client  @relation("a", fields: [clientId], references: [id])
  other    Client  @relation("b", fields: [clientId], references: [id])
}
`,
      files: { 'client.prisma': 'model Client {\n  id String @id\n}\n' },
      marks: ['clientId'],
      becomes: `model Visit {
  id       String  @id
  clientId String
  client   Client  @relation("a", fields: [clientId], references: [id])
  other    Client  @relation("b", fields: [clientId], references: [id])

  @@index([clientId])
}
`,
    },
    {
      name: 'those who act, in models that only grow and in the soft delete',
      text: `model StatusHistory {
  id          String @id
  changedById String
  changedBy   User   @relation("changed", fields: [changedById], references: [id])
}

model Visit {
  id          String  @id
  deletedById String?
  deletedBy   User?   @relation("deleted", fields: [deletedById], references: [id])
  createdById String
  createdBy   User    @relation("created", fields: [createdById], references: [id])
}
`,
      files: {
        'user.prisma': `model User {
  id      String          @id
  changed StatusHistory[] @relation("changed")
  deleted Visit[]         @relation("deleted")
  created Visit[]         @relation("created")
}
`,
      },
      marks: ['createdById'],
      becomes: `model StatusHistory {
  id          String @id
  changedById String
  changedBy   User   @relation("changed", fields: [changedById], references: [id])
}

model Visit {
  id          String  @id
  deletedById String?
  deletedBy   User?   @relation("deleted", fields: [deletedById], references: [id])
  createdById String
  createdBy   User    @relation("created", fields: [createdById], references: [id])

  @@index([createdById])
}
`,
    },
    {
      name: 'half typed',
      text: 'model Visit {\n  id String @id\n  clientId String\n  client Client @relation(fields: [clientId], references: [id])\n  @@index([cl\n}\n',
      files: CLIENT,
      marks: [],
    },
  ],
});
