import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A schema to try things on. */
export interface SchemaText {
  readonly name: string;
  readonly text: string;
}

const root = new URL('../../', import.meta.url);
const shared = new URL('../shared/corpus/', root);

/** The valid schemas of open-source projects, where the folder with them lies beside the project; else none. */
export function corpusSchemas(): readonly SchemaText[] {
  if (!existsSync(shared)) return [];
  return readdirSync(shared).flatMap((project) => {
    const folder = new URL(`${project}/schema/`, shared);
    if (!existsSync(folder)) return [];
    return readdirSync(folder).map((file) => ({
      name: `${project}/${file}`,
      text: readFileSync(new URL(file, folder), 'utf8'),
    }));
  });
}

/** The example's own schema. */
export function exampleSchema(): SchemaText {
  const file = fileURLToPath(new URL('examples/mentalspace/packages/database/prisma/schema.prisma', root));
  return { name: 'mentalspace', text: readFileSync(file, 'utf8') };
}

/** At most so many of some items, spread evenly over all. */
export function sampled<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const step = items.length / most;
  return Array.from({ length: most }, (_, index) => items[Math.floor(index * step)]!);
}
