import type { Configuration } from '../../core/configuration';
import { dirname } from '../../core/path';
import type { Reporting, Rule, RuleDefinition, RuleOptions } from '../../core/rule';
import type { Tools } from '../../core/tools';
import type { SqlDocument } from '../../languages/sql/syntax';
import {
  type MigrationFolder,
  migrationFile,
  migrationFolderAt,
  migrationFolders,
} from '../../workspace/history/migrationFolders';
import type { Workspace } from '../../workspace/workspace';
import type { SqlContext } from '../sql/context';

/** What a check of a folder sees: a folder of migrations, or a migration's own folder that holds no migration.sql. */
export interface HistoryContext {
  readonly path: string;
  readonly configuration: Configuration;
  readonly workspace: Workspace;
}

/** Gathers what the checks of one folder share. */
export function historyContext(workspace: Workspace, path: string, _tools: Tools): HistoryContext {
  return { path, configuration: workspace.configurationOf(path), workspace };
}

/** What a rule on folders sees of one document, be it a migration.sql or a folder. */
export interface FolderContext {
  readonly workspace: Workspace;
  readonly configuration: Configuration;
  /** The folder of migrations that the document is, or belongs to. */
  readonly folder: MigrationFolder;
  /** The migration's own folder; undefined when the document is the folder of all. */
  readonly migration?: string;
  /** The migration.sql; undefined when the document is a folder. */
  readonly document?: SqlDocument;
}

/**
 * Makes a rule over folders of migrations. What concerns one migration is said in its migration.sql, where an editor shows
 * it; where there is none, on the migration's own folder; what concerns all, on the folder that holds them.
 */
export function migrationRule<O extends RuleOptions>(
  definition: RuleDefinition<FolderContext, O>,
): Rule<{ sql: SqlContext; history: HistoryContext }> {
  const { check, options, ...meta } = definition;
  // The options that `check` declares are the ones that the linter hands it: Reporting erases only their names.
  const run = check as unknown as (context: FolderContext & Reporting) => void;
  return {
    ...meta,
    options: options ?? {},
    checks: {
      history({ workspace, path, configuration, report, options }) {
        const whole = migrationFolders(workspace).get(path);
        if (whole) return run({ workspace, configuration, folder: whole, report, options });
        const folder = migrationFolderAt(workspace, path);
        if (folder && workspace.text(migrationFile(path)) === undefined)
          run({ workspace, configuration, folder, migration: path, report, options });
      },
      sql(context) {
        const { workspace, path, configuration, document, report, options } = context;
        const migration = dirname(path);
        const folder = migrationFolderAt(workspace, migration);
        if (folder && path === migrationFile(migration))
          run({ workspace, configuration, folder, migration, document, report, options });
      },
    },
  };
}
