// npm run differential -- --seed 1 --histories 500: the long form of test/differential. Without a seed each run takes another one, and says it.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { seed: { type: 'string' }, histories: { type: 'string', default: '500' } } });
const env = {
  ...process.env,
  EHR_SCHEMA_DIFFERENTIAL_SEED: values.seed ?? String(Date.now() % 1_000_000_000),
  EHR_SCHEMA_DIFFERENTIAL_HISTORIES: values.histories,
};
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/differential'], {
  stdio: 'inherit',
  env,
});
process.exit(status ?? 1);
