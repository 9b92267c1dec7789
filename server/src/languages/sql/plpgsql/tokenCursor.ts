import { Nesting } from '../nesting';
import type { Token } from '../syntax';

/** A place among the tokens of a plpgsql body. */
export class TokenCursor {
  readonly tokens: readonly Token[];
  /** The index of the token that comes next. */
  at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  get done(): boolean {
    return this.at >= this.tokens.length;
  }

  /** The token that comes next, or one further on. */
  token(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  /** True when the token there is this word or sign; a quoted name or a string never is. */
  is(text: string, ahead = 0): boolean {
    return this.token(ahead)?.text === text;
  }

  /** Moves over the token when it is this word or sign. */
  skip(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  /** The index of the first of these words outside parentheses, or of the `;` or the end where none comes before it. */
  find(words: readonly string[], from = this.at): number {
    let depth = 0;
    for (let i = from; i < this.tokens.length; i++) {
      const { text } = this.tokens[i]!;
      if (text === ';' || (depth === 0 && words.includes(text))) return i;
      if (text === '(' || text === '[') depth++;
      else if (text === ')' || text === ']') depth--;
    }
    return this.tokens.length;
  }

  /** The index of the `;` that ends the SQL statement that begins here, or of the end. */
  findEnd(): number {
    const nesting = new Nesting();
    for (let i = this.at; i < this.tokens.length; i++) {
      const { text } = this.tokens[i]!;
      if (text === ';' && !nesting.open) return i;
      if (nesting.reads) nesting.add(text);
    }
    return this.tokens.length;
  }
}
