import { readFile } from 'node:fs/promises';
import type { ParseResult, SqlParser } from '../core/tools';
import { createSqlParser, type RecoveringSqlParser } from '../languages/sql/parser';
import { sqlParserFile } from './installation';

/** How long to wait before the parser is loaded again: an installation that is being replaced takes seconds. */
const RETRY_MS = 2_000;

/** A process that lives long keeps what is being edited, not a whole history: a tree takes a hundred times its text. */
const KEPT_STATEMENTS = 200_000;

/** Told about a parser that comes and goes. */
export interface ParserWatcher {
  /** It could not be loaded, for this reason. */
  lost(reason: string): void;
  /** It can be loaded again; what was said without it no longer holds. */
  back(): void;
  /** Texts that it could not take a moment ago can be tried again. */
  recovered(): void;
}

/**
 * PostgreSQL's parser for a process that lives on without it: while it cannot be loaded, it gives up on every text, and it
 * is tried again and again. Never rejects.
 */
export async function lastingSqlParser(watcher: ParserWatcher): Promise<SqlParser> {
  const loaded = await load().catch((error: unknown) => {
    watcher.lost(reasonOf(error));
    retry(watcher);
    return undefined;
  });
  return loaded ? recovering(loaded, watcher) : MISSING;
}

async function load(): Promise<RecoveringSqlParser> {
  return createSqlParser(await readFile(sqlParserFile()));
}

function retry(watcher: ParserWatcher): void {
  setTimeout(() => load().then(watcher.back, () => retry(watcher)), RETRY_MS).unref();
}

const NOT_NOW: ParseResult = { kind: 'crash', message: "PostgreSQL's parser is not there", again: true };

const MISSING: SqlParser = { crashes: Number.POSITIVE_INFINITY, parse: () => NOT_NOW, parsePlPgSql: () => NOT_NOW };

/** Tells when there is an instance again after all of them broke. */
function recovering(parser: RecoveringSqlParser, watcher: ParserWatcher): SqlParser {
  let waiting = false;
  const noted = (result: ParseResult): ParseResult => {
    if (result.kind !== 'crash' || !result.again || waiting) return result;
    waiting = true;
    void parser.ready().then(
      () => {
        waiting = false;
        watcher.recovered();
      },
      (error: unknown) => {
        watcher.lost(reasonOf(error));
        retry(watcher);
      },
    );
    return result;
  };
  return {
    keeps: KEPT_STATEMENTS,
    get crashes() {
      return parser.crashes;
    },
    parse: (sql) => noted(parser.parse(sql)),
    parsePlPgSql: (sql) => noted(parser.parsePlPgSql(sql)),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
