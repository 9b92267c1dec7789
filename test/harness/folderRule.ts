import { type Configuration, DEFAULT_CONFIGURATION } from '../../server/src/core/configuration';
import { dirname } from '../../server/src/core/path';
import { Linter } from '../../server/src/linter';
import type { AnyRule } from '../../server/src/rules/contexts';
import { folderDocuments } from '../../server/src/workspace/history/migrationFolders';
import { Workspace } from '../../server/src/workspace/workspace';
import { loadTestParser } from './parser';

/** What a rule on folders says of files: the document's path below the root, the marked text, and the message. */
export interface FolderFinding {
  readonly path: string;
  readonly marked: string;
  readonly message: string;
}

/**
 * Checks every document of a workspace with one rule.
 * @param files texts by path below the root; their folders are there too.
 */
export async function checkFolders(
  rule: AnyRule,
  files: Readonly<Record<string, string>>,
  configuration: Partial<Configuration> = {},
): Promise<readonly FolderFinding[]> {
  const workspace = new Workspace(() => ({ ...DEFAULT_CONFIGURATION, ...configuration, root: '/w' }));
  workspace.set('/w/ehr-schema.config.json', '{}');
  for (const [path, text] of Object.entries(files)) {
    workspace.set(`/w/${path}`, text);
    if (!path.endsWith('.toml')) workspace.addFolder(dirname(`/w/${path}`));
  }
  const linter = new Linter(workspace, { sql: await loadTestParser() }, [rule]);
  const documents = [...workspace.paths('sql'), ...folderDocuments(workspace)];
  return documents.flatMap((path) =>
    linter.check(path).map(({ span, message }) => ({
      path: path.slice('/w/'.length),
      marked: workspace.text(path)?.slice(span.start, span.end) ?? '',
      message,
    })),
  );
}
