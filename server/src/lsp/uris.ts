import { URI } from 'vscode-uri';
import { fileKind } from '../workspace/workspace';

const ENDINGS: Readonly<Record<string, string>> = {
  sql: '.sql',
  postgres: '.sql',
  pgsql: '.sql',
  prisma: '.prisma',
  typescript: '.ts',
  typescriptreact: '.tsx',
  javascript: '.js',
  javascriptreact: '.jsx',
};

/**
 * The engine's path for a document: that of its file; a document that is no file, or whose name says nothing, gets the
 * ending of its language.
 */
export function pathOfUri(uri: string, language: string): string {
  const parsed = URI.parse(uri);
  const path = parsed.scheme === 'file' ? parsed.fsPath.replace(/\\/g, '/') : `/${parsed.scheme}:/${parsed.path}`;
  return fileKind(path) ? path : path + (ENDINGS[language] ?? '');
}

/** True for a document that lies on this machine's disk. */
export function isFile(uri: string): boolean {
  return URI.parse(uri).scheme === 'file';
}

/** The address of a file. */
export function uriOfPath(path: string): string {
  return URI.file(path).toString();
}
