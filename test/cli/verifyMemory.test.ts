import { join } from 'node:path';
import { expect, test } from 'vitest';
import { prove } from '../../server/src/prove/process/client';
import type { Proof } from '../../server/src/prove/verdict';
import { bundle } from '../harness/bundle';

test('a migration that takes more memory than a run may take has failed', async () => {
  // 900 MB at once, and then it stays.
  const text = `DO $$ DECLARE texts text[] := '{}'; BEGIN
    FOR i IN 1..900 LOOP texts[i] := repeat('x', 1000000); END LOOP;
    LOOP END LOOP; END $$;`;
  const proofs = new Map<string, Proof>();
  await prove(
    { migrations: [{ name: 'large', text }], crashPoints: false, database: 'embedded', memory: 1200 },
    { proved: (name, proof) => proofs.set(name, proof) },
    { program: join(await bundle(), 'prove.cjs') },
  );
  expect(proofs.get('large')).toMatchObject({
    fresh: { verdict: 'failed', failure: { message: 'It took more memory than a run may take.' } },
  });
});
