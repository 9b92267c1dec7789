import { expect, test } from 'vitest';
import { compareHistories, written } from './comparing';

const seed = Number(process.env.EHR_SCHEMA_DIFFERENTIAL_SEED ?? 12000);
const histories = Number(process.env.EHR_SCHEMA_DIFFERENTIAL_HISTORIES ?? 12);
const isLong = process.env.EHR_SCHEMA_DIFFERENTIAL_HISTORIES !== undefined;

test(`the linter and PostgreSQL agree about ${histories} random histories from seed ${seed}`, {
  timeout: 0,
}, async () => {
  const { tally, found } = await compareHistories(seed, histories, {
    found: (difference) => {
      if (isLong) console.log(written(difference));
    },
    done: ({ compared, refused }) => {
      if (isLong && (compared + refused) % 50 === 0) console.log(`${compared + refused} histories`);
    },
  });
  console.log(
    `${tally.compared} histories compared, ${tally.refused} do not apply${[...tally.kinds].map(([kind, count]) => `, ${count} ${kind}`).join('')}`,
  );
  expect(found.map(written).join('\n\n')).toBe('');
});
