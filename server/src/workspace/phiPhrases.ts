import pluralize from 'pluralize';
import { wordsOf } from '../languages/prisma/names';

const known = new Map<string, readonly string[]>();
const MOST_NAMES = 20_000;

/** The words of a name in lower case and in the singular: `progressNotes` is progress, note. */
export function singularWords(name: string): readonly string[] {
  const before = known.get(name);
  if (before) return before;
  const words = wordsOf(name).map((word) => pluralize.singular(word));
  if (known.size >= MOST_NAMES) known.clear();
  known.set(name, words);
  return words;
}

/** The first of some phrases whose words stand side by side in a name, whole: `session id` is in `lastSessionId`. */
export function phraseIn(name: string, phrases: readonly string[]): string | undefined {
  const words = ` ${singularWords(name).join(' ')} `;
  return phrases.find((phrase) => words.includes(` ${singularWords(phrase).join(' ')} `));
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
