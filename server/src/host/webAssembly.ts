import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 compile WebAssembly once and quickly, for this process. PostgreSQL's parser and Prisma's validator run for moments:
 * optimizing them takes the second processor from the engine and 12 MB, and nothing becomes faster. What runs PostgreSQL itself
 * must not call this. Called before anything is compiled.
 */
export function compileWebAssemblyOnce(): void {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}
