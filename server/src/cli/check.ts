import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CheckOptions, runCheck } from './checkRun';
import { FORMATS } from './formats/all';

/** Adds `check` to the command line. */
export function registerCheck(program: Command): void {
  program
    .command('check', { isDefault: false })
    .summary('find what would fail or change something on a second run, and what breaks a house rule')
    .description(
      'Checks migrations, Prisma schemas and the code that handles health data. Exit code 0: no errors; 1: findings; 2: could not run.',
    )
    .argument('[path...]', 'files or folders', ['.'])
    .addOption(
      new Option('--format <format>', 'how findings are printed').choices(Object.keys(FORMATS)).default('text'),
    )
    .option('--fix', 'apply the safe repairs to the files')
    .addOption(new Option('--fix-dry-run', 'print the safe repairs as a unified diff').conflicts(['fix', 'format']))
    .option('--since <git ref>', 'check only what differs from a commit, uncommitted and untracked files included')
    .option('--list-unknown', 'list the statements of which only a run tells what they do the second time')
    .option('--max-warnings <n>', 'more warnings than this are exit code 1', wholeNumber)
    .option('--no-cache', 'look at every file again, also at those that nothing has changed for since the last check')
    .option('--config <file>', 'use this configuration for every file')
    .option('--stdin-filename <path>', 'read the text from stdin and check it as if it were this file')
    .action(async (paths: string[], options: CheckOptions) => {
      process.exitCode = await runCheck(paths, options);
    });
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
