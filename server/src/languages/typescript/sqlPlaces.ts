/** One piece of a SQL text that is built: words, or the number of what is put in there. */
export type Piece = { readonly text: string } | { readonly part: number };

/** What stands at a place of a SQL text, for the tagged template that it becomes. */
export type Place =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly part: number }
  /** A quoted string with something put into it: one value, made of these pieces. */
  | { readonly kind: 'string'; readonly pieces: readonly Piece[] }
  /** All that stands within `IN (…)`. */
  | { readonly kind: 'list'; readonly part: number }
  /** A name, a keyword or a piece of a statement: no parameter can stand for it. */
  | { readonly kind: 'name'; readonly part: number };

/**
 * Tells for everything that is put into a SQL text whether it stands where a value can stand.
 * @param pieces the words and what is put in, in order; the words as PostgreSQL will see them.
 */
export function sqlPlaces(pieces: readonly Piece[]): Place[] {
  const scanner = new PlaceScanner();
  const filled = pieces.filter((piece) => 'part' in piece || piece.text !== '');
  filled.forEach((piece, index) => {
    if ('text' in piece) scanner.words(piece.text);
    else scanner.part(piece.part, filled[index + 1]);
  });
  return scanner.end();
}

class PlaceScanner {
  readonly #places: Place[] = [];
  /** The SQL so far, with `''` for each string and `?` for each part: what decides over the next place. */
  #before = '';
  #text = '';
  /** The pieces of the quoted string that is open. */
  #string: Piece[] | undefined;
  #comment: '\n' | '*/' | undefined;
  #quotedName = false;

  words(text: string): void {
    for (let i = 0; i < text.length; i++) i += this.#step(text, i);
  }

  part(part: number, next: Piece | undefined): void {
    if (this.#string) {
      this.#string.push({ text: this.#text }, { part });
      this.#text = '';
      return;
    }
    this.#flush();
    const named = this.#quotedName || this.#comment !== undefined;
    const after = next === undefined ? '' : 'text' in next ? next.text : '?';
    this.#places.push({ kind: named ? 'name' : kindOfPlace(this.#before, after), part });
    this.#before += '?';
  }

  end(): Place[] {
    // A quote that never closes: whatever was put in behind it is no value that can be told.
    for (const piece of this.#string ?? []) {
      if ('part' in piece) this.#places.push({ kind: 'name', part: piece.part });
      else if (piece.text) this.#places.push({ kind: 'text', text: piece.text });
    }
    this.#flush();
    return this.#places;
  }

  /** Takes one character; returns how many more it took. */
  #step(text: string, i: number): number {
    const char = text[i]!;
    const pair = text.slice(i, i + 2);
    if (this.#string) return this.#withinString(char, pair);
    this.#text += char;
    if (this.#comment) {
      if (char === this.#comment || pair === this.#comment) this.#comment = undefined;
      return 0;
    }
    if (char === '"') this.#quotedName = !this.#quotedName;
    else if (this.#quotedName) return 0;
    else if (pair === '--' || pair === '/*') this.#comment = pair === '--' ? '\n' : '*/';
    else if (char === "'") this.#openString();
    this.#before += char;
    return 0;
  }

  #openString(): void {
    this.#text = this.#text.slice(0, -1);
    this.#flush();
    this.#string = [];
  }

  #withinString(char: string, pair: string): number {
    if (pair === "''") {
      this.#text += "'";
      return 1;
    }
    if (char !== "'") {
      this.#text += char;
      return 0;
    }
    const pieces: Piece[] = [...this.#string!, { text: this.#text }];
    this.#string = undefined;
    this.#text = '';
    this.#before += "'";
    this.#places.push(...stringPlaces(pieces, this.#before.slice(0, -2)));
    return 0;
  }

  #flush(): void {
    if (this.#text) this.#places.push({ kind: 'text', text: this.#text });
    this.#text = '';
  }
}

/** A quoted string behind these is part of a typed literal, which takes no parameter: `INTERVAL '…'`, `E'…'`. */
const BEFORE_LITERAL = /(?:\b(?:interval|date|time|timestamp|timestamptz)\s*|[\w$&])$/i;

function stringPlaces(pieces: readonly Piece[], before: string): Place[] {
  const quoted = (text: string) => text.replaceAll("'", "''");
  const parts = pieces.filter((piece) => 'part' in piece);
  if (parts.length === 0)
    return [{ kind: 'text', text: `'${pieces.map((piece) => ('text' in piece ? quoted(piece.text) : '')).join('')}'` }];
  if (BEFORE_LITERAL.test(before))
    return [{ kind: 'text', text: "'" }, ...asNames(pieces), { kind: 'text', text: "'" }];
  const filled = pieces.filter((piece) => 'part' in piece || piece.text !== '');
  const [only] = filled;
  return filled.length === 1 && only && 'part' in only
    ? [{ kind: 'value', part: only.part }]
    : [{ kind: 'string', pieces: filled }];
}

function asNames(pieces: readonly Piece[]): Place[] {
  return pieces.map((piece) =>
    'part' in piece ? { kind: 'name', part: piece.part } : { kind: 'text', text: piece.text.replaceAll("'", "''") },
  );
}

/** Words behind which a value stands. */
const BEFORE_VALUE = /\b(?:limit|offset|like|ilike|between|then|else|between\s+\S+\s+and)\s*$/i;

/** Signs behind which a value stands. */
const OPERATOR = /(?:[=<>+/%]|\|\||(?<!-)-|(?<!select\s*)\*)\s*$/i;

/** Words before a bracket that are no function. */
const NO_FUNCTION = /^(?:and|or|not|where|on|select|from|using|exists|as|over|by|set|in|distinct)$/i;

/** Words before a name that has a bracket of names behind it: `INSERT INTO users (…)`. */
const NAMES_FOLLOW = /\b(?:into|table|on|references|key|index|unique|update|with|as)\s+[\w".]+$/i;

function kindOfPlace(before: string, after: string): 'value' | 'list' | 'name' {
  if (/[\w.$"@:]$/.test(before) || /^[\w.$"(?]/.test(after)) return 'name';
  if (BEFORE_VALUE.test(before) || OPERATOR.test(before)) return 'value';
  if (!/[(,]\s*$/.test(before)) return 'name';
  const opening = openBracket(before);
  if (opening === undefined) return 'name';
  const opener = before.slice(0, opening);
  if (/\bin\s*$/i.test(opener)) return /\(\s*$/.test(before) && /^\s*\)/.test(after) ? 'list' : 'value';
  if (/\bvalues\s*(?:\([^()]*\)\s*,\s*)*$/i.test(opener)) return 'value';
  const word = /(\w+)$/.exec(opener)?.[1];
  return word && !NO_FUNCTION.test(word) && !NAMES_FOLLOW.test(opener) ? 'value' : 'name';
}

/** Where the innermost bracket that is still open stands. */
function openBracket(before: string): number | undefined {
  let depth = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    if (before[i] === ')') depth++;
    else if (before[i] === '(' && depth-- === 0) return i;
  }
  return undefined;
}
