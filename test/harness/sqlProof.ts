import { expect } from 'vitest';
import { changes } from '../../server/src/prove/catalog/changes';
import { type Fingerprint, fingerprint } from '../../server/src/prove/catalog/fingerprint';
import { proveMigration } from '../../server/src/prove/migration';
import { scriptOf } from '../../server/src/prove/script';
import { PHASES, type Phase, type Proof } from '../../server/src/prove/verdict';
import { emptyDatabase } from './database';
import { loadTestParser } from './parser';

/** What PostgreSQL must say of a bad text. `none`: the rule is not about running, so its texts only have to apply. */
export type Ground = Phase | 'none' | 'nothing';

/** A proven text, and the state that its first run left. */
interface Proven {
  readonly proof: Proof;
  readonly state: Fingerprint;
}

interface Setting {
  readonly before?: string;
}

/** Checks that a good text passes what the rule asks for. */
export async function expectGood(setting: Setting, text: string, ground: Ground): Promise<void> {
  if (ground === 'nothing') return;
  expectPassed((await proven(setting, text)).proof, ground, text);
}

/** Checks that a bad text fails for the rule's reason, and that no repaired one does, nor leaves another catalog. */
export async function expectBad(
  setting: Setting,
  text: string,
  ground: Ground,
  repaired: readonly string[],
): Promise<void> {
  if (ground === 'nothing') return;
  const bad = await proven(setting, text);
  if (ground === 'none') expect(bad.proof.fresh, text).toEqual({ verdict: 'passed' });
  else expect(bad.proof[ground].verdict, `${text}\n${JSON.stringify(bad.proof)}`).toBe('failed');
  for (const repair of repaired) {
    const { proof, state } = await proven(setting, repair);
    expectPassed(proof, ground, repair);
    if (ground === 'second' || ground === 'crashPoints') expect(changes(bad.state, state), repair).toEqual([]);
  }
}

/** What a text must pass: from the first run up to the phase that the rule is about; repairs of re-running, all of them. */
function expectPassed(proof: Proof, ground: Exclude<Ground, 'nothing'>, text: string): void {
  const last = ground === 'none' ? 'fresh' : ground;
  for (const phase of PHASES.slice(0, PHASES.indexOf(last) + 1))
    expect(proof[phase], `${phase}:\n${text}`).toEqual({ verdict: 'passed' });
}

async function proven({ before }: Setting, text: string): Promise<Proven> {
  const database = await emptyDatabase();
  if (before !== undefined) expect((await database.send(before)).failure, before).toBeUndefined();
  const proof = await proveMigration(database, scriptOf(text, await loadTestParser()), { crashPoints: true });
  return { proof, state: await fingerprint(database) };
}
