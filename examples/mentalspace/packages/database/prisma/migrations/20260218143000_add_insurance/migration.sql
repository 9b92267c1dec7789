-- CreateEnum
CREATE TYPE "InsuranceRank" AS ENUM ('PRIMARY', 'SECONDARY', 'TERTIARY');

-- AlterEnum
ALTER TYPE "ClientStatus" ADD VALUE 'ON_HOLD';

-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "preferredName" VARCHAR(255),
ADD COLUMN     "pronouns" VARCHAR(50);

-- AlterTable
ALTER TABLE "appointments" DROP COLUMN "room";

-- CreateTable
CREATE TABLE "insurance_information" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "clientId" TEXT NOT NULL,
    "rank" "InsuranceRank" NOT NULL DEFAULT 'PRIMARY',
    "memberId" VARCHAR(255) NOT NULL,
    "copay" DECIMAL(10,2),
    "isDeleted" BOOLEAN NOT NULL DEFAULT false,
    "deletedAt" TIMESTAMP(3),
    "deletedById" TEXT,

    CONSTRAINT "insurance_information_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "insurance_information_clientId_idx" ON "insurance_information"("clientId");

-- AddForeignKey
ALTER TABLE "insurance_information" ADD CONSTRAINT "insurance_information_clientId_fkey" FOREIGN KEY ("clientId") REFERENCES "clients"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "insurance_information" ADD CONSTRAINT "insurance_information_deletedById_fkey" FOREIGN KEY ("deletedById") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
