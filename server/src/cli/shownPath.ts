import { relative } from 'node:path';
import { keptByName } from '../core/kept';

/** A path as a person on the command line sees it: relative to the working directory, with `/`. */
export const shownPath = keptByName((path: string): string => {
  return relative(process.cwd(), path).replaceAll('\\', '/') || '.';
});
