import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createSqlParser, type RecoveringSqlParser } from '../../server/src/languages/sql/parser';

let loaded: Promise<RecoveringSqlParser> | undefined;

/** PostgreSQL's parser for tests, loaded once for all tests of a file. */
export function loadTestParser(): Promise<RecoveringSqlParser> {
  loaded ??= createSqlParser(readParserBytes());
  return loaded;
}

/** The bytes of libpg-query.wasm as the package installed them. */
export function readParserBytes(): Uint8Array {
  const require = createRequire(import.meta.url);
  return readFileSync(require.resolve('libpg-query/wasm/libpg-query.wasm'));
}
