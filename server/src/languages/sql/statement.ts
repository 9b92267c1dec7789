import type { ParseResult as PgParseResult } from '@pgsql/types';
import type { ParseResult, SqlParser } from '../../core/tools';
import { openDoBlock, openRoutine } from './doBlock';
import type { StatementCache } from './statementCache';
import type { DoBlock, Parse, StatementSyntax, Token } from './syntax';
import { tokenAt, tokenize } from './tokens';
import { isTooDeep } from './treeDepth';
import { ByteOffsets, codePointOffset } from './units';

/** A statement's syntax, worked out when it is first asked for. */
export class ParsedStatement implements StatementSyntax {
  readonly text: string;
  /** What the parser gets: as long as `text`, with what only plpgsql knows blanked out. */
  readonly #sql: string;
  readonly #parser: SqlParser;
  readonly #cache: StatementCache;
  #parse?: Parse;
  #tokens?: readonly Token[];
  #bytes?: ByteOffsets;
  #block?: { readonly opened: DoBlock | undefined };
  #routine?: { readonly opened: DoBlock | undefined };

  constructor(text: string, sql: string, parser: SqlParser, cache: StatementCache) {
    this.text = text;
    this.#sql = sql;
    this.#parser = parser;
    this.#cache = cache;
  }

  get parse(): Parse {
    if (this.#parse) return this.#parse;
    const result = this.#parser.parse(this.#sql);
    const parse = this.#read(result);
    if (result.kind !== 'crash' || !result.again) this.#parse = parse;
    return parse;
  }

  get tokens(): readonly Token[] {
    this.#tokens ??= tokenize(this.text);
    return this.#tokens;
  }

  get block(): DoBlock | undefined {
    this.#block ??= { opened: openDoBlock(this, this.#parser, this.#cache) };
    return this.#block.opened;
  }

  get routine(): DoBlock | undefined {
    this.#routine ??= { opened: openRoutine(this, this.#parser, this.#cache) };
    return this.#routine.opened;
  }

  offset(location: number | undefined): number | undefined {
    if (location === undefined || location < 0) return undefined;
    this.#bytes ??= new ByteOffsets(this.#sql);
    return this.#bytes.toUnits(location);
  }

  #read(result: ParseResult): Parse {
    if (result.kind === 'crash') return { kind: 'crash', message: result.message };
    if (result.kind === 'syntax') return this.#syntaxError(result.message, codePointOffset(this.#sql, result.cursor));
    if (isTooDeep(result.json)) return { kind: 'crash', message: 'The statement is nested too deeply' };
    const { stmts } = JSON.parse(result.json) as PgParseResult;
    const [only] = stmts ?? [];
    if (stmts?.length === 1 && only?.stmt) return { kind: 'tree', node: only.stmt };
    return { kind: 'crash', message: 'The parser sees more or less than one statement here' };
  }

  /** At the end of the statement there is nothing to mark, so its last token stands for it. */
  #syntaxError(message: string, offset: number): Parse {
    const token = tokenAt(this.tokens, offset);
    const at = token ? { start: token.start, end: token.end } : { start: 0, end: this.text.length };
    return { kind: 'syntax', message, at };
  }
}
