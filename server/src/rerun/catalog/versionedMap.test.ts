import { expect, it } from 'vitest';
import { Random } from '../../../../test/harness/random';
import { VersionedMap } from './versionedMap';

const NAMES = ['id', 'name', 'email', 'born', 'clinic'];

it('is a Map to whoever reads it, whichever versions were made of it and of each other', () => {
  const random = new Random(20_261_124);
  for (let round = 0; round < 50; round++) {
    const versions = [{ map: new Map<string, number>(), versioned: VersionedMap.of<number>() }];
    for (let value = 0; value < 30; value++) {
      const { map, versioned } = random.of(versions);
      const name = random.of(NAMES);
      const changed = new Map(map);
      if (random.oneIn(4)) {
        changed.delete(name);
        versions.push({ map: changed.set(name, value), versioned: versioned.withLast(name, value) });
      } else versions.push({ map: changed.set(name, value), versioned: versioned.with(name, value) });
    }
    for (const { map, versioned } of versions) {
      expect([...versioned]).toEqual([...map]);
      expect([...versioned.keys()]).toEqual([...map.keys()]);
      expect([...versioned.values()]).toEqual([...map.values()]);
      expect(versioned.size).toBe(map.size);
      const told = new Map<string, number>();
      versioned.forEach((value, name) => {
        told.set(name, value);
      });
      expect([...told]).toEqual([...map]);
      for (const name of NAMES)
        expect([versioned.has(name), versioned.get(name)]).toEqual([map.has(name), map.get(name)]);
    }
  }
});

it('goes on as it was while versions are made of it', () => {
  let columns = VersionedMap.of([
    ['id', 1],
    ['name', 2],
  ]);
  const seen: string[] = [];
  for (const [name] of columns) {
    seen.push(name);
    columns = columns.with(`${name} again`, 0);
  }
  expect(seen).toEqual(['id', 'name']);
  expect([...columns.keys()]).toEqual(['id', 'name', 'id again', 'name again']);
});
