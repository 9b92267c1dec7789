-- Roles and states, each made only where it is not there yet
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = current_schema() AND t.typname = 'UserRole'
    ) THEN
        CREATE TYPE "UserRole" AS ENUM ('ADMIN', 'CLINICIAN', 'SUPERVISOR', 'BILLING');
    END IF;
END $$;

DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = current_schema() AND t.typname = 'ClientStatus'
    ) THEN
        CREATE TYPE "ClientStatus" AS ENUM ('ACTIVE', 'INACTIVE', 'DISCHARGED', 'WAITLIST');
    END IF;
END $$;

DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = current_schema() AND t.typname = 'AppointmentStatus'
    ) THEN
        CREATE TYPE "AppointmentStatus" AS ENUM ('SCHEDULED', 'CONFIRMED', 'COMPLETED', 'CANCELLED', 'NO_SHOW');
    END IF;
END $$;

CREATE TABLE IF NOT EXISTS "users" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "email" VARCHAR(255) NOT NULL,
    "firstName" VARCHAR(255) NOT NULL,
    "lastName" VARCHAR(255) NOT NULL,
    "role" "UserRole" NOT NULL DEFAULT 'CLINICIAN',
    "phone" VARCHAR(255),
    "licenseNumber" VARCHAR(255),
    "passwordResetToken" VARCHAR(255),
    "isDeleted" BOOLEAN NOT NULL DEFAULT false,
    "deletedAt" TIMESTAMP(3),
    "deletedById" TEXT,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX IF NOT EXISTS "users_email_key" ON "users"("email");

ALTER TABLE "users" DROP CONSTRAINT IF EXISTS "users_deletedById_fkey";
ALTER TABLE "users" ADD CONSTRAINT "users_deletedById_fkey"
    FOREIGN KEY ("deletedById") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE IF NOT EXISTS "clients" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "firstName" VARCHAR(255) NOT NULL,
    "lastName" VARCHAR(255) NOT NULL,
    "email" VARCHAR(255),
    "dateOfBirth" TIMESTAMP(3) NOT NULL,
    "status" "ClientStatus" NOT NULL DEFAULT 'ACTIVE',
    "assignedClinicianId" TEXT,
    "isDeleted" BOOLEAN NOT NULL DEFAULT false,
    "deletedAt" TIMESTAMP(3),
    "deletedById" TEXT,

    CONSTRAINT "clients_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX IF NOT EXISTS "clients_email_key" ON "clients"("email");
CREATE INDEX IF NOT EXISTS "clients_assignedClinicianId_idx" ON "clients"("assignedClinicianId");
CREATE INDEX IF NOT EXISTS "clients_status_idx" ON "clients"("status");
CREATE INDEX IF NOT EXISTS "clients_lastName_firstName_idx" ON "clients"("lastName", "firstName");

ALTER TABLE "clients" DROP CONSTRAINT IF EXISTS "clients_assignedClinicianId_fkey";
ALTER TABLE "clients" ADD CONSTRAINT "clients_assignedClinicianId_fkey"
    FOREIGN KEY ("assignedClinicianId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "clients" DROP CONSTRAINT IF EXISTS "clients_deletedById_fkey";
ALTER TABLE "clients" ADD CONSTRAINT "clients_deletedById_fkey"
    FOREIGN KEY ("deletedById") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE IF NOT EXISTS "appointments" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "startTime" TIMESTAMP(3) NOT NULL,
    "endTime" TIMESTAMP(3) NOT NULL,
    "status" "AppointmentStatus" NOT NULL DEFAULT 'SCHEDULED',
    "room" VARCHAR(50),
    "clinicianId" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "isDeleted" BOOLEAN NOT NULL DEFAULT false,
    "deletedAt" TIMESTAMP(3),
    "deletedById" TEXT,

    CONSTRAINT "appointments_pkey" PRIMARY KEY ("id")
);

CREATE INDEX IF NOT EXISTS "appointments_clinicianId_startTime_idx" ON "appointments"("clinicianId", "startTime");
CREATE INDEX IF NOT EXISTS "appointments_clientId_startTime_idx" ON "appointments"("clientId", "startTime");
CREATE INDEX IF NOT EXISTS "appointments_status_startTime_idx" ON "appointments"("status", "startTime");

ALTER TABLE "appointments" DROP CONSTRAINT IF EXISTS "appointments_clinicianId_fkey";
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_clinicianId_fkey"
    FOREIGN KEY ("clinicianId") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "appointments" DROP CONSTRAINT IF EXISTS "appointments_clientId_fkey";
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_clientId_fkey"
    FOREIGN KEY ("clientId") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "appointments" DROP CONSTRAINT IF EXISTS "appointments_deletedById_fkey";
ALTER TABLE "appointments" ADD CONSTRAINT "appointments_deletedById_fkey"
    FOREIGN KEY ("deletedById") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
