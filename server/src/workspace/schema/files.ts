import { dirname } from '../../core/path';

/** A schema file as far as the grouping of files goes. */
export interface GroupedFile {
  readonly path: string;
  readonly hasDatasource: boolean;
}

/**
 * Groups the schema files of a workspace into schemas, as Prisma reads a folder of them: a file belongs to the nearest folder
 * upwards that holds a datasource. Where one folder holds several files with a datasource, each of them is a schema of its
 * own, and what has none belongs to `schema.prisma`. Files with no datasource above them form one schema with their folder.
 */
export function groupSchemaFiles<F extends GroupedFile>(files: readonly F[]): readonly (readonly F[])[] {
  const roots = new Map<string, F[]>();
  for (const file of files)
    if (file.hasDatasource) roots.set(dirname(file.path), [...(roots.get(dirname(file.path)) ?? []), file]);
  const groups = new Map<string, F[]>();
  for (const file of files) {
    const key = groupOf(file, roots);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.values()];
}

function groupOf(file: GroupedFile, roots: ReadonlyMap<string, readonly GroupedFile[]>): string {
  for (let folder = dirname(file.path); ; folder = dirname(folder)) {
    const root = roots.get(folder);
    if (root?.length === 1) return root[0]!.path;
    if (root)
      return file.hasDatasource
        ? file.path
        : (root.find(({ path }) => path.endsWith('/schema.prisma'))?.path ?? file.path);
    if (folder === dirname(folder)) return dirname(file.path);
  }
}
