-- How a client wants to be reminded (idempotent)
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_type t
        JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = current_schema() AND t.typname = 'ReminderChannel'
    ) THEN
        CREATE TYPE "ReminderChannel" AS ENUM ('EMAIL', 'SMS', 'NONE');
    END IF;
END $$;

CREATE TABLE IF NOT EXISTS "appointment_reminders" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "appointmentId" TEXT NOT NULL,
    "channel" "ReminderChannel" NOT NULL DEFAULT 'EMAIL',
    "sendAt" TIMESTAMP(3) NOT NULL,
    "isDeleted" BOOLEAN NOT NULL DEFAULT false,
    "deletedAt" TIMESTAMP(3),
    "deletedById" TEXT,

    CONSTRAINT "appointment_reminders_pkey" PRIMARY KEY ("id")
);

CREATE INDEX IF NOT EXISTS "appointment_reminders_appointmentId_sendAt_idx"
    ON "appointment_reminders"("appointmentId", "sendAt");

-- Drop if exists, then create
ALTER TABLE "appointment_reminders" DROP CONSTRAINT IF EXISTS "appointment_reminders_appointmentId_fkey";
ALTER TABLE "appointment_reminders" ADD CONSTRAINT "appointment_reminders_appointmentId_fkey"
    FOREIGN KEY ("appointmentId") REFERENCES "appointments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "appointment_reminders" DROP CONSTRAINT IF EXISTS "appointment_reminders_deletedById_fkey";
ALTER TABLE "appointment_reminders" ADD CONSTRAINT "appointment_reminders_deletedById_fkey"
    FOREIGN KEY ("deletedById") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
