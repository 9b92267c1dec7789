/** What Prisma's own validator says of one place. */
export interface PrismaDiagnostic {
  readonly file: string;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly warning: boolean;
}

/** Prisma's validator over the files of one schema; undefined when its word comes later and the caller is to ask again. */
export type PrismaValidator = (
  files: readonly (readonly [name: string, text: string])[],
) => readonly PrismaDiagnostic[] | undefined;

/** Parsers that are made outside the engine, because they have to be loaded, and handed to it. */
export interface Tools {
  /** PostgreSQL's own parser. */
  readonly sql: SqlParser;
  /** Prisma's own validator, where the caller wants its word on syntax. */
  readonly validatePrisma?: PrismaValidator;
}

/** What PostgreSQL's parser makes of a text. */
export type ParseResult =
  | { readonly kind: 'tree'; readonly json: string }
  /** `cursor` counts Unicode code points from 0. */
  | { readonly kind: 'syntax'; readonly message: string; readonly cursor: number }
  /** The parser itself gave up (memory, recursion); the next call gets a fresh one. `again`: not the text's fault, try later. */
  | { readonly kind: 'crash'; readonly message: string; readonly again?: boolean };

export interface SqlParser {
  /** How many UTF-16 code units of statements may be kept with their trees, where it is not for us to choose. */
  readonly keeps?: number;
  /** How many texts it has given up on so far. */
  readonly crashes: number;
  /** Parses SQL. Never throws. */
  parse(sql: string): ParseResult;
  /** Parses the body of a DO statement or a plpgsql routine, given as its whole statement. Never throws. */
  parsePlPgSql(sql: string): ParseResult;
}
