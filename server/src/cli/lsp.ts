import type { Command } from 'commander';

/** Adds `lsp` to the command line. */
export function registerLsp(program: Command): void {
  program
    .command('lsp')
    .summary('serve an editor over the Language Server Protocol')
    .requiredOption('--stdio', 'speak over stdin and stdout')
    // Loaded only here: the other commands must not pay for it.
    .action(async () => void (await import('../lsp/main')));
}
