/** Where the example keeps its migrations. */
export const MIGRATIONS = 'packages/database/prisma/migrations';

/** The migration of the example that Prisma wrote, and that no one has made re-runnable yet. */
export const PRISMA_MIGRATION = `${MIGRATIONS}/20260218143000_add_insurance/migration.sql`;
