import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { timestamps } from './timestamps';

const CLIENT = `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt

  @@map("clients")
}`;

testPrismaRule(timestamps, {
  bad: [
    {
      marks: ['Client'],
      becomes: `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
  firstName String

  @@map("clients")
}`,
    },
    { marks: ['createdAt'], becomes: CLIENT },
    { marks: ['String'], becomes: CLIENT },
  ],
  cases: [
    {
      name: 'only updatedAt is missing, in a table with comments',
      text: `model Client {
  id        String   @id @default(uuid()) // the key
  // when
  createdAt DateTime @default(now())

  notes String?
}
`,
      marks: ['Client'],
      becomes: `model Client {
  id        String   @id @default(uuid()) // the key
  // when
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt

  notes String?
}
`,
    },
    {
      name: 'columns are mapped as the others are',
      text: `model Client {
  id        String @id @default(uuid())
  firstName String @map("first_name")
}
`,
      marks: ['Client'],
      becomes: `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now()) @map("created_at")
  updatedAt DateTime @updatedAt @map("updated_at")
  firstName String   @map("first_name")
}
`,
    },
    {
      name: 'a table that is aligned in its own way stays so',
      text: `model Client {
  id             String   @id @default(uuid())
  firstName      String
}
`,
      marks: ['Client'],
      becomes: `model Client {
  id             String   @id @default(uuid())
  createdAt      DateTime @default(now())
  updatedAt      DateTime @updatedAt
  firstName      String
}
`,
    },
    {
      name: 'optional, or with another default',
      text: `model Client {
  id        String    @id @default(uuid())
  createdAt DateTime? @default(now())
  updatedAt DateTime  @default(now())
}
`,
      marks: ['DateTime?', 'updatedAt'],
      becomes: `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @default(now()) @updatedAt
}
`,
    },
    {
      name: 'names in snake_case count, and so do native types',
      text: `model Client {
  id         String   @id @default(uuid())
  created_at DateTime @default(now()) @db.Timestamptz(3)
  updated_at DateTime @default(now()) @updatedAt @db.Timestamptz(3)
}
`,
      marks: [],
    },
    {
      name: 'models that only grow, by the configuration’s patterns',
      text: `model Visit {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
}

model AuditLog {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
}
`,
      configuration: { appendOnly: ['Vis*'] },
      marks: ['AuditLog'],
      becomes: `model Visit {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
}

model AuditLog {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
}
`,
    },
    {
      name: 'a model that only joins others, and one that says more',
      text: `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
  tags      ClientTag[]
  roles     ClientRole[]
}

model ClientTag {
  clientId String
  tagId    String
  client   Client @relation(fields: [clientId], references: [id])
  tag      Client @relation("tag", fields: [tagId], references: [id])

  @@id([clientId, tagId])
}

model ClientRole {
  clientId String
  roleId   String
  client   Client @relation(fields: [clientId], references: [id])
  role     Client @relation("role", fields: [roleId], references: [id])
  reason   String

  @@id([clientId, roleId])
}
`,
      marks: ['ClientRole'],
      becomes: `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
  tags      ClientTag[]
  roles     ClientRole[]
}

model ClientTag {
  clientId String
  tagId    String
  client   Client @relation(fields: [clientId], references: [id])
  tag      Client @relation("tag", fields: [tagId], references: [id])

  @@id([clientId, tagId])
}

model ClientRole {
  clientId  String
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt
  roleId    String
  client    Client   @relation(fields: [clientId], references: [id])
  role      Client   @relation("role", fields: [roleId], references: [id])
  reason    String

  @@id([clientId, roleId])
}
`,
    },
    {
      name: 'half typed',
      text: 'model Client {\n  id String @id\n  createdAt\n  updatedAt DateTime @upd(\n}\n',
      marks: [],
    },
  ],
});
