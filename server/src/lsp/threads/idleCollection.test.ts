import { getHeapStatistics } from 'node:v8';
import { expect, it } from 'vitest';
import { IdleCollection } from './idleCollection';

const MB = 1024 * 1024;

it('gives back what is no longer needed once nothing has been done for a while', async () => {
  const collection = new IdleCollection();
  let needed: number[][] | undefined = Array.from({ length: 300_000 }, (_, i) => Array.from({ length: 40 }, () => i));
  const most = getHeapStatistics().total_heap_size;
  collection.noteWork();
  expect(needed).toHaveLength(300_000);
  needed = undefined;
  await expect
    .poll(() => (most - getHeapStatistics().total_heap_size) / MB, { timeout: 30_000, interval: 500 })
    .toBeGreaterThan(80);
});
