import type { ConfigurationFault } from '../core/configurationFault';
import { readConfiguration } from '../core/configurationReader';
import { dirname, relativeTo } from '../core/path';
import { LineIndex } from '../core/span';
import { enginePath } from '../host/discovery';
import { readSource } from '../host/files';
import type { Project } from '../host/project';
import type { Linter } from '../linter';
import { RULES } from '../rules/registry';
import { shownPath } from './shownPath';
import { UsageError } from './usageError';

/**
 * Lets the named file be the configuration of everything; its globs are then relative to the working directory.
 * @throws UsageError when it cannot be read or holds what we do not understand.
 */
export async function useConfigurationFile({ linter }: Project, name: string): Promise<void> {
  const source = await readSource(name);
  if (!('text' in source)) throw new UsageError(`--config: ${name} ${source.problem}; name a configuration file`);
  const { configuration, faults } = readConfiguration(source.text, enginePath('.'), RULES);
  if (faults.length > 0) throw new UsageError(inOneLine(name, source.text, faults));
  linter.workspace.useEverywhere(configuration);
}

/** @throws UsageError when a configuration that holds for one of the paths is broken: it is never passed over. */
export function failOnBrokenConfigurations(linter: Linter, paths: readonly string[]): void {
  for (const file of linter.workspace.paths('configuration')) {
    const folder = dirname(file);
    if (!paths.some((path) => relativeTo(folder, path) !== undefined)) continue;
    const text = linter.workspace.text(file) ?? '';
    const { faults } = readConfiguration(text, folder, linter.rules);
    if (faults.length > 0) throw new UsageError(inOneLine(shownPath(file), text, faults));
  }
}

function inOneLine(file: string, text: string, faults: readonly ConfigurationFault[]): string {
  const lines = new LineIndex(text);
  const places = faults.map(({ span, message }) => {
    const { line, character } = lines.position(span.start);
    return `${file}:${line + 1}:${character + 1} ${message}`;
  });
  return `mend the configuration: ${places.join(' ')}`;
}
