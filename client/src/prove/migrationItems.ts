import { Range, type TestController, type TestItem, Uri, workspace } from 'vscode';
import { PHASES, type Phase } from '../../../server/src/prove/verdict';
import { exists } from '../files';
import { findHistories } from '../workflow/histories';
import { PHASE_NAMES } from './verdictText';

/** A migration in the Test Explorer. */
export interface MigrationItem {
  readonly history: Uri;
  /** The name of its folder. */
  readonly name: string;
  readonly file: Uri;
  readonly item: TestItem;
}

/** The tests of the Test Explorer: a folder per history, an item per migration, a child per phase. */
export class MigrationItems {
  readonly #controller: TestController;
  readonly #migrations = new Map<string, MigrationItem>();

  constructor(controller: TestController) {
    this.#controller = controller;
  }

  /** Every migration, in the order of the histories and their names. */
  all(): Iterable<MigrationItem> {
    return this.#migrations.values();
  }

  /** The migration of a file. */
  of(file: Uri): MigrationItem | undefined {
    return this.#migrations.get(file.toString());
  }

  /** Reads the workspace anew: what is there still keeps its item, and with it its results. */
  async refresh(): Promise<void> {
    const histories = await findHistories();
    this.#migrations.clear();
    const items: TestItem[] = [];
    for (const history of histories) items.push(await this.#historyItem(history));
    this.#controller.items.replace(items.filter(({ children }) => children.size > 0));
  }

  async #historyItem(history: Uri): Promise<TestItem> {
    const path = workspace.asRelativePath(history);
    const item =
      this.#controller.items.get(history.toString()) ?? this.#create(history.toString(), shortName(path), history);
    item.description = path;
    const names = await entryNames(history);
    const children: TestItem[] = [];
    for (const name of names) {
      const file = Uri.joinPath(history, name, 'migration.sql');
      if (!(await exists(file))) continue;
      const child = item.children.get(file.toString()) ?? this.#migrationItem(file, name);
      this.#migrations.set(file.toString(), { history, name, file, item: child });
      children.push(child);
    }
    item.children.replace(children);
    return item;
  }

  #migrationItem(file: Uri, name: string): TestItem {
    const item = this.#create(file.toString(), name, file);
    // The mark in the gutter stands beside the first line.
    item.range = new Range(0, 0, 0, 0);
    for (const phase of PHASES) {
      const child = this.#create(phaseId(file, phase), PHASE_NAMES[phase], file);
      // Children stand in the order of the run, not of the alphabet.
      child.sortText = String(item.children.size);
      item.children.add(child);
    }
    return item;
  }

  #create(id: string, label: string, uri: Uri): TestItem {
    return this.#controller.createTestItem(id, label, uri);
  }
}

/** The names in a folder, in order; none where it has gone since it was found. */
async function entryNames(folder: Uri): Promise<string[]> {
  return workspace.fs.readDirectory(folder).then(
    (entries) => entries.map(([name]) => name).sort(),
    () => [],
  );
}

/** What people call a history: the package that it belongs to, such as `packages/database`. */
function shortName(path: string): string {
  return path.replace(/(\/prisma)?\/migrations$/, '');
}

/** The identity of the test of one phase of a migration. */
export function phaseId(file: Uri, phase: Phase): string {
  return `${file}#${phase}`;
}
