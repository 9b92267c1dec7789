#!/usr/bin/env node
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runWithCodeCache } from '../host/codeCache';

const [command = '', ...words] = process.argv.slice(2);
const program = join(__dirname, 'command.cjs');

// An editor waits for the server's first answer: it is not to wait for the other commands to be loaded.
if (command === 'lsp' && words.join() === '--stdio') void import('../lsp/main');
// A check is short and often repeated: before every commit.
else if (command === 'check') runWithCodeCache(program, { warm: 'exit' });
else createRequire(program)(program);
