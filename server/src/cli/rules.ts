import type { Command } from 'commander';
import { nearestName } from '../core/nearest';
import { rulePage } from '../linting/rulePage';
import { RULES } from '../rules/registry';
import { print } from './output';
import { UsageError } from './usageError';

/** Adds `rules` to the command line. */
export function registerRules(program: Command): void {
  program
    .command('rules')
    .summary('list every rule with its severity')
    .action(async () => {
      const width = Math.max(...RULES.map(({ id }) => id.length));
      await print(
        RULES.map(({ id, severity, docs }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${docs.summary}\n`).join(''),
      );
    });
}

/** Adds `explain` to the command line. */
export function registerExplain(program: Command): void {
  program
    .command('explain')
    .summary('show the page of a rule: why, wrong, right, options')
    .argument('<rule>', 'such as sql/drop')
    .action(async (name: string) => {
      const rule = RULES.find(({ id }) => id === name);
      if (!rule) throw new UsageError(unknown(name));
      await print(rulePage(rule));
    });
}

function unknown(name: string): string {
  const nearest = nearestName(
    name,
    RULES.map(({ id }) => id),
  );
  const hint = nearest === undefined ? '"ehr-schema rules" lists them' : `did you mean ${nearest}?`;
  return `there is no rule ${name}; ${hint}`;
}
