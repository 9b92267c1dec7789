// npm run soak -- --edits 20000: the long form of test/soak.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { edits: { type: 'string', default: '20000' } } });
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/soak'], {
  stdio: 'inherit',
  env: { ...process.env, EHR_SCHEMA_SOAK_EDITS: values.edits },
});
process.exit(status ?? 1);
