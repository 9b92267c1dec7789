/** What a migration's name says. */
export interface MigrationName {
  /** 8 digits as the house writes them, or Prisma's 14. */
  readonly timestamp: string;
  /** What it does, in snake_case. */
  readonly words: string;
}

/** Reads a migration's name; undefined where it has not the form that the house and Prisma give it. */
export function readMigrationName(name: string): MigrationName | undefined {
  const [, timestamp, words] = /^(\d{14}|\d{8})_([a-z0-9]+(?:_[a-z0-9]+)*)$/.exec(name) ?? [];
  return timestamp !== undefined && words !== undefined && isDate(timestamp) ? { timestamp, words } : undefined;
}

function isDate(digits: string): boolean {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d))?$/.exec(digits) ?? [];
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // A day that the month has not becomes one of the next month.
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}
