import type { Tools } from '../core/tools';
import type { Contexts } from '../rules/contexts';
import { sqlDocument } from '../workspace/sqlDocument';
import { fileKind, type Workspace } from '../workspace/workspace';
import { prismaUnits } from './prismaUnits';
import { sqlUnits } from './sqlUnits';
import { typescriptUnits } from './typescriptUnits';
import type { Units } from './units';

/** The kind of a document, or undefined when no rule looks at it; what is no file that we know is a history's folder. */
export function documentKind(path: string): keyof Contexts | undefined {
  const kind = fileKind(path);
  if (kind === 'migration-lock') return undefined;
  return kind ?? 'history';
}

/** The parts of a document that a suppression can cover; undefined where there are no suppressions. */
export function documentUnits(workspace: Workspace, path: string, tools: Tools): Units | undefined {
  const text = workspace.text(path);
  if (text === undefined) return undefined;
  switch (fileKind(path)) {
    case 'sql':
      return sqlUnits(sqlDocument(workspace, path, tools.sql));
    case 'prisma':
      return prismaUnits(text);
    case 'typescript':
      return typescriptUnits(workspace, path, text);
    default:
      return undefined;
  }
}
