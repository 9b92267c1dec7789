// What the thread runs first: the engine, with the code that V8 kept of it.
import { join } from 'node:path';
import { runWithCodeCache } from '../../host/codeCache';

runWithCodeCache(join(__dirname, 'engine.cjs'));
