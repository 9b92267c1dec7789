import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import pluralize from 'pluralize';
import { CONFIGURATION_FILE } from '../core/configuration';
import { readConfiguration } from '../core/configurationReader';
import { enginePath } from '../host/discovery';
import { reasonOf } from '../host/files';
import { RULES } from '../rules/registry';
import { lookAround, type Surroundings } from './initSurroundings';
import { configurationText, errorsByRule } from './initText';
import { print } from './output';
import { shownPath } from './shownPath';
import { UsageError } from './usageError';

/** Adds `init` to the command line. */
export function registerInit(program: Command): void {
  program
    .command('init')
    .summary('write a configuration for this repository, with everything up to now as its baseline')
    .argument('[folder]', 'where the configuration is to stand', '.')
    .action(init);
}

/** @throws UsageError when there is a configuration already, or it cannot be written. */
async function init(name: string): Promise<void> {
  const folder = enginePath(name);
  const found = await lookAround(folder);
  const file = `${folder}/${CONFIGURATION_FILE}`;
  const first = configurationText(found, new Map());
  const quieted = errorsByRule(found, readConfiguration(first, folder, RULES).configuration);
  await writeFile(file, configurationText(found, quieted), { flag: 'wx' }).catch((error: unknown) => {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw new UsageError(
      exists
        ? `${shownPath(file)} is there already; change it, or remove it first`
        : `${shownPath(file)} ${reasonOf(error)}`,
    );
  });
  await print(summary(file, found, quieted));
}

function summary(file: string, found: Surroundings, quieted: ReadonlyMap<string, number>): string {
  const lines = [
    `Wrote ${shownPath(file)}.`,
    ...found.histories.map(
      ({ path, names }) => `  migrations  ${shownPath(path)}: ${names.length}, the newest is ${names.at(-1)}`,
    ),
    ...(found.histories.length === 0 ? ['  migrations  none found yet'] : []),
    `  schema      ${pluralize('Prisma file', found.schema.length, true)}`,
    `  PHI list    ${found.phi === undefined ? 'none found' : shownPath(found.phi)}`,
  ];
  if (found.baseline !== undefined)
    lines.push(`Migrations up to ${found.baseline} are history now; later ones are checked in full.`);
  if (quieted.size > 0)
    lines.push(
      `${pluralize('rule', quieted.size, true)} with findings today ${pluralize('is', quieted.size)} a warning for now: raise ${quieted.size === 1 ? 'it' : 'them'} to "error" when the findings are gone.`,
    );
  lines.push('Try "ehr-schema check".');
  return `${lines.join('\n')}\n`;
}
