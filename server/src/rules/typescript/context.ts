import type { Configuration } from '../../core/configuration';
import type { Edit } from '../../core/edit';
import { type Repair, type Report, repairsOf } from '../../core/finding';
import { defineRule, type Reporting, type RuleDefinition, type RuleOptions } from '../../core/rule';
import type { Span } from '../../core/span';
import type { Tools } from '../../core/tools';
import type { SourceTree } from '../../languages/typescript/tree';
import { typescriptTree } from '../../workspace/typescriptTree';
import type { Workspace } from '../../workspace/workspace';

/** What a check of a TypeScript or JavaScript file sees. */
export interface TypeScriptContext {
  readonly path: string;
  readonly text: string;
  readonly configuration: Configuration;
  readonly workspace: Workspace;
}

/** Gathers what the checks of one document share. */
export function typescriptContext(workspace: Workspace, path: string, _tools: Tools): TypeScriptContext {
  return { path, text: workspace.text(path) ?? '', configuration: workspace.configurationOf(path), workspace };
}

/** What a check sees once the text has shown that it may hold a breach. */
export interface TypeScriptTreeContext extends TypeScriptContext {
  readonly tree: SourceTree;
}

interface TypeScriptDefinition<O extends RuleOptions> extends RuleDefinition<TypeScriptTreeContext, O> {
  /** A plain search of the text that decides whether the file is parsed at all: it must be quick and miss nothing. */
  concerns(text: string): boolean;
}

/** Makes a rule over TypeScript documents. While a document is half-typed, its last good tree is what the check sees. */
export function typescriptRule<O extends RuleOptions>({ concerns, ...definition }: TypeScriptDefinition<O>) {
  return defineRule<'typescript', TypeScriptContext, O>('typescript', {
    ...definition,
    check(context) {
      if (!concerns(context.text)) return;
      const kept = typescriptTree(context.workspace, context.path);
      if (!kept) return;
      const report = (found: Report) => reportAsOfNow(context, found, kept.now);
      definition.check({ ...context, tree: kept.tree, report });
    },
  });
}

/**
 * Reports what was found in the tree at the places where it stands now; a finding on words that are being edited waits
 * until they can be read again.
 */
export function reportAsOfNow(
  { report, path }: Reporting & { readonly path: string },
  found: Report,
  now: (span: Span) => Span | undefined,
): void {
  const at = now(found.at);
  if (!at) return;
  const here = <T extends Span & { readonly path?: string }>(places: readonly T[]): T[] | undefined => {
    const moved = places.map((place) =>
      place.path === undefined || place.path === path ? movedTo(place, now(place)) : place,
    );
    return moved.includes(undefined) ? undefined : moved.filter((place) => place !== undefined);
  };
  const repairs = repairsOf(found).flatMap((repair): Repair[] => {
    const edits = here<Edit>(repair.edits);
    return edits ? [{ ...repair, edits }] : [];
  });
  report({ ...found, at, repairs, related: here(found.related ?? []) ?? [] });
}

function movedTo<T extends Span>(place: T, to: Span | undefined): T | undefined {
  return to && { ...place, ...to };
}
