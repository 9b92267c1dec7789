import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // As in the bundle (scripts/build.mjs): prisma-ast must not search the working directory for a configuration and run it.
  resolve: { alias: { lilconfig: fileURLToPath(new URL('scripts/lilconfig-stub.js', import.meta.url)) } },
  test: {
    server: { deps: { inline: ['@mrleebo/prisma-ast'] } },
    include: ['server/src/**/*.test.ts', 'test/**/*.test.ts', 'client/src/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/e2e/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
