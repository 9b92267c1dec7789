import { type ParseResult, type ParserPlugin, parse } from '@babel/parser';
import type { File } from '@babel/types';

/** Larger texts are bundles or generated code, not something that a person edits. */
const LARGEST = 1_000_000;

/**
 * Parses TypeScript or JavaScript, told apart by the path's ending. Small faults are read over.
 * @returns the tree, with offsets in UTF-16; undefined when the text is too broken (a missing brace) or over a megabyte.
 */
export function parseTypeScript(path: string, text: string): ParseResult<File> | undefined {
  if (text.length > LARGEST) return undefined;
  try {
    return parse(text, {
      sourceType: 'module',
      errorRecovery: true,
      attachComment: false,
      allowImportExportEverywhere: true,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowSuperOutsideMethod: true,
      allowUndeclaredExports: true,
      plugins: pluginsFor(path),
    });
  } catch {
    // The parser gives up by throwing: a SyntaxError on broken text, a RangeError on endless nesting. Both mean: no tree.
    return undefined;
  }
}

function pluginsFor(path: string): ParserPlugin[] {
  if (/\.[cm]?ts$/.test(path)) return ['typescript', 'decorators-legacy'];
  if (path.endsWith('.tsx')) return ['typescript', 'jsx', 'decorators-legacy'];
  return ['jsx', 'decorators-legacy'];
}
