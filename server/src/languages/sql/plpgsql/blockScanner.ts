import { nameOf } from '../names';
import type { BlockStatement, Branch, DoBlock, Handler, Statement, Token } from '../syntax';
import type { Body } from './body';
import { constantRows, type Row, tablesGiven } from './constantRows';
import { constantList } from './constants';
import { opaqueExpression } from './expression';
import { SimpleStatements } from './simpleStatements';
import type { TokenCursor } from './tokenCursor';
import type { Bindings } from './variables';

/** What END can close; a block's END stands alone, the others name what they close. */
type Construct = 'if' | 'case' | 'loop' | 'block';

/** Beyond this depth statements are no longer looked into, so that no text can exhaust the stack. */
const DEEPEST = 200;

/** Longer lists are not followed: each of their values costs as much as the loop. */
const MOST_ROUNDS = 200;

const LOOPS = new Set(['loop', 'while', 'for', 'foreach']);

/**
 * Reads the tokens of a plpgsql body into a tree of statements. Tolerant: a missing THEN, END or semicolon costs the statement
 * that it belongs to, and what is still open at the end of the body is closed there.
 */
export class BlockScanner {
  readonly #simple: SimpleStatements;
  readonly #cursor: TokenCursor;
  /** The constructs that are open here, the outermost first. */
  readonly #open: Construct[] = [];

  constructor(body: Body, tokens: readonly Token[]) {
    this.#simple = new SimpleStatements(body, tokens);
    this.#cursor = this.#simple.cursor;
  }

  /** The statements and variables of the whole body. */
  scan(): Pick<DoBlock, 'statements' | 'variables'> {
    return { statements: this.#statements([]), variables: this.#simple.variables.names };
  }

  /** Statements up to one of the words, or an END that closes something open. */
  #statements(stops: readonly string[]): BlockStatement[] {
    const cursor = this.#cursor;
    const statements: BlockStatement[] = [];
    while (!cursor.done) {
      if (cursor.skip(';')) continue;
      const isAssignment = this.#simple.isAssignment();
      if (cursor.is('end') && !isAssignment) {
        if (this.#open.includes(this.#closed())) break;
        this.#simple.skip();
      } else if (stops.some((word) => cursor.is(word)) && !isAssignment) break;
      else statements.push(...this.#statement());
    }
    return statements;
  }

  /** What the END here closes. */
  #closed(): Construct {
    const cursor = this.#cursor;
    for (const construct of ['if', 'case', 'loop'] as const) if (cursor.is(construct, 1)) return construct;
    return 'block';
  }

  /** Reads what `construct` holds, then the END that closes it, when it is there. */
  #within<T>(construct: Construct, read: () => T): T {
    this.#open.push(construct);
    const result = read();
    this.#open.pop();
    const cursor = this.#cursor;
    if (cursor.is('end') && this.#closed() === construct) {
      cursor.at += construct === 'block' ? 1 : 2;
      if (nameOf(cursor.token()) !== undefined && (cursor.is(';', 1) || !cursor.token(1))) cursor.at++;
    }
    return result;
  }

  #statement(): BlockStatement[] {
    const cursor = this.#cursor;
    const label = this.#label();
    if (this.#open.length >= DEEPEST) return [this.#simple.other()];
    const token = cursor.token();
    if (token?.kind !== 'word' || this.#simple.isAssignment()) return [this.#simple.read()];
    if (token.text === 'declare') return this.#declaringBlock(label);
    if (token.text === 'begin') return [this.#block(label)];
    if (token.text === 'if') return [this.#if()];
    if (token.text === 'case') return [this.#case()];
    return [LOOPS.has(token.text) ? this.#loop(label) : this.#simple.read()];
  }

  /** `<<label>>` */
  #label(): string | undefined {
    const cursor = this.#cursor;
    if (!cursor.is('<<')) return undefined;
    const label = nameOf(cursor.token(1));
    cursor.at += cursor.is('>>', 2) ? 3 : 1;
    return label;
  }

  /** DECLARE … BEGIN … END */
  #declaringBlock(label: string | undefined): BlockStatement[] {
    const declarations = this.#declarations();
    return this.#cursor.is('begin') ? [...declarations, this.#block(label)] : declarations;
  }

  /** Declarations up to BEGIN; those with a default are assignments. */
  #declarations(): BlockStatement[] {
    const cursor = this.#cursor;
    const statements: BlockStatement[] = [];
    while (!cursor.done && !cursor.is('begin')) {
      if (cursor.skip(';') || cursor.skip('declare')) continue;
      const start = cursor.at;
      const end = cursor.find(['begin']);
      const name = nameOf(cursor.token());
      if (name !== undefined) this.#simple.variables.declare(name);
      const given = cursor.find([':=', '=', 'default']);
      if (name !== undefined && given < end) {
        const expression = this.#simple.expression(given + 1, end);
        this.#simple.variables.assign(name, expression);
        statements.push({ kind: 'assign', variable: name, expression, ...this.#simple.span(start, end) });
      }
      cursor.at = Math.max(end, start + 1);
    }
    return statements;
  }

  #block(label: string | undefined): BlockStatement {
    const cursor = this.#cursor;
    const start = cursor.at++;
    const parts = this.#within('block', () => {
      const body = this.#statements(['exception']);
      const handlers: Handler[] = [];
      if (cursor.skip('exception')) while (cursor.is('when')) handlers.push(this.#handler());
      return { body, handlers };
    });
    return { kind: 'block', ...labelled(label), ...parts, ...this.#simple.span(start, cursor.at) };
  }

  #handler(): Handler {
    const cursor = this.#cursor;
    const start = cursor.at++;
    const then = cursor.find(['then']);
    const conditions: string[] = [];
    for (const { kind, text } of cursor.tokens.slice(cursor.at, then)) {
      if (kind === 'word' && text !== 'or' && text !== 'sqlstate') conditions.push(text);
      else if (kind === 'string') conditions.push(text.slice(1, -1));
    }
    cursor.at = then;
    cursor.skip('then');
    const body = this.#statements(['when']);
    return { conditions, body, ...this.#simple.span(start, cursor.at) };
  }

  #if(): BlockStatement {
    const cursor = this.#cursor;
    const start = cursor.at;
    const branches = this.#within('if', () => {
      const found = [this.#branch(['elsif', 'elseif', 'else'])];
      while (cursor.is('elsif') || cursor.is('elseif')) found.push(this.#branch(['elsif', 'elseif', 'else']));
      if (cursor.skip('else')) found.push({ body: this.#statements([]) });
      return found;
    });
    return { kind: 'if', branches, ...this.#simple.span(start, cursor.at) };
  }

  #case(): BlockStatement {
    const cursor = this.#cursor;
    const start = cursor.at++;
    const searched = cursor.is('when');
    cursor.at = cursor.find(['when']);
    const branches = this.#within('case', () => {
      const found: Branch[] = [];
      while (cursor.is('when')) {
        const branch = this.#branch(['when', 'else']);
        // `CASE x WHEN value` compares: the value alone is no condition.
        found.push(
          searched || !branch.condition ? branch : { ...branch, condition: opaqueExpression(branch.condition) },
        );
      }
      if (cursor.skip('else')) found.push({ body: this.#statements([]) });
      return found;
    });
    return { kind: 'if', branches, ...this.#simple.span(start, cursor.at) };
  }

  /** IF, ELSIF or WHEN, its condition up to THEN, and its statements. */
  #branch(stops: readonly string[]): Branch {
    this.#cursor.at++;
    const condition = this.#simple.condition('then');
    return { condition, body: this.#statements(stops) };
  }

  /** LOOP, WHILE … LOOP, FOR … LOOP, FOREACH … LOOP */
  #loop(label: string | undefined): BlockStatement {
    const cursor = this.#cursor;
    const start = cursor.at;
    const end = cursor.find(['loop']);
    const given = cursor.is('for') || cursor.is('foreach') ? cursor.tokens.slice(start + 1, cursor.find(['in'])) : [];
    for (const token of given) {
      const name = nameOf(token);
      if (name !== undefined) this.#simple.variables.assign(name);
    }
    const {
      rounds: values,
      over,
      query,
    } = this.#values(
      start,
      end,
      given.flatMap((token) => nameOf(token) ?? []),
    );
    cursor.at = end;
    cursor.skip('loop');
    const first = cursor.at;
    const read = () => this.#within('loop', () => this.#statements([]));
    const body = read();
    const last = cursor.at;
    const rounds = values?.map((round) => {
      cursor.at = first;
      return this.#simple.variables.within(round, read);
    });
    cursor.at = last;
    return {
      kind: 'loop',
      ...labelled(label),
      body,
      ...(rounds && { rounds }),
      ...(over && { over }),
      ...(query && !rounds && { query }),
      ...this.#simple.span(start, cursor.at),
    };
  }

  /** What variables stand for in each round of a loop, where that is constants, or what a loop goes over. */
  #values(start: number, end: number, names: readonly string[]): LoopValues {
    const { tokens } = this.#cursor;
    if (tokens[start]?.text === 'while') return counts(tokens.slice(start + 1, end)) ? { over: [] } : {};
    const numbers = names.length === 1 && numbersOf(tokens.slice(start + 3, end));
    if (numbers)
      return numbers.length > MOST_ROUNDS
        ? { over: [] }
        : { rounds: numbers.map((number) => new Map([[names[0]!, String(number)]])) };
    const isArray = tokens[start]?.text === 'foreach';
    let at = start + 1 + names.length * 2 - 1;
    const words = isArray ? ['in', 'array'] : ['in', ...(tokens[at + 1]?.text === '(' ? ['('] : []), 'select'];
    if (names.length === 0 || words.some((word, i) => tokens[at + i]?.text !== word)) return {};
    at += words.length;
    const last = words.includes('(') ? end - 1 : end;
    const { variables } = this.#simple;
    const scope = { variables, bound: variables.bound };
    const expression = this.#simple.expression(at, last);
    const rounds = isArray
      ? constantList(expression, scope)?.map((value) => new Map([[names[0]!, value]]))
      : constantRows(expression, scope)?.map((row) => bindingsOf(names, row));
    return {
      rounds: rounds && rounds.length <= MOST_ROUNDS ? rounds : undefined,
      over: isArray ? undefined : tablesGiven(expression),
      query: isArray ? undefined : this.#simple.statement(at - 1, last),
    };
  }
}

/** What a loop goes over. */
interface LoopValues {
  readonly rounds?: readonly Bindings[] | undefined;
  readonly over?: readonly string[] | undefined;
  readonly query?: Statement | undefined;
}

/** `WHILE n < 100`: as good as a range of numbers. */
function counts(tokens: readonly { readonly text: string }[]): boolean {
  return /^(?!found )[a-z_]\w* (?:<|>|<=|>=|<>|!=) \d+$/i.test(tokens.map(({ text }) => text).join(' '));
}

/** The numbers of `1..3` and `REVERSE 3..1`; undefined where the bounds are no constants. */
function numbersOf(tokens: readonly { readonly text: string }[]): readonly number[] | undefined {
  const words = tokens.map(({ text }) => text).join(' ');
  const [, reverse, from, to, by] = /^(reverse )?(\d+) \.\s?\. (\d+)(?: by (\d+))?$/.exec(words) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const [low, high] = reverse ? [Number(to), Number(from)] : [Number(from), Number(to)];
  const step = Math.max(1, Number(by ?? 1));
  // One more than is followed tells that they are too many.
  const count = Math.min(MOST_ROUNDS + 1, Math.max(0, Math.floor((high - low) / step) + 1));
  return Array.from({ length: count }, (_, i) => (reverse ? high - i * step : low + i * step));
}

/** A row goes into a record, by whose fields it is read, or column by column into variables. */
function bindingsOf(names: readonly string[], row: Row): Bindings {
  const [record = ''] = names;
  const values = [...row.values()];
  return new Map([
    ...[...row].map(([field, value]) => [`${record}.${field}`, value] as const),
    ...(names.length === values.length ? names.map((name, i) => [name, values[i]!] as const) : []),
  ]);
}

function labelled(label: string | undefined): { label?: string } {
  return label === undefined ? {} : { label };
}
