import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { relationName } from './relation-name';

const ALIKE = `model Appointment {
  id      String   @id @default(uuid())
  clients Client[] @relation("AppointmentClients")

  @@map("appointments")
}

model Client {
  id           String        @id @default(uuid())
  appointments Appointment[] @relation("AppointmentClients")

  @@map("clients")
}`;

testPrismaRule(relationName, {
  bad: [
    { marks: ['"AppointmentClients"', 'appointments'], becomes: ALIKE },
    { marks: ['"AppointmentClients"', '"ClientAppointments"'], becomes: ALIKE },
  ],
  cases: [
    {
      name: 'the end with the key gives the name, to another file too',
      text: 'model Visit {\n  id       String  @id\n  clientId String\n  client   Client  @relation(fields: [clientId], references: [id], name: "ClientVisits")\n  otherId  String?\n  other    Client? @relation("OtherVisits", fields: [otherId], references: [id])\n}\n',
      files: {
        'client.prisma':
          'model Client {\n  id     String  @id\n  visits Visit[]\n  others Visit[] @relation("OtherVisits")\n}\n',
      },
      marks: ['"ClientVisits"'],
      becomes:
        'model Visit {\n  id       String  @id\n  clientId String\n  client   Client  @relation(fields: [clientId], references: [id], name: "ClientVisits")\n  otherId  String?\n  other    Client? @relation("OtherVisits", fields: [otherId], references: [id])\n}\n',
      filesBecome: {
        'client.prisma':
          'model Client {\n  id     String  @id\n  visits Visit[] @relation("ClientVisits")\n  others Visit[] @relation("OtherVisits")\n}\n',
      },
    },
    {
      name: 'the name goes in front of what is there',
      text: 'model Client {\n  id       String   @id\n  parentId String?\n  parent   Client?  @relation(fields: [parentId], references: [id])\n  children Client[] @relation("tree")\n}\n',
      marks: ['parent', '"tree"'],
      becomes:
        'model Client {\n  id       String   @id\n  parentId String?\n  parent   Client?  @relation("tree", fields: [parentId], references: [id])\n  children Client[] @relation("tree")\n}\n',
    },
    {
      name: 'which of several belong together is for a person to say',
      text: 'model Visit {\n  id String  @id\n  a  String?\n  b  String?\n  x  Client? @relation(fields: [a], references: [id])\n  y  Client? @relation(fields: [b], references: [id])\n}\n',
      files: { 'client.prisma': 'model Client {\n  id String  @id\n  v  Visit[]\n  w  Visit[]\n}\n' },
      marks: ['x', 'y'],
    },
    {
      name: 'an end that is missing or half typed is not said here',
      text: 'model Visit {\n  id String  @id\n  a  String?\n  x  Client? @relation("X", fields: [a], references: [id])\n}\n\nmodel Client {\n  id String @id\n  visits Visit[] @relation("\n  others Visit[] @relation("Y")\n}\n',
      marks: [],
    },
  ],
});
