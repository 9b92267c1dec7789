import { realpath } from 'node:fs/promises';
import { createTwoFilesPatch } from 'diff';
import { replaceSource } from '../host/files';
import type { Linter } from '../linter';
import { shownPath } from './shownPath';

/**
 * Writes the safe repairs into the files, each whole or not at all.
 * @returns a sentence for each file that could not be written.
 */
export async function repairFiles(linter: Linter, paths: readonly string[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [path, text] of linter.fixAll(paths)) {
    const before = linter.workspace.text(path) ?? '';
    const problem = await replaceSource(await realpath(path), before, text);
    if (problem === undefined) linter.workspace.set(path, text);
    else problems.push(`${shownPath(path)} ${problem}`);
  }
  return problems;
}

/** The safe repairs as a unified diff; the workspace then holds the repaired texts. */
export function dryRun(linter: Linter, paths: readonly string[]): string {
  const patches = [...linter.fixAll(paths)].map(([path, text]) => {
    const before = linter.workspace.text(path) ?? '';
    linter.workspace.set(path, text);
    const name = shownPath(path);
    return createTwoFilesPatch(`a/${name}`, `b/${name}`, before, text);
  });
  return patches.join('');
}
