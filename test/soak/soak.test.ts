import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { randomEdit } from '../fuzz/edits';
import { FuzzedWorkspace } from '../fuzz/fuzzedWorkspace';
import { ROOT } from '../harness/bundle';
import { Random } from '../harness/random';
import { soakFiles } from './documents';
import { holding } from './holding';

const edits = Number(process.env.EHR_SCHEMA_SOAK_EDITS ?? 1_000);

/** How many edits a document gets before it is put back and closed. */
const EDITS_EACH = 20;

/** Longer than any timer that an edit sets. */
const SETTLING_MS = 2_000;

/** What the caches may keep of texts that are gone. */
const GROWTH = 1.2;

const EAR = { NODE_OPTIONS: `--require ${join(ROOT, 'test/soak/memory.cjs')}` };

test(`${edits} edits over 200 documents leave nothing behind`, { timeout: 0 }, async () => {
  const files = soakFiles();
  const paths = Object.keys(files).filter((path) => !path.endsWith('.toml'));
  expect(paths).toHaveLength(200);
  const workspace = await FuzzedWorkspace.start(files, EAR);
  const random = new Random(20_261_122);
  // Once through all, so that what is loaded or kept when it is first needed is there.
  for (const path of paths) await visit(workspace, path, random, 10);
  await pause(SETTLING_MS);
  const before = await holding(workspace.editor);
  for (let done = 0; done < edits; done += EDITS_EACH) await visit(workspace, random.of(paths), random, EDITS_EACH);
  const after = await holding(workspace.editor);
  console.log(`${megabytes(before.heap)} MB before, ${megabytes(after.heap)} MB after ${edits} edits`);
  expect(after.heap).toBeLessThan(before.heap * GROWTH);
  // A timer that was set by the last edit may still run.
  const kept = async () => ({ ...(await holding(workspace.editor)), heap: 0 });
  await expect.poll(kept, { timeout: 20_000, interval: 1_000 }).toEqual({ ...before, heap: 0 });
  expect(after.children).toEqual([]);
  expect(await workspace.stop()).toBe(0);
});

/** Opens a document, edits it as a person does, with an answer to every edit, and closes it as it was. */
async function visit(workspace: FuzzedWorkspace, path: string, random: Random, count: number): Promise<void> {
  await workspace.openFile(path);
  for (let i = 0; i < count; i++) {
    const text = workspace.text(path)!;
    await workspace.type(path, randomEdit(random, text, workspace.disk.get(random.of([...workspace.disk.keys()]))!));
    await workspace.editor.pull(workspace.uri(path));
  }
  await workspace.replace(path, workspace.disk.get(path)!);
  await workspace.editor.pull(workspace.uri(path));
  await workspace.closeFile(path);
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
