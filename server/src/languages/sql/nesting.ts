/**
 * Follows the tokens of one statement and tells which semicolons belong to it: those of a rule's commands in parentheses and
 * those of a routine's BEGIN ATOMIC … END. In every other statement a semicolon ends it, even within parentheses, so that one
 * that is not closed yet does not swallow what follows.
 */
export class Nesting {
  #kind: 'unknown' | 'create' | 'plain' | 'rule' | 'routine' = 'unknown';
  #words = 0;
  #parentheses = 0;
  /** Within BEGIN ATOMIC: 1, and one more for each CASE. */
  #atomic = 0;
  #previous = '';

  /** True while the statement's further words and punctuation can make a difference. */
  get reads(): boolean {
    return this.#kind !== 'plain';
  }

  /** True where a semicolon belongs to the statement. */
  get open(): boolean {
    return (this.#kind === 'rule' && this.#parentheses > 0) || this.#atomic > 0;
  }

  /** Takes the next token: a word in lower case, or any other token as it stands. */
  add(text: string): void {
    if (this.#kind === 'unknown') this.#kind = text === 'create' ? 'create' : 'plain';
    else if (this.#kind === 'create') this.#classify(text);
    else if (this.#kind === 'rule') this.#parenthesis(text);
    else if (this.#kind === 'routine') this.#body(text);
  }

  /** CREATE [OR REPLACE] FUNCTION | PROCEDURE | RULE */
  #classify(text: string): void {
    if (text === 'rule') this.#kind = 'rule';
    else if (text === 'function' || text === 'procedure') this.#kind = 'routine';
    else if (++this.#words > 2 || (text !== 'or' && text !== 'replace')) this.#kind = 'plain';
  }

  #parenthesis(text: string): void {
    if (text === '(') this.#parentheses++;
    else if (text === ')' && this.#parentheses > 0) this.#parentheses--;
  }

  #body(text: string): void {
    const isName = this.#previous === '.' || this.#previous === 'as';
    if (this.#atomic === 0) {
      if (text === 'atomic' && this.#previous === 'begin') this.#atomic = 1;
    } else if (!isName && text === 'case') this.#atomic++;
    else if (!isName && text === 'end') this.#atomic--;
    this.#previous = text;
  }
}
