import { relative } from 'node:path';

/** A path as a person on the command line sees it: relative to the working directory, with `/`. */
export function shownPath(path: string): string {
  return relative(process.cwd(), path).replaceAll('\\', '/') || '.';
}
