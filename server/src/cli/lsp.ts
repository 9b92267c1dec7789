import { createRequire } from 'node:module';
import type { Command } from 'commander';
import { serverProgram } from '../host/installation';

/** Adds `lsp` to the command line. */
export function registerLsp(program: Command): void {
  program
    .command('lsp')
    .summary('serve an editor over the Language Server Protocol')
    .requiredOption('--stdio', 'speak over stdin and stdout')
    // Loaded only here: the other commands must not pay for it.
    .action(() => void createRequire(__filename)(serverProgram()));
}
