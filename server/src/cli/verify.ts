import { type Command, InvalidArgumentError, Option } from 'commander';
import { VERIFY_FORMATS } from './verify/formats';
import { runVerify, type VerifyOptions } from './verify/run';

/** Adds `verify` to the command line. */
export function registerVerify(program: Command): void {
  program
    .command('verify')
    .summary('run migrations on a real PostgreSQL: fresh, and a second time')
    .description(
      'Applies a history to an empty PostgreSQL, each migration twice, and shows which statement fails or changes something. Exit code 0: all hold; 1: some do not; 2: could not run.',
    )
    .argument('[dir]', 'the folder of the migrations, or one above it', '.')
    .option(
      '--database <where>',
      'embedded, the URL of a server, or $VARIABLE that holds one; on a server a scratch database is made and dropped',
      'embedded',
    )
    .option('--crash-points', 'also stop each migration behind every statement and run it again')
    .addOption(
      new Option('--format <format>', 'how verdicts are printed').choices(Object.keys(VERIFY_FORMATS)).default('text'),
    )
    .option('--timeout <seconds>', 'a run of one migration that takes longer has failed', seconds, 60)
    .option('--no-cache', 'run the whole history, also what has not changed since the last time')
    .action(async (folder: string, options: VerifyOptions) => {
      process.exitCode = await runVerify(folder, options);
    });
}

function seconds(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) <= 0)
    throw new InvalidArgumentError('It must be a number of seconds.');
  return Number(text);
}
