/** The folder of an absolute path with `/`; the root is its own folder. */
export function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? (path.startsWith('/') ? '/' : '') : path.slice(0, slash);
}

/** The last part of a path with `/`. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `path` as seen from `folder`, or undefined when it lies elsewhere. An empty folder contains everything. */
export function relativeTo(folder: string, path: string): string | undefined {
  if (folder === '') return path.replace(/^\/+/, '');
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

/** The name of a migration by its file's path: its folder's name as Prisma writes them, else the file's own without ending. */
export function migrationName(path: string): string {
  const name = basename(path);
  return name === 'migration.sql' ? basename(dirname(path)) : name.replace(/\.sql$/, '');
}
