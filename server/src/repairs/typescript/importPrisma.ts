import type { ImportDeclaration } from '@babel/types';
import { type Edit, insertion } from '../../core/edit';
import { type SourceTree, spanOf } from '../../languages/typescript/tree';

/** The edits that make the name `Prisma` usable in a file. */
export interface PrismaImport {
  readonly edits: readonly Edit[];
  /** False when the module had to be guessed. */
  readonly sure: boolean;
}

/** Makes sure that `Prisma` is imported; undefined when the file shows no way (it is a type only, or there are no imports). */
export function importPrisma(tree: SourceTree): PrismaImport | undefined {
  const imports = tree.file.program.body.filter((statement) => statement.type === 'ImportDeclaration');
  const values = imports.filter((one) => one.importKind !== 'type');
  if (values.some((one) => has(one, 'Prisma'))) return { edits: [], sure: true };
  if (imports.some((one) => has(one, 'Prisma')) || imports.length === 0) return undefined;
  const client = values.find((one) => has(one, 'PrismaClient') || one.source.value === '@prisma/client');
  const last = client?.specifiers.findLast((one) => one.type === 'ImportSpecifier');
  if (last) return { edits: [insertion(spanOf(last).end, ', Prisma')], sure: true };
  const quote = tree.text[spanOf(imports[0]!.source).start];
  const line = `import { Prisma } from ${quote}@prisma/client${quote};${tree.lineEnd}`;
  return { edits: [insertion(spanOf(imports[0]!).start, line)], sure: false };
}

function has(declaration: ImportDeclaration, name: string): boolean {
  return declaration.specifiers.some((one) => one.local.name === name);
}
