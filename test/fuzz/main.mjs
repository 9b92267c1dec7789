// npm run fuzz -- --seed 1 --edits 5000: the long form of test/fuzz. Without a seed each run takes another one, and says it.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { seed: { type: 'string' }, edits: { type: 'string', default: '5000' } } });
const env = {
  ...process.env,
  EHR_SCHEMA_FUZZ_SEED: values.seed ?? String(Date.now() % 1_000_000_000),
  EHR_SCHEMA_FUZZ_EDITS: values.edits,
};
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/fuzz'], {
  stdio: 'inherit',
  env,
});
process.exit(status ?? 1);
