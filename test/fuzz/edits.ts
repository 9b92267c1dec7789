import type { Random } from '../harness/random';

/** A replacement of a range of a text by another text, in UTF-16 offsets. */
export interface TextChange {
  /** What kind of edit it is, for the reproduction. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

type Edit = (random: Random, text: string, other: string) => Omit<TextChange, 'name'>;

const LONGEST = 400;

/** Characters that break those who count in the wrong unit, or trust what they read. */
const STRANGE = [
  '\ud83d',
  '\ude00',
  '😀',
  'é',
  '\u0301\u0302',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u00a0',
  '\0',
  '\u2028',
  '\x85',
  '\r',
  '\r\n',
  '\t',
  'ﬀ',
  'İ',
  '𝕏',
];

const WORDS = [
  ';',
  "'",
  '"',
  '$$',
  '$a$',
  '(',
  ')',
  '[',
  '{',
  '}',
  '/*',
  '*/',
  '--',
  '//',
  '\\',
  '::',
  '@',
  '@@',
  '`',
  '${',
  'BEGIN;',
  'COMMIT;',
  'DO $$ BEGIN ',
  'END $$;',
  'IF NOT EXISTS',
  'CASCADE',
  'CREATE TABLE ',
  'DROP TABLE ',
  'ALTER TABLE ',
  'ADD COLUMN ',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC ',
  "E'",
  'U&"',
  '-- ehr-schema-ignore sql/drop: why\n',
  '// ehr-schema-ignore-file prisma/uuid-id\n',
  'model ',
  'enum X {\n',
  '@relation(fields: [',
  '@@index([',
  'await prisma.',
  'prisma.$queryRawUnsafe(',
];

const EDITS: Readonly<Record<string, Edit>> = {
  'half-typed word': (random, text) => {
    const at = random.below(text.length + 1);
    const word = random.of(WORDS);
    return { start: at, end: at, text: word.slice(0, 1 + random.below(word.length)) };
  },
  'a word': (random, text) => {
    const at = random.below(text.length + 1);
    return { start: at, end: at, text: random.of(WORDS) };
  },
  'deleted range': (random, text) => ({ ...range(random, text), text: '' }),
  'deleted character': (random, text) => {
    const start = random.below(text.length + 1);
    return { start, end: Math.min(text.length, start + 1), text: '' };
  },
  'doubled range': (random, text) => {
    const { start, end } = range(random, text);
    return { start: end, end, text: text.slice(start, end) };
  },
  'moved range': (random, text) => {
    const { start, end } = range(random, text);
    const at = random.below(text.length + 1);
    return { start: at, end: at, text: text.slice(start, end) };
  },
  'range of another file': (random, text, other) => {
    const { start, end } = range(random, other);
    const at = random.below(text.length + 1);
    return { start: at, end: at, text: other.slice(start, end) };
  },
  'whole lines of another file': (random, text, other) => {
    const lines = other.split('\n');
    const first = random.below(lines.length);
    const at = text.lastIndexOf('\n', random.below(text.length + 1)) + 1;
    return { start: at, end: at, text: `${lines.slice(first, first + 1 + random.below(8)).join('\n')}\n` };
  },
  'strange characters': (random, text) => {
    const at = random.below(text.length + 1);
    const characters = Array.from({ length: 1 + random.below(4) }, () => random.of(STRANGE));
    return { start: at, end: at, text: characters.join('') };
  },
  'cut off': (random, text) => ({ start: random.below(text.length + 1), end: text.length, text: '' }),
  'other line ends': (_, text) => ({
    start: 0,
    end: text.length,
    text: text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n'),
  }),
};

/** Small enough that a text of this length is edited further, and not cut down first. */
const LARGEST = 60_000;

/** One random edit of a text; `other` is a text to copy from. */
export function randomEdit(random: Random, text: string, other: string): TextChange {
  const name = text.length > LARGEST ? 'cut off' : random.of(Object.keys(EDITS));
  const change = EDITS[name]!(random, text, other);
  return { name, ...change };
}

/** A text after an edit. */
export function edited(text: string, { start, end, text: put }: TextChange): string {
  return text.slice(0, start) + put + text.slice(end);
}

function range(random: Random, text: string): { readonly start: number; readonly end: number } {
  const start = random.below(text.length + 1);
  return { start, end: Math.min(text.length, start + random.below(LONGEST)) };
}
