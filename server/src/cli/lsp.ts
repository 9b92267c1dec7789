import type { Command } from 'commander';

/** Adds `lsp` to the command line. */
export function registerLsp(program: Command): void {
  program
    .command('lsp')
    .summary('serve an editor over the Language Server Protocol')
    .requiredOption('--stdio', 'speak over stdin and stdout')
    .action(async () => {
      // Loaded only here: the other commands must not pay for it.
      const { createConnection, ProposedFeatures } = await import('vscode-languageserver/node');
      const { serve } = await import('../lsp/server');
      serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout));
    });
}
