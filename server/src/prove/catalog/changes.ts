import type { Fingerprint } from './fingerprint';

/** What makes `after` differ from `before`, one sentence each, such as `column users.department: default 'x' → none`. */
export function changes(before: Fingerprint, after: Fingerprint): string[] {
  const result: string[] = [];
  for (const [object, aspects] of after) {
    const old = before.get(object);
    if (old === undefined)
      result.push(`${readable(object)}: ${object.startsWith('rows of ') ? `none → ${count(aspects)}` : 'added'}`);
    else if (old !== aspects) result.push(...aspectChanges(object, old, aspects));
  }
  for (const [object, aspects] of before)
    if (!after.has(object))
      result.push(`${readable(object)}: ${object.startsWith('rows of ') ? `${count(aspects)} → none` : 'removed'}`);
  return result;
}

/** The objects that differ. */
export function changedObjects(before: Fingerprint, after: Fingerprint): Set<string> {
  const result = new Set<string>();
  for (const [object, aspects] of after) if (before.get(object) !== aspects) result.add(object);
  for (const object of before.keys()) if (!after.has(object)) result.add(object);
  return result;
}

/** What two runs do not leave alike: all that there is to say of an object, or the contents of a table's rows alone. */
export type Unstable = ReadonlyMap<string, 'whole' | 'contents'>;

/** What differs between two runs that did the same: random keys, and numbers that sequences went on with. */
export function unstableBetween(one: Fingerprint, other: Fingerprint): Unstable {
  const hasSameCount = (object: string) => {
    const [a, b] = [one.get(object), other.get(object)];
    return object.startsWith('rows of ') && a !== undefined && b !== undefined && count(a) === count(b);
  };
  const objects = [...changedObjects(one, other)];
  return new Map(objects.map((object) => [object, hasSameCount(object) ? 'contents' : 'whole']));
}

/** The fingerprint without what is unstable: of rows whose contents are, the count stays. */
export function without(fingerprint: Fingerprint, unstable: Unstable): Fingerprint {
  const stable = [...fingerprint].filter(([object]) => unstable.get(object) !== 'whole');
  return new Map(
    stable.map(([object, aspects]) => [
      object,
      unstable.has(object) ? JSON.stringify({ count: (JSON.parse(aspects) as Aspects).count! }) : aspects,
    ]),
  );
}

type Aspects = Readonly<Record<string, string | number | boolean | null>>;

function aspectChanges(object: string, before: string, after: string): string[] {
  const [old, now] = [JSON.parse(before) as Aspects, JSON.parse(after) as Aspects];
  if (object.startsWith('rows of ')) {
    const changed = old.count === now.count ? 'contents changed' : `${old.count} → ${now.count}`;
    return [`${readable(object)}: ${changed}`];
  }
  return Object.keys(now)
    .filter((aspect) => old[aspect] !== now[aspect])
    .map((aspect) => `${readable(object)}: ${aspect} ${value(old[aspect])} → ${value(now[aspect])}`);
}

function count(aspects: string): string {
  return String((JSON.parse(aspects) as Aspects).count);
}

function value(aspect: Aspects[string] | undefined): string {
  return aspect === null || aspect === undefined ? 'none' : String(aspect).replace(/\s+/g, ' ');
}

/** Names as people write them: without the schema that everyone works in. */
function readable(object: string): string {
  return object.replace(/ public\./, ' ');
}
