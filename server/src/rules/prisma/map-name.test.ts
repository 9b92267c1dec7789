import { testPrismaRule } from '../../../../test/harness/prismaRule';
import { mapName } from './map-name';

const NOTE = `model ClinicalNote {
  id String @id @default(uuid())

  @@map("clinical_notes")
}`;

testPrismaRule(mapName, {
  bad: [
    { marks: ['ClinicalNote'], becomes: NOTE },
    { marks: ['"ClinicalNotes"'], becomes: NOTE },
    { marks: ['"NoteStatus"'], becomes: 'enum NoteStatus {\n  DRAFT\n  SIGNED\n\n  @@map("note_status")\n}' },
  ],
  cases: [
    {
      name: 'what cannot be counted has no plural',
      text: `model AppointmentStatusHistory {
  id String @id
}

model InsuranceInformation {
  id String @id
}
`,
      marks: ['AppointmentStatusHistory', 'InsuranceInformation'],
      becomes: `model AppointmentStatusHistory {
  id String @id

  @@map("appointment_status_history")
}

model InsuranceInformation {
  id String @id

  @@map("insurance_information")
}
`,
    },
    {
      name: 'no name is given twice',
      text: `model User {
  id String @id
}

model Users {
  id String @id
}

model Person {
  id String @id

  @@map("user")
}
`,
      marks: ['User', 'Users'],
      becomes: `model User {
  id String @id

  @@map("users")
}

model Users {
  id String @id
}

model Person {
  id String @id

  @@map("user")
}
`,
    },
    {
      name: 'the name goes behind the indexes',
      text: `model Visit {
  id  String @id
  day Int

  @@index([day])
  @@schema("public")
}
`,
      files: { 'datasource.prisma': 'datasource db {\n  provider = "postgresql"\n  schemas  = ["public"]\n}\n' },
      marks: ['Visit'],
      becomes: `model Visit {
  id  String @id
  day Int

  @@index([day])
  @@map("visits")
  @@schema("public")
}
`,
    },
    {
      name: 'a named argument',
      text: 'model Visit {\n  id String @id\n\n  @@map(name: "Visit")\n}\n',
      marks: ['"Visit"'],
      becomes: 'model Visit {\n  id String @id\n\n  @@map(name: "visit")\n}\n',
    },
    {
      name: 'views and ignored models',
      text: 'model Old {\n  id String @id\n\n  @@ignore\n}\n\nview Sums {\n  id String @unique\n}\n',
      marks: [],
    },
    {
      name: 'half typed',
      text: 'model Visit {\n  id String @id\n  @@ma\n}\n\nmodel Note {\n  id String @id\n  @@map("\n}\n',
      marks: [],
    },
  ],
});
