import { beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_CONFIGURATION } from '../../server/src/core/configuration';
import { applyEdits, conflict, type Edit } from '../../server/src/core/edit';
import { Linter } from '../../server/src/linter';
import type { Database } from '../../server/src/prove/database/database';
import { RULES } from '../../server/src/rules/registry';
import { Workspace } from '../../server/src/workspace/workspace';
import { emptyDatabase } from '../harness/database';
import { loadTestParser } from '../harness/parser';
import { corpusTexts } from '../harness/sqlTexts';

const HOUSE = ['soft-delete', 'string-length', 'foreign-key-index', 'guard-schema'].map((name) => `sql/${name}`);

/** Foreign keys, as `table columns`, that no index leads with: partial indexes serve no look-up. */
const UNINDEXED = `
SELECT format('%s %s', r.relname, (SELECT string_agg(a.attname, ', ' ORDER BY k.n)
  FROM unnest(f.conkey) WITH ORDINALITY k(attnum, n) JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = k.attnum))
FROM pg_constraint f JOIN pg_class r ON r.oid = f.conrelid
WHERE f.contype = 'f' AND f.conparentid = 0 AND NOT EXISTS (
  SELECT FROM pg_index i WHERE i.indrelid = r.oid AND i.indpred IS NULL
  AND (SELECT array_agg(x ORDER BY x) FROM unnest((i.indkey::int2[])[0:cardinality(f.conkey) - 1]) x)
    = (SELECT array_agg(x ORDER BY x) FROM unnest(f.conkey) x))
ORDER BY 1`;

const texts = corpusTexts();
const histories = [...new Set(texts.map(([path]) => path.split('/')[0]!))];

describe.skipIf(texts.length === 0)('the house’s SQL rules on real histories', () => {
  let linter: Linter;
  const workspace = new Workspace(() => DEFAULT_CONFIGURATION);

  beforeAll(async () => {
    for (const [path, text] of texts) workspace.set(pathOf(path), text);
    const rules = RULES.filter(({ id }) => HOUSE.includes(id));
    linter = new Linter(workspace, { sql: await loadTestParser() }, rules);
  });

  test.each(histories)(
    '%s: the foreign keys that are reported are those that PostgreSQL has no index for',
    async (name) => {
      const database = await applied(name);
      const { rows } = await database.send(UNINDEXED);
      expect(reported(name)).toEqual(rows.map(([row]) => row).sort());
    },
  );

  test.each(histories)(
    '%s: with every suggestion taken it applies, no foreign key lacks an index, and nothing is left to repair',
    async (name) => {
      for (let round = 0; round < 10 && takeSuggestions(name); round++);
      const left = pathsOf(name).flatMap((path) => linter.check(path));
      expect(left.filter(({ repairs }) => repairs.length > 0)).toEqual([]);
      const database = await applied(name);
      expect((await database.send(UNINDEXED)).rows).toEqual([]);
    },
  );

  /** Takes the first repair of each finding; gives false when none was left. */
  function takeSuggestions(name: string): boolean {
    let taken = false;
    for (const path of pathsOf(name)) {
      const edits: Edit[] = [];
      for (const { repairs } of linter.check(path)) {
        const own = repairs[0]?.edits.filter((edit) => edit.path === undefined || edit.path === path) ?? [];
        if (!conflict(own, edits)) edits.push(...own);
      }
      taken ||= edits.length > 0;
      workspace.set(path, applyEdits(workspace.text(path)!, edits));
    }
    return taken;
  }

  async function applied(name: string): Promise<Database> {
    const database = await emptyDatabase();
    for (const path of pathsOf(name))
      expect((await database.send(workspace.text(path)!)).failure, path).toBeUndefined();
    return database;
  }

  function pathsOf(name: string): readonly string[] {
    return [...workspace.paths('sql')].filter((path) => path.startsWith(pathOf(`${name}/`))).sort();
  }

  function reported(name: string): readonly string[] {
    const found = pathsOf(name).flatMap((path) => linter.check(path));
    return found
      .filter(({ rule }) => rule === 'sql/foreign-key-index')
      .map(({ message }) => {
        const [, columns = ''] = /begins with (?:its foreign key )?(.*), so/.exec(message) ?? [];
        const [, table = ''] = /whole table (?:"[^"]+"\.)?"([^"]+)"/.exec(message) ?? [];
        return `${table} ${columns.replaceAll('"', '')}`;
      })
      .sort();
  }
});

/** Where a migration of the shared histories would stand in a repository. */
function pathOf(path: string): string {
  return `/${path.replace('/', '/prisma/migrations/')}`;
}
