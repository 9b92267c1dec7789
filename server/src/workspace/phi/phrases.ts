import pluralize from 'pluralize';
import { wordsOf } from '../../languages/prisma/names';

interface Words {
  readonly words: readonly string[];
  /** The words with a blank around each, so that only whole words are found. */
  readonly spaced: string;
}

const known = new Map<string, Words>();

/** Far more names than a schema has; only a bound for a process that lives long. */
const MOST_NAMES = 20_000;

/** The words of a name in lower case and in the singular: `progressNotes` is progress, note. */
export function singularWords(name: string): readonly string[] {
  return read(name).words;
}

/** The first of some phrases whose words stand side by side in a name, whole: `session id` is in `lastSessionId`. */
export function phraseIn(name: string, phrases: readonly string[]): string | undefined {
  const words = read(name).spaced;
  return phrases.find((phrase) => words.includes(read(phrase).spaced));
}

/** The first of some phrases that is the whole name. */
export function phraseOf(name: string, phrases: readonly string[]): string | undefined {
  const words = read(name).spaced;
  return phrases.find((phrase) => words === read(phrase).spaced);
}

function read(name: string): Words {
  const before = known.get(name);
  if (before) return before;
  const words = wordsOf(name).map((word) => pluralize.singular(word));
  const result = { words, spaced: ` ${words.join(' ')} ` };
  if (known.size >= MOST_NAMES) known.clear();
  known.set(name, result);
  return result;
}

/** True when a list of exceptions names a field, alone or with its model: `email`, `User.email`, `User`. */
export function isExcepted(model: string, field: string, exceptions: readonly string[]): boolean {
  return exceptions.some((name) => name === field || name === model || name === `${model}.${field}`);
}

/** Words for what is compared, looked up or checked, and so must stay as it was written. */
export const TOKEN_PHRASES: readonly string[] = [
  'token',
  'secret',
  'otp',
  'totp',
  'nonce',
  'hash',
  'lookup key',
  'reset key',
  'session id',
  'api key',
  'apikey',
];
