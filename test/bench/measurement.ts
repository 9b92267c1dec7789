/** What one program took for one task. */
export interface Measurement {
  readonly task: string;
  readonly who: string;
  /** One number for each time that it was done. */
  readonly milliseconds: readonly number[];
  /** The most memory that it held; undefined where the system does not tell. */
  readonly megabytes: number | undefined;
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** What all but one in twenty stay below. */
export function p95(numbers: readonly number[]): number {
  return quantile(numbers, 0.95);
}

function quantile(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}
