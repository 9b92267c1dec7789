import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIGURATION } from './configuration';
import { readConfiguration } from './configurationReader';
import type { ConfigurableRule } from './ruleSettings';

const RULES: readonly ConfigurableRule[] = [
  { id: 'sql/drop', options: {} },
  {
    id: 'prisma/map-name',
    options: {
      plural: { description: 'Table names are plural.', default: true },
      known: { description: 'Names that stay as they are.', default: ['people'] },
      longest: { description: 'The longest name.', default: 63 },
    },
  },
];

/** The words that are marked, each with its message. */
function faults(text: string): readonly (readonly [string, string])[] {
  return readConfiguration(text, '/r', RULES).faults.map(({ span, message }) => [
    text.slice(span.start, span.end),
    message,
  ]);
}

describe('readConfiguration', () => {
  it('reads every kind of value over the defaults, with comments and trailing commas', () => {
    const text = `{
      // comments are allowed
      "$schema": "./schema.json",
      "rules": { "sql/drop": "off", "prisma/map-name": ["info", { "plural": false, "known": ["staff"] }] },
      "migrations": "db/*.sql",
      "phi": { "list": "SECRET" },
      "guardStyle": "if-not-exists",
      "postgres": 15,
    }`;
    const { configuration, faults } = readConfiguration(text, '/r', RULES);
    expect(faults).toEqual([]);
    expect(configuration).toEqual({
      ...DEFAULT_CONFIGURATION,
      root: '/r',
      rules: {
        'sql/drop': { level: 'off' },
        'prisma/map-name': { level: 'info', options: { plural: false, known: ['staff'] } },
      },
      migrations: ['db/*.sql'],
      phi: { ...DEFAULT_CONFIGURATION.phi, list: 'SECRET' },
      guardStyle: 'if-not-exists',
      postgres: 15,
    });
  });

  it.each([
    ['{ "guardstyle": "do-block" }', '"guardstyle"', 'There is no key "guardstyle". Did you mean "guardStyle"?'],
    ['{ "rules": { "sql/dropp": "off" } }', '"sql/dropp"', 'There is no rule "sql/dropp". Did you mean "sql/drop"?'],
    ['{ "rules": { "sql/drop": "of" } }', '"of"', 'This must be one of "off", "info", "warning", "error".'],
    ['{ "rules": { "sql/drop": 2 } }', '2', 'This must be one of "off", "info", "warning", "error".'],
    ['{ "rules": { "sql/drop": [] } }', '[]', 'Write [severity, options] or a severity alone.'],
    ['{ "rules": { "sql/drop": ["off", { "x": 1 }] } }', '"x"', 'The rule sql/drop has no options.'],
    [
      '{ "rules": { "prisma/map-name": ["off", { "plurals": true }] } }',
      '"plurals"',
      'There is no option of prisma/map-name named "plurals". Did you mean "plural"?',
    ],
    ['{ "rules": { "prisma/map-name": ["off", { "plural": "yes" }] } }', '"yes"', 'This must be true or false.'],
    [
      '{ "rules": { "prisma/map-name": ["off", { "known": [1] }] } }',
      '[1]',
      'This must be a list of texts, such as ["a", "b"].',
    ],
    ['{ "rules": { "prisma/map-name": ["off", { "longest": "9" }] } }', '"9"', 'This must be a number.'],
    ['{ "rules": [] }', '[]', 'This must be an object of rules: { "sql/drop": "warning" }.'],
    ['{ "postgres": "14" }', '"14"', 'This must be a whole number from 10 to 30.'],
    ['{ "migrations": [1] }', '[1]', 'This must be a list of texts, such as ["a", "b"].'],
    ['{ "phi": { "deterministic": "no" } }', '"no"', 'This must be true or false.'],
    ['[]', '[]', 'This must be an object: { … }.'],
    ['', '', 'The file is empty. Write {} for the defaults.'],
    ['{ "__proto__": {} }', '"__proto__"', expect.stringContaining('There is no key "__proto__".')],
  ])('marks what it does not understand: %s', (text, words, message) => {
    expect(faults(text)).toEqual([[words, message]]);
  });

  it('never throws on half-typed text, and what it could not read stays at its default', () => {
    const text = '{ "rules": { "sql/drop": ["off", { "x": [1, "\\u0000"] }] }, "phi": { "list": "A" } }';
    for (let end = 0; end < text.length; end++) {
      const { configuration, faults } = readConfiguration(text.slice(0, end), '/r', RULES);
      expect(faults.length).toBeGreaterThan(0);
      expect(configuration.guardStyle).toBe('do-block');
      for (const { span } of faults) expect(span.end).toBeLessThanOrEqual(end);
    }
  });
});
