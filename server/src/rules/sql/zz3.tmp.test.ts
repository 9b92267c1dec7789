import { test } from 'vitest';
import { readFileSync } from 'node:fs';
import { loadTestParser } from '/work/main/test/harness/parser';
import { Linter } from '../../linter';
import { Workspace } from '../../workspace/workspace';
import { DEFAULT_CONFIGURATION } from '../../core/configuration';
import { RULES } from '../registry';
test('x', async () => {
  const sql = await loadTestParser();
  const md = readFileSync('/work/shared/HOUSE-RULES.md', 'utf8');
  for (const [, block] of md.matchAll(/```sql\n([\s\S]*?)```/g)) {
    const ws = new Workspace(() => DEFAULT_CONFIGURATION);
    ws.set('/p/migrations/20260111_x/migration.sql', block!.replace(',\n    ...', ''));
    const linter = new Linter(ws, { sql }, RULES);
    console.log(block!.slice(0, 60).replace(/\n/g, ' '), '=>', JSON.stringify(linter.check('/p/migrations/20260111_x/migration.sql').map((f) => `${f.rule} ${f.message}`)));
  }
});
