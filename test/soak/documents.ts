import type { Files } from '../fuzz/sources';

/** A workspace of 200 documents that know of each other: 150 migrations, 49 files of code, and a schema. */
export function soakFiles(): Files {
  const files: Record<string, string> = { 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n' };
  for (let i = 0; i < 150; i++) files[`prisma/migrations/${20_260_101_000_000 + i}_step/migration.sql`] = migration(i);
  for (let i = 0; i < 49; i++) files[`src/service${i}.ts`] = service(i);
  files['prisma/schema.prisma'] = Array.from({ length: 40 }, (_, i) => model(i)).join('\n');
  return files;
}

function migration(i: number): string {
  return `CREATE TABLE "Client${i}" (
    "id" TEXT NOT NULL,
    "name" TEXT,
    "parentId" TEXT,
    CONSTRAINT "Client${i}_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "Client${i}" ADD COLUMN "amount" DOUBLE PRECISION;
CREATE INDEX "Client${i}_name_idx" ON "Client${i}"("name");
ALTER TABLE "Client${i}" ADD CONSTRAINT "Client${i}_parent_fkey" FOREIGN KEY ("parentId") REFERENCES "Client0"("id");
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood${i}') THEN
        CREATE TYPE mood${i} AS ENUM ('GOOD', 'BAD');
    END IF;
END $$;
`;
}

function service(i: number): string {
  return `export async function list${i}(prisma: PrismaClient, ids: string[]) {
  for (const id of ids) await prisma.client${i}.findUnique({ where: { id } });
  return prisma.$queryRawUnsafe('SELECT * FROM "Client${i}" WHERE id = ' + ids[0]);
}
`;
}

function model(i: number): string {
  return `model Client${i} {
  id       String  @id
  name     String?
  amount   Float?
  parentId String?
  @@map("Client${i}")
}
`;
}
