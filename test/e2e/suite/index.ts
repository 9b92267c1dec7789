import { writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Mocha from 'mocha';

/** Called in VS Code's extension host: runs every test file beside this one, and rejects when one fails. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, color: false, grep: process.env.EHR_SCHEMA_E2E_GREP });
  for (const file of (await readdir(__dirname)).sort())
    if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file));
  const counts = await new Promise<Counts>((done) => {
    const runner = mocha.run(() => done({ passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 0 }));
  });
  const result = process.env.EHR_SCHEMA_E2E_RESULT;
  if (result) writeFileSync(result, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} end-to-end tests failed`);
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
}
