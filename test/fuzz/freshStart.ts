import { LineIndex } from '../../server/src/core/span';
import { createLinter } from '../../server/src/host/createLinter';
import { createPrismaValidator } from '../../server/src/host/prismaValidator';
import { Project } from '../../server/src/host/project';
import type { Linter } from '../../server/src/linter';
import { loadTestParser } from '../harness/parser';
import type { FuzzedWorkspace } from './fuzzedWorkspace';

/** A finding as far as an editor sees it. */
export interface Shown {
  readonly rule: string;
  readonly severity: number | undefined;
  readonly message: string;
  readonly range: string;
}

const SEVERITIES = { error: 1, warning: 2, info: 3 };

const validatePrisma = createPrismaValidator();

/** An engine that has never seen another text than those of now. */
export async function freshStart(workspace: FuzzedWorkspace): Promise<Linter> {
  const linter = await createLinter({ sql: await loadTestParser(), validatePrisma });
  const isOpen = (path: string) => workspace.open.has(path.slice(workspace.folder.length + 1));
  const project = new Project(linter, isOpen);
  for (const [path, document] of workspace.open) linter.workspace.set(workspace.at(path), document.getText());
  await project.load(workspace.folder);
  return linter;
}

/** What it finds in a file. */
export function findingsOf(linter: Linter, path: string): Shown[] {
  const lines = new LineIndex(linter.workspace.text(path) ?? '');
  return linter.check(path).map(({ rule, severity, message, span }) => ({
    rule,
    severity: SEVERITIES[severity],
    message,
    range: JSON.stringify({ start: lines.position(span.start), end: lines.position(span.end) }),
  }));
}

/** True when neither PostgreSQL's parser nor Prisma's validator complains about a text in the place of a file. */
export function parses(linter: Linter, path: string, text: string): boolean {
  const before = linter.workspace.text(path);
  linter.workspace.set(path, text);
  const parsed = !linter.check(path).some(({ rule }) => rule.endsWith('/syntax'));
  if (before === undefined) linter.workspace.delete(path);
  else linter.workspace.set(path, before);
  return parsed;
}
