import { readdirSync, readFileSync } from 'node:fs';

/** What a process and those that it started hold in memory, in megabytes. */
export interface Memory {
  readonly now: number;
  /** The most that each of them ever held, added up. */
  readonly peak: number;
}

/** The memory of a process and of all below it; undefined where the system has no /proc, and when it has ended. */
export function memoryOf(root: number): Memory | undefined {
  const sizes = familyOf(root).flatMap((id) => statusOf(id) ?? []);
  if (sizes.length === 0) return undefined;
  const sum = (key: string) => sizes.reduce((total, text) => total + megabytes(text, key), 0);
  return { now: sum('VmRSS'), peak: sum('VmHWM') };
}

function familyOf(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const id of processes()) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(statusOf(id) ?? '')?.[1] ?? Number.NaN);
    children.set(parent, [...(children.get(parent) ?? []), id]);
  }
  const family = [root];
  for (let index = 0; index < family.length; index++) family.push(...(children.get(family[index]!) ?? []));
  return family;
}

function processes(): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** What the system says of a process; undefined when it has ended meanwhile. */
function statusOf(id: number): string | undefined {
  try {
    return readFileSync(`/proc/${id}/status`, 'utf8');
  } catch {
    return undefined;
  }
}

function megabytes(status: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
}
