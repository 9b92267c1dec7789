/** Two texts for VS Code's diff: the catalog as it was, and as a run left it, as far as they differ. */
export interface CatalogDiff {
  readonly expected: string;
  readonly actual: string;
}

/**
 * Makes the two sides of a diff from sentences such as `column users.department: default 'x' → none`, `table t: added` and
 * `table t: removed`. A sentence of another form stands on the actual side.
 */
export function catalogDiff(changes: readonly string[]): CatalogDiff {
  const expected: string[] = [];
  const actual: string[] = [];
  for (const change of changes) {
    const [object, what] = splitAt(change, change.indexOf(': '));
    if (what === 'removed') expected.push(object);
    else if (what === 'added') actual.push(object);
    else {
      const [, aspect = '', before, after] = /^(?:(\w+) )?(.*) → (.*)$/s.exec(what) ?? [];
      const label = aspect && `${aspect} `;
      if (before !== undefined) expected.push(`${object}: ${label}${before}`);
      actual.push(before === undefined ? change : `${object}: ${label}${after}`);
    }
  }
  return { expected: expected.join('\n'), actual: actual.join('\n') };
}

function splitAt(text: string, at: number): [before: string, after: string] {
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 2)];
}
