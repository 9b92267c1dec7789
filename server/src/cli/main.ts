#!/usr/bin/env node
import { createRequire } from 'node:module';
import { runWithCodeCache } from '../host/codeCache';
import { commandProgram, serverProgram } from '../host/installation';
import { compileWebAssemblyOnce } from '../host/webAssembly';

const words = process.argv.slice(2);
const load = createRequire(__filename);

// An editor waits for the server's first answer: it is not to wait for the other commands to be loaded.
if (words.join(' ') === 'lsp --stdio') load(serverProgram());
// A check is short and often repeated: before every commit.
else if (words[0] === 'check') {
  compileWebAssemblyOnce();
  runWithCodeCache(commandProgram(), { warm: 'exit' });
} else load(commandProgram());
