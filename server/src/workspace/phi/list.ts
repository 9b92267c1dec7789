import type { Configuration } from '../../core/configuration';
import type { Edit } from '../../core/edit';
import type { Span } from '../../core/span';
import { type ListedNames, type NameLists, readNameLists } from '../../languages/typescript/fieldLists';
import type { SourceTree } from '../../languages/typescript/tree';
import { roleOf } from '../matching';
import { nearestSchema, nearestTo } from '../schema/nearest';
import type { Schema } from '../schema/schema';
import { type KeptTree, typescriptTree } from '../typescriptTree';
import type { Workspace } from '../workspace';

/** The list of the fields that are encrypted, as a file of the application holds it. */
export class PhiList {
  readonly path: string;
  /** The name of the constant. */
  readonly name: string;
  readonly lists: NameLists;
  readonly #kept: KeptTree;

  constructor(path: string, name: string, lists: NameLists, kept: KeptTree) {
    this.path = path;
    this.name = name;
    this.lists = lists;
    this.#kept = kept;
  }

  /** The tree that the list was read from; all spans of `lists` are places in it. */
  get tree(): SourceTree {
    return this.#kept.tree;
  }

  /** What is listed for a model. */
  entry(model: string): ListedNames | undefined {
    return this.lists.entries.find(({ key }) => key === model);
  }

  /** True when the list names the field, so that the middleware encrypts it. */
  has(model: string, field: string): boolean {
    return this.entry(model)?.names.some(({ name }) => name === field) ?? false;
  }

  /** Where a span of the tree stands in the file as it is now; undefined while it is being edited. */
  now(span: Span): Span | undefined {
    return this.#kept.now(span);
  }

  /** Edits of the tree as edits of the file as it is now, for use from another file; undefined while it is being edited. */
  editsFromElsewhere(edits: readonly Edit[]): Edit[] | undefined {
    const moved = edits.map(({ text, ...span }) => {
      const at = this.now(span);
      return at && { ...at, text, path: this.path };
    });
    return moved.includes(undefined) ? undefined : moved.filter((edit) => edit !== undefined);
  }
}

interface Known {
  readonly text: string;
  readonly configuration: Configuration;
  readonly list: PhiList | undefined;
}

const known = new WeakMap<Workspace, Map<string, Known>>();

/** The encryption list in a file, or undefined when the configuration names the file no holder of one, or it holds none. */
export function phiListAt(workspace: Workspace, path: string): PhiList | undefined {
  const text = workspace.text(path);
  if (text === undefined || !holdsList(workspace, path)) return undefined;
  const lists = known.get(workspace) ?? new Map<string, Known>();
  known.set(workspace, lists);
  const configuration = workspace.configurationOf(path);
  const before = lists.get(path);
  if (before?.text === text && before.configuration === configuration) return before.list;
  const list = readList(workspace, path, configuration.phi.list);
  lists.set(path, { text, configuration, list });
  return list;
}

/** The encryption list that goes with a schema, the nearest of several; undefined where no file holds one. */
export function phiListFor(workspace: Workspace, schema: Schema): PhiList | undefined {
  const lists = pathsOfLists(workspace).flatMap((path) => phiListAt(workspace, path) ?? []);
  const own = lists.filter(({ path }) => nearestSchema(workspace, path) === schema);
  return nearestTo(schema.files[0]!.path, own, ({ path }) => path);
}

function readList(workspace: Workspace, path: string, name: string): PhiList | undefined {
  const kept = typescriptTree(workspace, path);
  const lists = kept && readNameLists(kept.tree, name);
  return kept && lists && new PhiList(path, name, lists, kept);
}

interface Verdicts {
  readonly configurations: number;
  /** What the globs say of each path; no keystroke changes that. */
  readonly byPath: Map<string, boolean>;
}

const verdicts = new WeakMap<Workspace, Verdicts>();

function holdsList(workspace: Workspace, path: string): boolean {
  const configurations = workspace.revision('configuration');
  let kept = verdicts.get(workspace);
  if (kept?.configurations !== configurations) {
    kept = { configurations, byPath: new Map() };
    verdicts.set(workspace, kept);
  }
  const before = kept.byPath.get(path);
  if (before !== undefined) return before;
  const verdict = roleOf(path, workspace) === 'phi';
  kept.byPath.set(path, verdict);
  return verdict;
}

const found = new WeakMap<Workspace, { readonly revision: string; readonly paths: readonly string[] }>();

function pathsOfLists(workspace: Workspace): readonly string[] {
  const revision = `${workspace.revision('typescript')} ${workspace.revision('configuration')}`;
  const before = found.get(workspace);
  if (before?.revision === revision) return before.paths;
  const paths = [...workspace.paths('typescript')].filter((path) => holdsList(workspace, path));
  found.set(workspace, { revision, paths });
  return paths;
}
