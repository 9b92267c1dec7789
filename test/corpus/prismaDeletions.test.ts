import { describe, expect, test } from 'vitest';
import type { Finding } from '../../server/src/core/finding';
import type { Span } from '../../server/src/core/span';
import type { Linter } from '../../server/src/linter';
import { schemaFileOf } from '../../server/src/workspace/schema/schema';
import { linterOf } from '../harness/prismaSchemas';
import { corpusSchemas, exampleSchema, sampled } from '../harness/prismaTexts';

const PATH = '/schema/schema.prisma';

/** Deletions tried per schema: enough to meet each kind of line, few enough for every run. */
const MOST_LINES = 120;
const MOST_CHARACTERS = 250;

/** Of our own schema, which is small, more. */
const MOST_OF_OURS = 1000;

/** These speak of both ends of a relation, or of the whole schema, and so rightly of more than the touched block. */
const WIDER = new Set(['prisma/relation-name', 'prisma/syntax']);

describe.each([exampleSchema(), ...corpusSchemas()])('$name', ({ name, text }) => {
  const linter = withoutValidator(text);
  const before = linter.check(PATH).filter(({ rule }) => !WIDER.has(rule));
  const blocks = schemaFileOf(linter.workspace, PATH).declarations.map((block) => block.at(block.block));

  const holds = (deleted: Span) => {
    linter.workspace.set(PATH, text.slice(0, deleted.start) + text.slice(deleted.end));
    const after = linter.check(PATH).filter(({ rule }) => !WIDER.has(rule));
    const touched = blocks.filter(({ start, end }) => start <= deleted.end && deleted.start <= end);
    const shift = deleted.end - deleted.start;
    const outside = (findings: readonly Finding[], moved: number) =>
      findings
        .map(({ rule, message, span }) => ({
          rule,
          message,
          start: span.start >= deleted.start ? span.start + moved : span.start,
        }))
        .filter(({ start }) => !touched.some((block) => block.start <= start && start <= block.end));
    expect(
      outside(after, shift),
      `deleting ${JSON.stringify(text.slice(deleted.start, deleted.end))} at ${deleted.start}`,
    ).toEqual(outside(before, 0));
  };

  test('deleting a line changes no finding elsewhere', () => {
    for (const line of sampled(linesOf(text), MOST_LINES)) holds(line);
  }, 300_000);

  test('deleting a character changes no finding elsewhere', () => {
    const places = Array.from(text, (_, index) => index);
    for (const at of sampled(places, name === exampleSchema().name ? MOST_OF_OURS : MOST_CHARACTERS))
      holds({ start: at, end: at + 1 });
  }, 300_000);
});

/** The validator speaks of the whole schema and takes most of the time. */
function withoutValidator(text: string): Linter {
  return linterOf({ [PATH]: text }, { rules: { 'prisma/syntax': { level: 'off' } } });
}

function linesOf(text: string): Span[] {
  return [...text.matchAll(/[^\n]*(?:\n|$)/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
