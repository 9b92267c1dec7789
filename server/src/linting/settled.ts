import type { Finding } from '../core/finding';
import { migrationName } from '../core/path';
import { migrationFile } from '../workspace/history/migrationFolders';
import { matches } from '../workspace/matching';
import type { Workspace } from '../workspace/workspace';

/** True for a migration, or a folder that lacks one, at the configuration's baseline or before it: it is history, and nothing is said about it. */
export function isSettled(path: string, workspace: Workspace): boolean {
  const configuration = workspace.configurationOf(path);
  const { baseline, migrations } = configuration;
  if (baseline === undefined) return false;
  const isMigration =
    matches(path, migrations, configuration) || matches(migrationFile(path), migrations, configuration);
  return isMigration && migrationName(path) <= baseline;
}

/**
 * A finding of a migration that is merged. Fix All must leave it, since others have applied it and Prisma keeps a checksum
 * of what they applied; a person who repairs it all the same is told what comes of it.
 */
export function withoutSafeRepairs(finding: Finding): Finding {
  const { rule, severity, message, span, related, repairs } = finding;
  if (repairs.length === 0) return finding;
  return {
    rule,
    severity,
    message,
    span,
    related,
    repairs: repairs.map((repair) => ({ ...repair, safe: false, title: warned(repair.title) })),
  };
}

function warned(title: string): string {
  return `${title} (merged: Prisma's checksum will change, see prisma migrate resolve)`;
}
