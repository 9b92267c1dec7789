import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { softDelete } from './soft-delete';

const FIELDS = `  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?
  deletedBy   User?     @relation("ClientDeletedBy", fields: [deletedById], references: [id])
`;

const CLIENT = `model Client {
  id String @id @default(uuid())

${FIELDS}
  @@map("clients")
}
`;

/** A user without a soft delete of its own, which only its own file would report. */
const USER = `model User {
  id      String   @id @default(uuid()) @db.Uuid
  email   String   @unique
  clients Client[]
}
`;

testPrismaRule(softDelete, {
  bad: [
    {
      marks: ['Client'],
      becomes: `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt

  firstName String

  // Soft delete
${FIELDS}
  @@map("clients")
}
`,
      filesBecome: {
        'user.prisma': `
model User {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())

  // Soft delete
  isDeleted      Boolean   @default(false)
  deletedAt      DateTime?
  deletedById    String?
  deletedBy      User?     @relation("UserDeletedBy", fields: [deletedById], references: [id])
  deletedUsers   User[]    @relation("UserDeletedBy")
  deletedClients Client[]  @relation("ClientDeletedBy")

  @@map("users")
}
`,
      },
    },
    { marks: ['Boolean?'], becomes: CLIENT },
    { marks: ['@db.Uuid'], becomes: CLIENT },
  ],
  cases: [
    {
      name: 'the fields go before the relations, and take the native type of the user’s id',
      text: `model Client {
  id String @id @default(uuid())

  firstName String

  // Relations
  userId String? @db.Uuid
  user   User?   @relation(fields: [userId], references: [id])

  @@map("clients")
}
`,
      files: { 'user.prisma': USER },
      marks: ['Client'],
      becomes: `model Client {
  id String @id @default(uuid())

  firstName String

  // Soft delete
  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?   @db.Uuid
  deletedBy   User?     @relation("ClientDeletedBy", fields: [deletedById], references: [id])

  // Relations
  userId String? @db.Uuid
  user   User?   @relation(fields: [userId], references: [id])

  @@map("clients")
}
`,
      filesBecome: {
        'user.prisma': `model User {
  id             String   @id @default(uuid()) @db.Uuid
  email          String   @unique
  clients        Client[]
  deletedClients Client[] @relation("ClientDeletedBy")
}
`,
      },
    },
    {
      name: 'the user’s own',
      text: `model User {
  id    String @id @default(uuid())
  email String @unique
}
`,
      marks: ['User'],
      becomes: `model User {
  id    String @id @default(uuid())
  email String @unique

  // Soft delete
  isDeleted    Boolean   @default(false)
  deletedAt    DateTime?
  deletedById  String?
  deletedBy    User?     @relation("UserDeletedBy", fields: [deletedById], references: [id])
  deletedUsers User[]    @relation("UserDeletedBy")
}
`,
    },
    {
      name: 'some are there',
      text: `model Client {
  id        String    @id @default(uuid())
  deletedAt DateTime? @map("deleted_at")
  name      String

  @@map("clients")
}
`,
      files: { 'user.prisma': 'model User {\n  id String @id @default(uuid())\n}\n' },
      marks: ['Client'],
      becomes: `model Client {
  id          String    @id @default(uuid())
  isDeleted   Boolean   @default(false) @map("is_deleted")
  deletedAt   DateTime? @map("deleted_at")
  deletedById String?   @map("deleted_by_id")
  deletedBy   User?     @relation("ClientDeletedBy", fields: [deletedById], references: [id])
  name        String

  @@map("clients")
}
`,
      filesBecome: {
        'user.prisma': `model User {
  id             String   @id @default(uuid())
  deletedClients Client[] @relation("ClientDeletedBy")
}
`,
      },
    },
    {
      name: 'another actor',
      text: `model Client {
  id String @id @default(uuid())
}
`,
      files: { 'staff.prisma': 'model Staff {\n  id             Int      @id\n  deletedClients String[]\n}\n' },
      configuration: { actor: 'Staff' },
      marks: ['Client'],
      becomes: `model Client {
  id String @id @default(uuid())

  // Soft delete
  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById Int?
  deletedBy   Staff?    @relation("ClientDeletedBy", fields: [deletedById], references: [id])
}
`,
      filesBecome: {
        'staff.prisma': `model Staff {
  id              Int      @id
  deletedClients  String[]
  deletedClients2 Client[] @relation("ClientDeletedBy")
}
`,
      },
    },
    {
      name: 'no model of an actor',
      text: `model Client {
  id String @id @default(uuid())
}

model Note {
  id          String    @id @default(uuid())
  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?
}
`,
      marks: ['Client'],
      becomes: `model Client {
  id String @id @default(uuid())

  // Soft delete
  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?
}

model Note {
  id          String    @id @default(uuid())
  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?
}
`,
    },
    {
      name: 'wrong types, defaults and optionality',
      text: `model Client {
  id          String   @id @default(uuid())
  isDeleted   Int      @default(0)
  deletedAt   DateTime @default(now())
  deletedById Int
  deletedBy   User     @relation("ClientDeletedBy", fields: [deletedById], references: [id])
}
`,
      files: {
        'user.prisma': 'model User {\n  id      String   @id\n  deleted Client[] @relation("ClientDeletedBy")\n}\n',
      },
      marks: ['Int', 'now()', 'Int', 'Int', 'User'],
      becomes: `model Client {
  id          String    @id @default(uuid())
  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?
  deletedBy   User?     @relation("ClientDeletedBy", fields: [deletedById], references: [id])
}
`,
    },
    {
      name: 'deletedBy is a column, and rows start as deleted',
      text: `model Client {
  id          String    @id @default(uuid())
  isDeleted   Boolean   @default(true)
  deletedAt   DateTime?
  deletedById String?
  deletedBy   String?
}
`,
      files: { 'user.prisma': 'model User {\n  id String @id\n}\n' },
      marks: ['true', 'String?'],
      becomes: `model Client {
  id          String    @id @default(uuid())
  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?
  deletedBy   String?
}
`,
    },
    {
      name: 'the relation is kept elsewhere',
      text: `model Client {
  id          String    @id @default(uuid())
  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?
  removerId   String?
  deletedBy   User?     @relation("ClientDeletedBy", fields: [removerId], references: [id])
}
`,
      files: {
        'user.prisma': 'model User {\n  id      String   @id\n  deleted Client[] @relation("ClientDeletedBy")\n}\n',
      },
      marks: ['[removerId]'],
    },
    {
      name: 'what only grows, only joins, is ignored or half typed',
      text: `model AccessLog {
  id String @id
}

model OldThing {
  id String @id

  @@ignore
}

model Client {
  id          String    @id
  isDeleted
  deletedAt   DateTime? @
  deletedById String?
  deletedBy   User?     @relation(
}
`,
      files: { 'user.prisma': 'model User {\n  id String @id\n}\n' },
      marks: [],
    },
    {
      name: 'where Prisma watches over relations, a model’s relation to itself hands nothing on',
      text: `model User {
  id String @id
}
`,
      files: { 'datasource.prisma': 'datasource db {\n  provider     = "postgresql"\n  relationMode = "prisma"\n}\n' },
      marks: ['User'],
      becomes: `model User {
  id String @id

  // Soft delete
  isDeleted    Boolean   @default(false)
  deletedAt    DateTime?
  deletedById  String?
  deletedBy    User?     @relation("UserDeletedBy", fields: [deletedById], references: [id], onDelete: Restrict, onUpdate: Restrict)
  deletedUsers User[]    @relation("UserDeletedBy")
}
`,
    },
  ],
});
