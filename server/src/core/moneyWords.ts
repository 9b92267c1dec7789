import type { RuleOptions } from './rule';

/** The words that tell money from other numbers, as options of a rule: what is money in a schema is money in SQL. */
export const MONEY_WORDS = {
  words: {
    description: 'Words, in the singular, that make a field one of money.',
    default: [
      'amount',
      'balance',
      'charge',
      'coinsurance',
      'copay',
      'copayment',
      'cost',
      'deductible',
      'fee',
      'money',
      'payment',
      'premium',
      'price',
      'refund',
      'salary',
      'wage',
    ],
  },
  weakWords: {
    description:
      'Words that make a Float or Decimal one of money when they end its name; a whole number of them is a count.',
    default: ['discount', 'rate', 'subtotal', 'tax', 'total'],
  },
  otherWords: {
    description: 'Words that say that a field is not money, whatever else its name holds.',
    default: [
      'attempt',
      'beat',
      'blood',
      'breath',
      'code',
      'conversion',
      'count',
      'day',
      'error',
      'flow',
      'frame',
      'growth',
      'heart',
      'hour',
      'id',
      'index',
      'limit',
      'metabolic',
      'minute',
      'month',
      'number',
      'order',
      'percent',
      'percentage',
      'position',
      'pulse',
      'ratio',
      'respiratory',
      'respiration',
      'retry',
      'sample',
      'score',
      'success',
      'token',
      'unit',
      'version',
      'weight',
      'year',
    ],
  },
} as const satisfies RuleOptions;

/** The values of these options: words in the singular and in lower case. */
export type MoneyWords = { readonly [Kind in keyof typeof MONEY_WORDS]: readonly string[] };

/** What may follow a word of money without making it something else. */
const QUALIFIERS = new Set(
  'in cent dollar usd eur gbp euro due paid owed total gross net min max minimum maximum billed allowed value after before tax per session visit hour month year'.split(
    ' ',
  ),
);

/**
 * True when a name is one of money.
 * @param parts the words of the name, in the singular and in lower case.
 * @param whole it is a whole number, which may be a count.
 */
export function isMoneyName(
  parts: readonly string[],
  whole: boolean,
  { words, weakWords, otherWords }: MoneyWords,
): boolean {
  const place = parts.findLastIndex((word) => words.includes(word));
  const rest = place < 0 ? parts : parts.slice(place + 1);
  const exempt = parts.some((word) => otherWords.includes(word) && !QUALIFIERS.has(word));
  if (exempt) return false;
  if (place >= 0) return !whole || rest.every((word) => QUALIFIERS.has(word));
  return !whole && weakWords.includes(parts.at(-1) ?? '');
}
