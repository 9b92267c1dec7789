import { keptWith } from '../../core/kept';
import { migrationName } from '../../core/path';
import type { SqlParser } from '../../core/tools';
import type { SqlDocument } from '../../languages/sql/syntax';
import { crashPoints, type Stuck } from '../../rerun/crash-points';
import { FirstRun } from '../../rerun/first-run';
import { type Group, groupsOf } from '../../rerun/groups';
import { type SecondRun, secondRun } from '../../rerun/second-run';
import type { Workspace } from '../workspace';
import { memoryFor, memoryOf } from './editedDocuments';
import { keepLeft, withCatalogBefore } from './history';

/** What `use` makes of the first run of a document, which it carries out itself, on what its history left. */
export function withFirstRun<T>(
  workspace: Workspace,
  path: string,
  { statements }: SqlDocument,
  parser: SqlParser,
  use: (first: FirstRun) => T,
): T {
  const memory = memoryOf(workspace, path);
  return withCatalogBefore(workspace, path, parser, (catalog) =>
    use(new FirstRun(migrationName(path), statements, catalog, memory)),
  );
}

/** The stops from which a document's run does not recover. */
export function crashPointsOf(
  workspace: Workspace,
  path: string,
  { statements }: SqlDocument,
  parser: SqlParser,
): readonly Stuck[] {
  const memory = memoryOf(workspace, path);
  return withCatalogBefore(workspace, path, parser, (catalog) =>
    crashPoints(migrationName(path), statements, catalog, memory),
  );
}

/** The statements of a document that have to run together or not at all; worked out when a repair asks. */
export const groupsOfRun = keptWith(
  (
    { outcomes }: SecondRun,
    workspace: Workspace,
    path: string,
    { statements }: SqlDocument,
    parser: SqlParser,
  ): readonly Group[] =>
    withCatalogBefore(workspace, path, parser, (catalog) =>
      groupsOf(migrationName(path), statements, catalog, outcomes),
    ),
);

/** Runs a document twice in mind, on what its history left. */
export function secondRunOf(workspace: Workspace, path: string, document: SqlDocument, parser: SqlParser): SecondRun {
  const memory = memoryFor(workspace, path);
  const result = withCatalogBefore(workspace, path, parser, (catalog) =>
    secondRun(migrationName(path), document.statements, catalog, memory),
  );
  keepLeft(workspace, path, document.text, result.left);
  return result;
}
