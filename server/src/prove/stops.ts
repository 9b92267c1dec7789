import type { ScriptStatement } from './script';

/** After how many statements a first run can stop and leave something: within BEGIN … COMMIT it leaves nothing new. */
export function stops(statements: readonly ScriptStatement[]): ReadonlySet<number> {
  const result = new Set<number>();
  let open = false;
  statements.forEach(({ control }, index) => {
    if (control === 'begin') open = true;
    if (control === 'end') open = false;
    if (!open && control !== 'other' && index + 1 < statements.length) result.add(index + 1);
  });
  return result;
}
