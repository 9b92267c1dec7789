import { Random } from '../harness/random';
import type { TextChange } from './edits';
import { edited, randomEdit } from './edits';
import { freshStart } from './freshStart';
import { FuzzedWorkspace } from './fuzzedWorkspace';
import { answersAll, Broken, equalsFreshStart, repairsReparse } from './invariants';
import { type Files, randomFiles } from './sources';

/** How many edits one server gets before the next workspace comes. */
const EDITS_EACH = 30;

const MIGRATIONS = 'prisma/migrations';

const CONFIGURATIONS = [
  '{}',
  '{ "rules": { "sql/soft-delete": "off", "prisma/uuid-id": "info" } }',
  '{ "guardStyle": "if-not-exists" }',
  '{ "guardStyle": "do-block", "appendOnly": ["*"] }',
  '{ "migrations": ["nowhere/*.sql"] }',
  '{ "schema": ["prisma/*.prisma"], "phi": { "file": "src/phiEncryption.ts" } }',
  '{ "baseline": "99999999999999_end" }',
  '{ "rules": { "no/such": "off" }, "nonsense": [',
  '',
  '[]',
  '\0',
];

/** What a run did. */
export interface Tally {
  edits: number;
  readonly kinds: Map<string, number>;
}

/**
 * Makes random edits in random workspaces, as many as asked for, and holds what must hold after each.
 * @throws Broken with the way to make it happen again.
 */
export async function fuzz(seed: number, edits: number, progress?: (tally: Tally) => void): Promise<Tally> {
  const tally: Tally = { edits: 0, kinds: new Map() };
  for (let round = 0; tally.edits < edits; round++) {
    // Each round has a seed of its own, so that one alone can be run again.
    await new Round(seed + round, tally).run(Math.min(EDITS_EACH, edits - tally.edits));
    progress?.(tally);
  }
  return tally;
}

/** One workspace, one server. */
class Round {
  readonly #seed: number;
  /** What is done depends on the seed alone, not on what the server answers. */
  readonly #random: Random;
  readonly #asking: Random;
  readonly #tally: Tally;
  readonly #files: Files;
  readonly #last: string[] = [];

  constructor(seed: number, tally: Tally) {
    this.#seed = seed;
    this.#random = new Random(seed);
    this.#asking = new Random(~seed);
    this.#tally = tally;
    this.#files = randomFiles(this.#random);
  }

  async run(edits: number): Promise<void> {
    const workspace = await FuzzedWorkspace.start(this.#files);
    try {
      for (let i = 0; i < edits; i++) await this.#step(workspace);
      const code = await workspace.stop();
      if (code !== 0) throw new Broken(`The server ended with ${code}`);
    } catch (error) {
      workspace.editor.process.kill('SIGKILL');
      const reason = error instanceof Error ? error.message : String(error);
      const again = `npm run fuzz -- --seed ${this.#seed} --edits ${this.#last.length}`;
      throw new Broken(`${reason}\n\nAgain with: ${again}\n${this.#last.slice(-4).join('\n')}`);
    }
  }

  async #step(workspace: FuzzedWorkspace): Promise<void> {
    this.#tally.edits++;
    const path = await this.#act(workspace);
    if (!workspace.open.has(path)) return;
    await answersAll(workspace, path, this.#asking);
    const linter = await freshStart(workspace);
    await equalsFreshStart(workspace, path, linter);
    const another = this.#asking.of([...workspace.open.keys()]);
    if (another !== path) await equalsFreshStart(workspace, another, linter);
    if (this.#asking.oneIn(3)) await repairsReparse(workspace, path, linter, this.#asking);
  }

  /** Does one thing, and gives the file that it was about. */
  async #act(workspace: FuzzedWorkspace): Promise<string> {
    const random = this.#random;
    const choice = random.below(100);
    if (choice < 6) return this.#flipConfiguration(workspace);
    if (choice < 12) return this.#comeOrGo(workspace);
    const path = random.of(Object.keys(this.#files).filter((name) => !name.endsWith('.toml')));
    if (workspace.open.has(path) && choice < 18) return this.#note('close', path, await workspace.closeFile(path));
    if (!workspace.open.has(path)) await workspace.openFile(path);
    if (choice < 24) return this.#note('back', path, await workspace.replace(path, this.#files[path]!));
    const change = this.#edit(workspace.text(path)!);
    if (choice < 30)
      return this.#note(
        change.name,
        path,
        await workspace.replace(path, edited(workspace.text(path)!, change)),
        change,
      );
    return this.#note(change.name, path, await workspace.type(path, change), change);
  }

  #edit(text: string): TextChange {
    return randomEdit(this.#random, text, this.#files[this.#random.of(Object.keys(this.#files))]!);
  }

  async #flipConfiguration(workspace: FuzzedWorkspace): Promise<string> {
    const path = 'ehr-schema.config.json';
    const text = this.#random.of(CONFIGURATIONS);
    if (!workspace.open.has(path)) await workspace.openFile(path, text);
    else await workspace.replace(path, text);
    return this.#note('configuration', path, undefined, { name: '', start: 0, end: 0, text });
  }

  /** A migration comes, goes or changes on disk; it may be open at the same time. */
  async #comeOrGo(workspace: FuzzedWorkspace): Promise<string> {
    const random = this.#random;
    const known = [...workspace.disk.keys()].filter((path) => path.endsWith('/migration.sql'));
    if (known.length > 1 && random.oneIn(3)) {
      const path = random.of(known);
      return this.#note('gone', path, await workspace.changeOnDisk(path, undefined));
    }
    const path =
      random.oneIn(2) && known.length > 0
        ? random.of(known)
        : `${MIGRATIONS}/2099010100000${random.below(10)}_new/migration.sql`;
    const text = this.#files[random.of(Object.keys(this.#files))]!;
    return this.#note('come', path, await workspace.changeOnDisk(path, text));
  }

  #note(kind: string, path: string, _: unknown, change?: TextChange): string {
    this.#tally.kinds.set(kind, (this.#tally.kinds.get(kind) ?? 0) + 1);
    const detail = change ? ` ${change.start}-${change.end} ${JSON.stringify(change.text.slice(0, 300))}` : '';
    this.#last.push(`step ${this.#last.length}: ${kind} in ${path}${detail}`);
    return path;
  }
}
