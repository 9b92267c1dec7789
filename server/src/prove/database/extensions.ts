/** The archives of the extensions that the embedded PostgreSQL can load, by the name that CREATE EXTENSION uses. */
const ARCHIVES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'amcheck',
    'bloom',
    'btree_gin',
    'btree_gist',
    'citext',
    'cube',
    'dict_int',
    'dict_xsyn',
    'earthdistance',
    'file_fdw',
    'fuzzystrmatch',
    'hstore',
    'intarray',
    'isn',
    'lo',
    'ltree',
    'pageinspect',
    'pg_buffercache',
    'pg_freespacemap',
    'pg_stat_statements',
    'pg_surgery',
    'pg_trgm',
    'pg_visibility',
    'pg_walinspect',
    'pgcrypto',
    'seg',
    'tablefunc',
    'tcn',
    'tsm_system_rows',
    'tsm_system_time',
    'unaccent',
    'uuid-ossp',
  ].map((name) => [name, `${name}.tar.gz`]),
);

/** Extensions whose functions come with another one's archive. */
const SPI = ['autoinc', 'insert_username', 'moddatetime', 'refint'];
/** Extensions that are part of PostgreSQL itself. */
const BUILT_IN = ['plpgsql'];

/** The archive of an extension, or undefined when the embedded PostgreSQL does not have it. */
export function embeddedArchive(extension: string): string | undefined {
  return SPI.includes(extension) ? 'spi.tar.gz' : ARCHIVES[extension];
}

/** True when `CREATE EXTENSION extension` works on the embedded PostgreSQL. */
export function isEmbedded(extension: string): boolean {
  return BUILT_IN.includes(extension) || embeddedArchive(extension) !== undefined;
}

/** The extensions that some texts may create, of those that the embedded PostgreSQL has. */
export function namedExtensions(texts: readonly string[]): string[] {
  const named = new Set<string>();
  for (const text of texts)
    if (/extension/i.test(text))
      for (const [word] of text.toLowerCase().matchAll(/[a-z][\w-]*/g)) if (embeddedArchive(word)) named.add(word);
  return [...named];
}
