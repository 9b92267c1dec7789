import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../harness/bundle';
import type { Random } from '../harness/random';

/** The files of a workspace by their path within it. */
export type Files = Readonly<Record<string, string>>;

const EXAMPLE = join(ROOT, 'examples/mentalspace');
const CORPUS = join(ROOT, '../shared/corpus');

/** True where real histories lie beside the checkout; without them the example alone is edited. */
export const HAS_CORPUS = existsSync(CORPUS);

/** So many migrations that they refer to each other, and so few that a fresh start takes no time. */
const MOST_MIGRATIONS = 10;

/** The example, or a part of a real history with its schema. */
export function randomFiles(random: Random): Files {
  const histories = HAS_CORPUS
    ? readdirSync(CORPUS)
        .filter((name) => name !== 'labels')
        .sort()
    : [];
  const chosen = random.of(['example', ...histories]);
  return chosen === 'example' ? filesOf(EXAMPLE) : partOf(join(CORPUS, chosen), random);
}

function partOf(history: string, random: Random): Files {
  const names = readdirSync(history).sort();
  const migrations = names.filter((name) => existsSync(join(history, name, 'migration.sql')));
  const first = random.below(migrations.length);
  const files: Record<string, string> = {
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    'src/phiEncryption.ts': `export const PHI_FIELDS_BY_MODEL = {\n  User: ['email', 'token', 'nothing'],\n};\n`,
  };
  for (const name of migrations.slice(first, first + MOST_MIGRATIONS))
    files[`prisma/migrations/${name}/migration.sql`] = readFileSync(join(history, name, 'migration.sql'), 'utf8');
  for (const name of readdirSync(join(history, 'schema')).filter((file) => file.endsWith('.prisma')))
    files['prisma/schema.prisma'] = readFileSync(join(history, 'schema', name), 'utf8');
  return files;
}

function filesOf(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter(
    (name) => /\.(sql|prisma|ts|toml|json)$/.test(name) && statSync(join(folder, name)).isFile(),
  );
  return Object.fromEntries(
    files.map((name) => [name.replaceAll('\\', '/'), readFileSync(join(folder, name), 'utf8')]),
  );
}
