import { describe, expect, test } from 'vitest';
import { linterOf, refusals } from '../harness/prismaSchemas';

/** The complete models of the house's guide, as they stand there. */
const HOUSE: Readonly<Record<string, string>> = {
  Client: `model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt

  // Core fields
  firstName      String
  lastName       String
  email          String?  @unique
  dateOfBirth    DateTime
  status         ClientStatus @default(ACTIVE)

  // Soft delete
  isDeleted   Boolean   @default(false)
  deletedAt   DateTime?
  deletedById String?
  deletedBy   User?     @relation("ClientDeletedBy", fields: [deletedById], references: [id])

  // Relations
  assignedClinicianId String?
  assignedClinician   User?   @relation("AssignedClients", fields: [assignedClinicianId], references: [id])

  appointments    Appointment[]
  clinicalNotes   ClinicalNote[]
  portalAccount   PortalAccount?

  @@map("clients")
  @@index([assignedClinicianId])
  @@index([status])
  @@index([lastName, firstName])
}
`,
  ClientStatus: `enum ClientStatus {
  ACTIVE
  INACTIVE
  DISCHARGED
  WAITLIST
  ON_HOLD
}
`,
  AuditLog: `model AuditLog {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  
  userId       String
  user         User     @relation(fields: [userId], references: [id])
  
  action       String   // VIEW, CREATE, UPDATE, DELETE
  resourceType String   // Client, Appointment, etc.
  resourceId   String
  
  changes      Json?    // Before/after for updates
  ipAddress    String?
  userAgent    String?
  
  @@map("audit_logs")
  @@index([userId])
  @@index([resourceType, resourceId])
  @@index([createdAt])
}
`,
  AppointmentStatusHistory: `model AppointmentStatusHistory {
  id            String   @id @default(uuid())
  createdAt     DateTime @default(now())
  
  appointmentId String
  appointment   Appointment @relation(fields: [appointmentId], references: [id])
  
  fromStatus    AppointmentStatus?
  toStatus      AppointmentStatus
  changedById   String
  changedBy     User     @relation(fields: [changedById], references: [id])
  reason        String?
  
  @@map("appointment_status_history")
  @@index([appointmentId, createdAt])
}
`,
};

/** What these models speak of, so that Prisma accepts them; it is not the house's and not checked. */
const REST = `datasource db {
  provider = "postgresql"
}

enum AppointmentStatus {
  SCHEDULED
}

model User {
  id              String                     @id
  deletedClients  Client[]                   @relation("ClientDeletedBy")
  assignedClients Client[]                   @relation("AssignedClients")
  logs            AuditLog[]
  changes         AppointmentStatusHistory[]
}

model Appointment {
  id      String                     @id
  clients Client[]
  history AppointmentStatusHistory[]
}

model ClinicalNote {
  id       String @id
  clientId String
  client   Client @relation(fields: [clientId], references: [id])
}

model PortalAccount {
  id       String @id
  clientId String @unique
  client   Client @relation(fields: [clientId], references: [id])
}
`;

const files = { '/house/guide.prisma': Object.values(HOUSE).join('\n'), '/house/rest.prisma': REST };

describe('the house’s own models', () => {
  test('are accepted by Prisma with what they speak of', () => expect(refusals(files)).toEqual([]));
  test('are clean as they stand', () => expect(linterOf(files).check('/house/guide.prisma')).toEqual([]));
  for (const [name, text] of Object.entries(HOUSE))
    test(`${name} is clean with nothing of the rest`, () => {
      const alone = linterOf({ '/alone/guide.prisma': text }).check('/alone/guide.prisma');
      expect(alone.filter(({ rule }) => rule !== 'prisma/syntax')).toEqual([]);
    });
});

describe('the house’s sketches, which leave fields out', () => {
  const sketch = (text: string, rules: readonly string[]) =>
    linterOf({ '/house/sketch.prisma': text })
      .check('/house/sketch.prisma')
      .filter(({ rule }) => rules.includes(rule));
  test('many-to-many', () => {
    const text = `model Appointment {
  id String @id @default(uuid())
  // ...

  // Many clients in group sessions
  clients    Client[]  @relation("AppointmentClients")
  
  @@map("appointments")
}

model Client {
  id String @id @default(uuid())
  // ...

  appointments Appointment[] @relation("AppointmentClients")
  
  @@map("clients")
}
`;
    expect(sketch(text, ['prisma/relation-name', 'prisma/uuid-id', 'prisma/map-name', 'prisma/syntax'])).toEqual([]);
  });
  test('indexes', () => {
    const text = `model Appointment {
  id        String   @id @default(uuid())
  startTime DateTime
  status    AppointmentStatus
  clinicianId String
  clientId    String

  // Composite index for common queries
  @@index([clinicianId, startTime])
  @@index([clientId, startTime])
  @@index([status, startTime])
  
  @@map("appointments")
}
`;
    expect(sketch(text, ['prisma/foreign-key-index', 'prisma/uuid-id', 'prisma/map-name'])).toEqual([]);
  });
});
