import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests that run SQL: they share one PostgreSQL in each worker, which takes seconds to start. */
const ON_POSTGRES = ['server/src/rules/sql/*.test.ts'];

const common = {
  // As in the bundle (scripts/build.mjs): prisma-ast must not search the working directory for a configuration and run it.
  resolve: { alias: { lilconfig: fileURLToPath(new URL('scripts/lilconfig-stub.js', import.meta.url)) } },
};
const test = {
  server: { deps: { inline: ['@mrleebo/prisma-ast'] } },
  // What hangs ends; what a busy machine keeps waiting does not.
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { ...common, test: { ...test, name: 'rules on PostgreSQL', include: ON_POSTGRES, isolate: false } },
      {
        ...common,
        test: {
          ...test,
          name: 'unit',
          include: ['server/src/**/*.test.ts', 'test/**/*.test.ts', 'client/src/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/e2e/**', ...ON_POSTGRES],
        },
      },
    ],
  },
});
