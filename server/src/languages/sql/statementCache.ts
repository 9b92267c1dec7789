import type { SqlParser } from '../../core/tools';
import { ParsedStatement } from './statement';
import type { StatementSyntax } from './syntax';

/** How many UTF-16 code units of statements one generation holds. */
const CAPACITY = 8_000_000;

/**
 * The syntax of statements by their text, so that a keystroke parses one statement. There are two generations: what was not
 * asked for while the younger one filled up is forgotten.
 */
export class StatementCache {
  readonly #capacity: number;
  #young = new Map<string, StatementSyntax>();
  #old = new Map<string, StatementSyntax>();
  #size = 0;

  constructor(capacity = CAPACITY) {
    this.#capacity = capacity;
  }

  /**
   * The syntax of a statement.
   * @param sql what the parser gets instead of `text`: equally long, with what SQL does not know blanked out.
   */
  syntax(text: string, parser: SqlParser, sql = text): StatementSyntax {
    const key = sql === text ? text : `${text}\0${sql}`;
    const young = this.#young.get(key);
    if (young) return young;
    const found = this.#old.get(key);
    if (found) this.#keep(sql === text ? found.text : key, found);
    else this.#create(text, sql, parser);
    return this.#young.get(key)!;
  }

  #create(text: string, sql: string, parser: SqlParser): void {
    const own = detached(text);
    if (sql === text) this.#keep(own, new ParsedStatement(own, own, parser, this));
    else this.#keep(`${own}\0${sql}`, new ParsedStatement(own, detached(sql), parser, this));
  }

  #keep(key: string, syntax: StatementSyntax): void {
    if (this.#size > this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#size = 0;
    }
    this.#young.set(key, syntax);
    this.#size += key.length;
  }
}

/** A copy of a text that does not keep the document alive which it was cut from, as a slice does in V8. */
function detached(text: string): string {
  return ` ${text}`.slice(1);
}
