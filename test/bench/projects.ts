import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { history, longMigration } from './inputs/history';
import { schema } from './inputs/schema';

/**
 * The folders that the programs work on. They lie in the system's folder for temporary files, so that no configuration,
 * repository or installed package around them has a say.
 */
export class Projects {
  readonly folder = mkdtempSync(join(tmpdir(), 'ehr-schema-bench-'));

  /** A folder with nothing but one migration of about so many lines. */
  migration(lines: number): { readonly folder: string; readonly file: string } {
    return this.#project(`migration-${lines}`, {
      'migrations/20260101000000_long/migration.sql': longMigration(lines),
    });
  }

  /** A folder with nothing but one schema. */
  schema(models: number): { readonly folder: string; readonly file: string } {
    const rules = {
      'model-name-mapping-snake-case': ['error'],
      'require-field-index': ['error', { forAllRelations: true }],
    };
    return this.#project(`schema-${models}`, {
      'prisma/schema.prisma': schema(models),
      '.prismalintrc.json': JSON.stringify({ rules }),
    });
  }

  /** A folder with a history; its last migration is the file. */
  history(count: number): { readonly folder: string; readonly file: string; readonly files: readonly string[] } {
    const texts = Object.fromEntries(
      history(count).map(({ name, text }) => [`prisma/migrations/${name}/migration.sql`, text]),
    );
    const { folder } = this.#project(`history-${count}`, {
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      ...texts,
    });
    const files = Object.keys(texts).map((name) => join(folder, name));
    return { folder, files, file: files.at(-1)! };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #project(name: string, texts: Readonly<Record<string, string>>): { readonly folder: string; readonly file: string } {
    const folder = join(this.folder, name);
    for (const [path, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return { folder, file: join(folder, Object.keys(texts)[0]!) };
  }
}
