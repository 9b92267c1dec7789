/** What a person typed, as the end of a folder's name: snake_case, in letters and digits that every file system takes. */
export function snakeCase(title: string): string {
  return title
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

/**
 * The name of a new migration's folder: it sorts behind every migration of the history, and its time stamp has the form of
 * the newest one, 8 digits as the house writes them or Prisma's 14 (which a history without migrations gets).
 * @param existing the names of the history's folders, in any order.
 * @param now the time to stamp it with; read in UTC, as Prisma does.
 */
export function migrationName(title: string, existing: readonly string[], now: Date): string {
  const newest =
    existing
      .filter((name) => STAMPED.test(name))
      .sort()
      .at(-1) ?? '';
  const digits = STAMPED.exec(newest)?.[1]?.length === 8 ? 8 : 14;
  const name = `${stamp(now, digits)}_${snakeCase(title)}`;
  return name > newest ? name : `${stamp(dayAfter(newest), digits)}_${snakeCase(title)}`;
}

const STAMPED = /^(\d{14}|\d{8})_/;

function stamp(time: Date, digits: 8 | 14): string {
  return time.toISOString().replace(/\D/g, '').slice(0, digits);
}

function dayAfter(name: string): Date {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(name)!;
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) + 1));
}

/** The first lines of a new migration, in the form of the house's own. */
export function migrationHead(name: string, title: string): string {
  const sentence = title.trim().replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return `-- migrations/${name}/migration.sql\n\n-- ${sentence} (idempotent)\n`;
}
