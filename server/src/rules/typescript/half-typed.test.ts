// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a half-typed template.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linterOf } from '../../../../test/harness/typescript';
import { exampleOf } from '../../core/rule';
import { noTokens } from '../phi/no-tokens';
import { notText } from '../phi/not-text';
import { unknownField } from '../phi/unknown-field';
import { unknownModel } from '../phi/unknown-model';
import { unlisted } from '../phi/unlisted';
import { nPlusOne } from './n-plus-one';
import { rawSql } from './raw-sql';

const rules = [rawSql, nPlusOne, noTokens, unknownModel, unknownField, notText, unlisted];
const examples = rules.flatMap(({ docs }) => [...docs.bad, ...docs.good].map((example) => exampleOf(example).text));
const typescript = examples.filter((text) => !text.startsWith('model'));
const schemas = examples.filter((text) => text.startsWith('model'));

/** A text with some of it taken out and something else put in, as while typing. */
const edited = (texts: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat(30),
      fc.oneof(fc.string(), fc.constantFrom('{', '`', "'", '${', '\0', '🩺', '\r\n')),
    )
    .map(([text, from, length, put]) => {
      const at = from % (text.length + 1);
      return text.slice(0, at) + put + text.slice(at + length);
    });

test('no typing makes a rule throw, and every finding and edit lies in its text', () => {
  const path = '/src/phiEncryption.ts';
  const linter = linterOf(rules, {});
  fc.assert(
    fc.property(edited(typescript), edited(schemas), (text, schema) => {
      linter.workspace.set(path, text);
      linter.workspace.set('/schema.prisma', schema);
      for (const checked of [path, '/schema.prisma'])
        for (const { span, repairs } of linter.check(checked)) {
          expect(span.end).toBeLessThanOrEqual(linter.workspace.text(checked)!.length);
          for (const edit of repairs.flatMap(({ edits }) => edits))
            expect(edit.end).toBeLessThanOrEqual(linter.workspace.text(edit.path ?? checked)!.length);
        }
    }),
    { numRuns: 500 },
  );
});
