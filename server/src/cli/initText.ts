import { type Configuration, DEFAULT_CONFIGURATION } from '../core/configuration';
import { dirname } from '../core/path';
import { folderDocuments } from '../workspace/history/migrationFolders';
import { globsFor, type Surroundings } from './initSurroundings';

/**
 * The text of a configuration for what was found.
 * @param quieted rules whose findings of today must not fail the build, with their number.
 */
export function configurationText(found: Surroundings, quieted: ReadonlyMap<string, number>): string {
  const { folder, baseline, phi } = found;
  const migrations = globsFor(
    folder,
    found.histories.map(({ path }) => `${path}/*/migration.sql`),
    DEFAULT_CONFIGURATION.migrations,
  );
  const phiFile = phi === undefined ? undefined : globsFor(folder, [phi], DEFAULT_CONFIGURATION.phi.file);
  const parts = [
    ...(migrations ? [`  "migrations": ${list(migrations)}`] : []),
    ...(phiFile ? [`  "phi": { "file": ${list(phiFile)} }`] : []),
    ...(baseline === undefined
      ? []
      : [
          `  // Migrations up to this one are history: nothing is said about them.\n  "baseline": ${JSON.stringify(baseline)}`,
        ]),
    `  "rules": {${rules(quieted)}}`,
  ];
  return `{\n${parts.join(',\n')}\n}\n`;
}

function list(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
}

function rules(quieted: ReadonlyMap<string, number>): string {
  const entries = [...quieted].map(([rule, n], index, all) => {
    const comma = index < all.length - 1 ? ',' : '';
    return `    ${JSON.stringify(rule)}: "warning"${comma} // ${n} when this file was written`;
  });
  return entries.length === 0 ? '' : `\n${entries.join('\n')}\n  `;
}

/** How many errors each rule has in the files that the configuration does not call history. */
export function errorsByRule({ linter, histories, schema, typescript }: Surroundings, configuration: Configuration) {
  linter.workspace.useEverywhere(configuration);
  const migrations = [...linter.workspace.paths('sql')].filter((path) =>
    histories.some((history) => history.path === dirname(dirname(path))),
  );
  const counts = new Map<string, number>();
  for (const path of [...migrations, ...folderDocuments(linter.workspace), ...schema, ...typescript])
    for (const { rule, severity } of linter.check(path))
      if (severity === 'error') counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
