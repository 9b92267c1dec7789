import { keptByBlock } from '../../languages/prisma/blockFacts';
import type { Declaration } from '../../languages/prisma/declaration';
import { upperSnakeCase } from '../../languages/prisma/names';
import type { EnumValue } from '../../languages/prisma/syntax';
import { lazyRepair } from '../../repairs/lazyRepair';
import { renameValue } from '../../repairs/prisma/rename';
import { prismaRule } from './context';

/** Enum values are written as the house writes them. */
export const enumCase = prismaRule({
  id: 'prisma/enum-case',
  severity: 'warning',
  docs: {
    summary: 'Enum values are UPPER_SNAKE_CASE.',
    why: 'The house’s values are. One that is not is written wrong in every other query, and TypeScript tells only those who read its error to the end.',
    source: 'HOUSE-RULES: Enum definition',
    bad: [
      `enum ClientStatus {
  ACTIVE
  OnHold
}`,
    ],
    good: [
      `enum ClientStatus {
  ACTIVE
  INACTIVE
  DISCHARGED
  WAITLIST
  ON_HOLD
}`,
    ],
    whenOff: 'Where an enum mirrors the spelling of another system.',
    notes:
      'The suggestion renames the value, adds `@map` so that the database keeps the old one, and follows the defaults that name it in the whole schema. Code that uses the value must follow too, which is why it is not part of Fix All.',
  },
  checkEnum({ schema, report, rewrite }, block) {
    for (const value of misnamed(block)) {
      const better = betterName(block, value);
      report({
        at: block.at(value.name),
        message: `${value.name.text} is not UPPER_SNAKE_CASE, as enum values are.${better ? ` Write ${better}.` : ''}`,
        repairs:
          better && !value.broken
            ? [
                lazyRepair(`Rename to ${better}, and keep ${value.name.text} in the database`, false, () =>
                  renameValue(rewrite(), schema, block, value, better),
                ),
              ]
            : [],
      });
    }
  },
});

const misnamed = keptByBlock(({ values }) => values.filter(({ name }) => !UPPER_SNAKE_CASE.test(name.text)));

const UPPER_SNAKE_CASE = /^[\p{Lu}\p{Lo}][\p{Lu}\p{Lo}\p{N}]*(?:_[\p{Lu}\p{Lo}\p{N}]+)*$/u;

function betterName(block: Declaration, value: EnumValue): string | undefined {
  const name = upperSnakeCase(value.name.text);
  const taken = block.values.some((other) => other.name.text === name);
  return UPPER_SNAKE_CASE.test(name) && !taken ? name : undefined;
}
