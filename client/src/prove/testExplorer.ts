import {
  type CancellationToken,
  commands,
  type Disposable,
  type TestController,
  type TestItem,
  type TestRun,
  TestRunProfileKind,
  TestRunRequest,
  tests,
  type Uri,
  window,
  workspace,
} from 'vscode';
import type { ProveListener } from '../../../server/src/prove/process/request';
import { PHASES, type Phase } from '../../../server/src/prove/verdict';
import { MIGRATION_PATTERN } from '../workflow/histories';
import { chooseMigration } from './chooseMigration';
import { RUN_TWICE } from './lens';
import { type MigrationItem, MigrationItems, phaseId } from './migrationItems';
import { phaseItem, showPhase, showProof, type Wanted } from './proofRun';
import { type Prover, readMigrations } from './prover';
import type { Verdicts } from './verdicts';

/** Files come in bursts: a checkout, a rename, Prisma's folder and file. */
const SETTLED_MS = 300;

/** Migrations as tests: fresh, second run and crash points, run on demand, at the cursor, or on every save. */
export class TestExplorer implements Disposable {
  readonly #controller: TestController = tests.createTestController('ehrSchema.migrations', 'Migrations');
  readonly #items = new MigrationItems(this.#controller);
  readonly #prover: Prover;
  readonly #verdicts: Verdicts;
  readonly #disposables: Disposable[];
  #refreshing: NodeJS.Timeout | undefined;

  constructor(prover: Prover, verdicts: Verdicts) {
    this.#prover = prover;
    this.#verdicts = verdicts;
    const controller = this.#controller;
    controller.resolveHandler = () => this.#items.refresh();
    controller.refreshHandler = () => this.#items.refresh();
    controller.createRunProfile('Run on PostgreSQL', TestRunProfileKind.Run, this.#handle, true, undefined, true);
    const watcher = workspace.createFileSystemWatcher(MIGRATION_PATTERN, false, true, false);
    this.#disposables = [
      controller,
      watcher,
      watcher.onDidCreate(() => this.#refreshSoon()),
      watcher.onDidDelete(() => this.#refreshSoon()),
      commands.registerCommand(RUN_TWICE, (file?: Uri) => this.#runTwice(file)),
      { dispose: () => clearTimeout(this.#refreshing) },
    ];
    void this.#items.refresh();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #refreshSoon(): void {
    clearTimeout(this.#refreshing);
    this.#refreshing = setTimeout(() => void this.#items.refresh(), SETTLED_MS);
  }

  readonly #handle = async (request: TestRunRequest, token: CancellationToken): Promise<void> => {
    if (!request.continuous) return this.#run(request, token);
    const listener = workspace.onDidSaveTextDocument(async ({ uri }) => {
      const saved = this.#items.of(uri);
      if (saved && isWanted(request, saved)) await this.#run(new TestRunRequest([saved.item], request.exclude), token);
    });
    token.onCancellationRequested(() => listener.dispose());
  };

  async #runTwice(file: Uri | undefined): Promise<void> {
    const migration = await chooseMigration(this.#items, file);
    if (!migration) return;
    const document = await workspace.openTextDocument(migration.file);
    if (document.isDirty) await document.save();
    const request = new TestRunRequest([phaseItem(migration, 'fresh'), phaseItem(migration, 'second')]);
    const run = this.#controller.createTestRun(request, 'Run twice');
    await this.#prove(run, this.#wanted(request), run.token);
  }

  async #run(request: TestRunRequest, token: CancellationToken): Promise<void> {
    await this.#items.refresh();
    await this.#prove(this.#controller.createTestRun(request), this.#wanted(request), token);
  }

  /** Proves history by history; a history that cannot be run is reported on each of its migrations. */
  async #prove(run: TestRun, wanted: readonly Wanted[], token: CancellationToken): Promise<void> {
    for (const { migration, phases } of wanted) for (const phase of phases) run.enqueued(phaseItem(migration, phase));
    try {
      for (const history of new Set(wanted.map(({ migration }) => `${migration.history}`)))
        await this.#proveHistory(
          run,
          wanted.filter(({ migration }) => `${migration.history}` === history),
          token,
        );
    } finally {
      run.end();
    }
  }

  async #proveHistory(run: TestRun, group: readonly Wanted[], token: CancellationToken): Promise<void> {
    const byName = new Map(group.map((wanted) => [wanted.migration.name, wanted]));
    const migrations = await readMigrations(group[0]!.migration.history);
    const texts = new Map(migrations.map(({ name, text }) => [name, text]));
    const proving = {
      migrations,
      wanted: [...byName.keys()],
      crashPoints: group.some(({ phases }) => phases.has('crashPoints')),
    };
    const listener: ProveListener = {
      opened: (database) => run.appendOutput(`${database}\r\n`),
      leftovers: (databases) => run.appendOutput(`left behind by runs that died: ${databases.join(', ')}\r\n`),
      warned: (message) => run.appendOutput(`${message}\r\n`),
      phase: (name, phase) => withWanted(byName, name, (wanted) => showPhase(run, wanted, phase)),
      proved: (name, proof) =>
        withWanted(byName, name, (wanted) => {
          const verdict = { proof, text: texts.get(name)! };
          this.#verdicts.set(wanted.migration.file, verdict);
          showProof(run, wanted, verdict);
        }),
    };
    try {
      await this.#prover.prove(proving, listener, token);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      run.appendOutput(`${message}\r\n`);
      if (!token.isCancellationRequested) await window.showErrorMessage(`EHR Schema: ${message}`);
    }
  }

  #wanted(request: TestRunRequest): Wanted[] {
    return [...this.#items.all()]
      .map((migration) => ({ migration, phases: wantedPhases(request, migration) }))
      .filter(({ phases }) => phases.size > 0);
  }
}

function withWanted(byName: ReadonlyMap<string, Wanted>, name: string, act: (wanted: Wanted) => void): void {
  const wanted = byName.get(name);
  if (wanted) act(wanted);
}

function isWanted(request: TestRunRequest, migration: MigrationItem): boolean {
  return wantedPhases(request, migration).size > 0;
}

/** The phases of a migration that a request is about: by the phase itself, the migration, or its history. */
function wantedPhases({ include, exclude }: TestRunRequest, migration: MigrationItem): Set<Phase> {
  const named = (items: readonly TestItem[] | undefined, phase: Phase) =>
    items?.some(
      ({ id }) => id === phaseId(migration.file, phase) || id === migration.item.id || id === `${migration.history}`,
    );
  return new Set(PHASES.filter((phase) => (named(include, phase) ?? true) && !named(exclude, phase)));
}
