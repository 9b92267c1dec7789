import { expect, test } from 'vitest';
import { fuzz } from './fuzzing';
import { HAS_CORPUS } from './sources';

const seed = Number(process.env.EHR_SCHEMA_FUZZ_SEED ?? 20261122);
const edits = Number(process.env.EHR_SCHEMA_FUZZ_EDITS ?? 80);

test(`${edits} random edits of ${HAS_CORPUS ? 'the corpus and ' : ''}the example, seed ${seed}`, {
  timeout: 0,
}, async () => {
  const tally = await fuzz(seed, edits, ({ edits: done }) => {
    if (edits > 1_000) console.log(`${done} edits`);
  });
  console.log(`seed ${seed}: ${[...tally.kinds].map(([kind, count]) => `${count} ${kind}`).join(', ')}`);
  expect(tally.edits).toBe(edits);
});
