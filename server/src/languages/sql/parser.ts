import createModule, { type ParserModule } from 'libpg-query/wasm/libpg-query.js';
import type { ParseResult, SqlParser } from '../../core/tools';

/** Beyond this many UTF-16 code units the parser would need gigabytes of memory, or give up after seconds. */
const LONGEST_TEXT = 8_000_000;

/** How many instances wait to replace one that broke: a text that breaks one must not stop the texts behind it. */
const SPARES = 2;

/** The parser, and a way to wait until as many spare instances as wanted are there again. */
export interface RecoveringSqlParser extends SqlParser {
  /** Resolves when broken instances have been replaced. */
  ready(): Promise<void>;
}

/**
 * Makes PostgreSQL's parser out of the bytes of libpg-query.wasm. It prints nothing and leaves the process's exit code alone.
 * An instance that broke (recursion, memory) is thrown away, and the next text is parsed by a spare one.
 * @throws WebAssembly.CompileError when the bytes are not the parser's.
 */
export async function createSqlParser(wasm: Uint8Array): Promise<RecoveringSqlParser> {
  const compiled = await WebAssembly.compile(wasm);
  const instances = [await instantiate(compiled)];
  let refilling = refill();
  let crashes = 0;
  watch(refilling);

  async function refill(): Promise<void> {
    while (instances.length <= SPARES) instances.push(await instantiate(compiled));
  }

  function run(sql: string, call: (instance: ParserModule, pointer: number) => ParseResult): ParseResult {
    const refused = refusal(sql);
    if (refused) return refused;
    const instance = instances[0];
    if (!instance) {
      crashes++;
      return { kind: 'crash', message: 'The parser is starting again', again: true };
    }
    const exitCode = globalThis.process?.exitCode;
    try {
      return withText(instance, sql, (pointer) => call(instance, pointer));
    } catch (error) {
      // Only a failure of the instance itself throws; what it holds can no longer be trusted.
      crashes++;
      instances.shift();
      refilling = refilling.then(refill, refill);
      watch(refilling);
      if (globalThis.process) globalThis.process.exitCode = exitCode;
      return { kind: 'crash', message: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    parse: (sql) => run(sql, parseSql),
    parsePlPgSql: (sql) => run(sql, parsePlPgSql),
    get crashes() {
      return crashes;
    },
    ready: () => refilling,
  };
}

/** A machine without memory for a spare still parses with what is left; `ready` tells those who ask. */
function watch(refilling: Promise<void>): void {
  refilling.catch(() => undefined);
}

function instantiate(compiled: WebAssembly.Module): Promise<ParserModule> {
  const silent = () => undefined;
  return createModule({
    print: silent,
    printErr: silent,
    instantiateWasm(imports, receive) {
      receive(new WebAssembly.Instance(compiled, imports), compiled);
      return {};
    },
  });
}

/** What is said of a text that the parser must not see. */
function refusal(sql: string): ParseResult | undefined {
  if (sql.length > LONGEST_TEXT) return { kind: 'crash', message: 'The text is too long for the parser' };
  const nul = sql.indexOf('\0');
  if (nul < 0) return undefined;
  // A C string ends here: the parser would silently take the part before it for the whole.
  const message = 'invalid byte sequence for encoding "UTF8": 0x00';
  return { kind: 'syntax', message, cursor: [...sql.slice(0, nul)].length };
}

const encoder = new TextEncoder();

function withText<T>(instance: ParserModule, text: string, call: (pointer: number) => T): T {
  const size = text.length * 3 + 1;
  const pointer = instance._malloc(size);
  if (pointer === 0) throw new RangeError('The parser has no memory left');
  const { written } = encoder.encodeInto(text, instance.HEAPU8.subarray(pointer, pointer + size));
  instance.HEAPU8[pointer + written] = 0;
  const result = call(pointer);
  instance._free(pointer);
  return result;
}

/** Reads libpg_query's `PgQueryParseResult { tree, stderr, error }` with `PgQueryError { message, …, cursor at 16 }`. */
function parseSql(instance: ParserModule, pointer: number): ParseResult {
  const result = instance._wasm_parse_query_raw(pointer);
  const error = instance.getValue(result + 8, 'i32');
  const parsed: ParseResult = error
    ? {
        kind: 'syntax',
        message: instance.UTF8ToString(instance.getValue(error, 'i32')),
        cursor: Math.max(0, instance.getValue(error + 16, 'i32') - 1),
      }
    : { kind: 'tree', json: instance.UTF8ToString(instance.getValue(result, 'i32')) };
  instance._wasm_free_parse_result(result);
  return parsed;
}

function parsePlPgSql(instance: ParserModule, pointer: number): ParseResult {
  const result = instance._wasm_parse_plpgsql(pointer);
  const text = instance.UTF8ToString(result);
  instance._wasm_free_string(result);
  return text.startsWith('{') ? { kind: 'tree', json: text } : { kind: 'syntax', message: text, cursor: 0 };
}
