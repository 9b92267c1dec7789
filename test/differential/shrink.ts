import type { RecoveringSqlParser } from '../../server/src/languages/sql/parser';
import { scriptOf } from '../../server/src/prove/script';
import { type Difference, differences } from './differences';
import type { History } from './histories';

/** The smallest part of a history that still shows a difference. */
export async function shrink(history: History, difference: Difference, parser: RecoveringSqlParser): Promise<History> {
  const shows = async (smaller: History) =>
    ((await differences(smaller, parser)) ?? []).some(
      ({ what, statement }) => what === difference.what && statement === difference.statement,
    );
  let result = history;
  for (let i = result.before.length - 1; i >= 0; i--) {
    const smaller = { ...result, before: result.before.filter((_, at) => at !== i) };
    if (await shows(smaller)) result = smaller;
  }
  for (let migration = result.before.length; migration >= 0; migration--) {
    const texts = () => [...result.before, result.text];
    const statements = scriptOf(texts()[migration]!, parser).statements.map(({ text }) => text);
    for (let i = statements.length - 1; i >= 0; i--) {
      const left = statements.filter((_, at) => at !== i);
      const changed = texts().with(migration, left.length ? `${left.join(';\n')};\n` : '');
      const smaller = { before: changed.slice(0, -1), text: changed.at(-1)! };
      if (!(await shows(smaller))) continue;
      statements.splice(i, 1);
      result = smaller;
    }
  }
  return { ...result, before: result.before.filter(Boolean) };
}
