import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Example, exampleOf } from '../../server/src/core/rule';
import type { AnyRule } from '../../server/src/rules/contexts';
import { RULES } from '../../server/src/rules/registry';
import { ROOT } from '../harness/bundle';

/** Where an example of a rule would stand in a repository. */
function placeOf(rule: AnyRule): string {
  if (rule.id.startsWith('phi/')) return 'src/phiEncryption.ts';
  if (rule.checks.prisma) return 'prisma/schema.prisma';
  if (rule.checks.typescript) return 'src/example.ts';
  if (rule.checks.configuration) return 'configuration.json';
  return 'prisma/migrations/20260102000000_example/migration.sql';
}

/** Every example of every rule as files, each in a folder of its own. */
export function exampleFiles(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const rule of RULES) {
    const examples = [...rule.docs.bad, ...rule.docs.good].map((example) => exampleOf(example as string | Example));
    examples.forEach(({ text, before, files: others }, index) => {
      const folder = `${rule.id}-${index}`;
      if (rule.id.startsWith('migration/')) {
        // The text names the folder; the files are what matters.
        for (const [name, other] of Object.entries(others ?? {})) files[`${folder}/${name}`] = other;
        return;
      }
      const place = `${folder}/${placeOf(rule)}`;
      files[place] = text;
      if (before !== undefined) files[`${folder}/prisma/migrations/20260101000000_before/migration.sql`] = before;
      for (const [name, other] of Object.entries(others ?? {})) files[join(dirname(place), name)] = other;
    });
  }
  return files;
}

const CORPUS = join(ROOT, '../shared/corpus');

/** True where the shared histories are. */
export const hasCorpus = existsSync(CORPUS);

/** The shared histories as they stand in a repository. */
export async function corpusFiles(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(CORPUS, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:sql|prisma)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const [history, ...rest] = file.slice(CORPUS.length + 1).split('/');
    const folder = rest[0] === 'schema' ? rest : ['migrations', ...rest];
    files[[history, 'prisma', ...folder].join('/')] = await readFile(file, 'utf8');
  }
  return files;
}
