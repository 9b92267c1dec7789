import { testSqlRule } from '../../../../test/harness/sqlRule';
import { resumable } from './resumable';

testSqlRule(resumable, {
  ground: 'crashPoints',
  bad: [
    {
      marks: ['DROP CONSTRAINT fk'],
      becomes: `ALTER TABLE appointments DROP CONSTRAINT IF EXISTS fk;
ALTER TABLE appointments ADD CONSTRAINT fk FOREIGN KEY (client_id) REFERENCES clients(id) ON DELETE CASCADE;`,
    },
  ],
  cases: [
    {
      name: 'an enum swap without BEGIN',
      before: `CREATE TYPE "Role" AS ENUM ('A', 'B'); CREATE TABLE "T" ("id" INT PRIMARY KEY, "r" "Role");`,
      text: `CREATE TYPE "Role_new" AS ENUM ('A', 'C');
ALTER TABLE "T" ALTER COLUMN "r" TYPE "Role_new" USING ("r"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";`,
      marks: ['CREATE TYPE "Role_new"', 'RENAME TO "Role_old"', 'RENAME TO "Role"'],
      becomes: `BEGIN;
CREATE TYPE "Role_new" AS ENUM ('A', 'C');
ALTER TABLE "T" ALTER COLUMN "r" TYPE "Role_new" USING ("r"::text::"Role_new");
ALTER TYPE "Role" RENAME TO "Role_old";
ALTER TYPE "Role_new" RENAME TO "Role";
DROP TYPE "Role_old";
COMMIT;`,
    },
  ],
});
