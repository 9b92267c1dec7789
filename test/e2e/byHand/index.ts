// Runs the tests that drive the workbench's page as a person does; the folder that the extension is installed in is the argument.
import { writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Mocha from 'mocha';

async function main(): Promise<number> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, color: false, grep: process.env.EHR_SCHEMA_E2E_GREP });
  for (const file of (await readdir(__dirname)).sort())
    if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file));
  const counts = await new Promise<{ passed: number; failed: number }>((done) => {
    const runner = mocha.run(() => done({ passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 0 }));
  });
  const result = process.env.EHR_SCHEMA_E2E_RESULT;
  if (result) writeFileSync(result, JSON.stringify(counts));
  return counts.failed > 0 ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
