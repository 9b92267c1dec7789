#!/usr/bin/env node
// An editor waits for the server's first answer: it is not to wait for the other commands to be loaded.
const isServer = process.argv.slice(2).join(' ') === 'lsp --stdio';
void (isServer
  ? import('../lsp/main')
  : import('./program').then(({ runCommandLine }) => runCommandLine(process.argv)));
