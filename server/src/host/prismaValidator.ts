import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PrismaDiagnostic } from '../core/tools';

/** The part of @prisma/prisma-schema-wasm that we call. */
interface SchemaWasm {
  /** Takes and gives JSON. */
  lint(files: string): string;
}

interface LintMessage {
  readonly file_name: string;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly is_warning: boolean;
}

const require = createRequire(join(__dirname, 'x'));

/** The bundle has a copy of the package beside it; from source the package itself is taken. */
const BUNDLED = join(__dirname, 'prisma_schema_build.cjs');

/**
 * Prisma's own validator, in WebAssembly. It is loaded when it is first asked, in 20 to 30 ms. Where it gives up (a panic, too
 * deep a nesting) it has nothing to say, and the next question goes to a fresh one.
 */
export function createPrismaValidator(): (
  files: readonly (readonly [string, string])[],
) => readonly PrismaDiagnostic[] {
  let wasm: SchemaWasm | undefined;
  return (files) => {
    try {
      wasm ??= loadSchemaWasm();
      const messages: readonly LintMessage[] = JSON.parse(wasm.lint(JSON.stringify(files)));
      return messages.map(diagnostic);
    } catch (error) {
      if (!(error instanceof Error && GIVING_UP.has(error.name))) throw error;
      wasm = undefined;
      return [];
    }
  };
}

/** How a panic and a stack that is too deep show themselves. */
const GIVING_UP = new Set(['RuntimeError', 'RangeError']);

/** Each call makes an instance of its own. */
function loadSchemaWasm(): SchemaWasm {
  // The package reports a panic to this registry, and fails in a worse way where there is none.
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: () => undefined } });
  const file = existsSync(BUNDLED) ? BUNDLED : require.resolve('@prisma/prisma-schema-wasm');
  delete require.cache[file];
  return require(file);
}

function diagnostic({ file_name, start, end, text, is_warning }: LintMessage): PrismaDiagnostic {
  return { file: file_name, start, end, message: text, warning: is_warning };
}
