import { createRequire } from 'node:module';
import { type Configuration, DEFAULT_CONFIGURATION } from '../../server/src/core/configuration';
import { applyEdits, type Edit } from '../../server/src/core/edit';
import { createPrismaValidator } from '../../server/src/host/prismaValidator';
import { Linter } from '../../server/src/linter';
import type { AnyRule } from '../../server/src/rules/contexts';
import { RULES } from '../../server/src/rules/registry';
import { Workspace } from '../../server/src/workspace/workspace';

/** Texts by absolute path. */
export type Files = Readonly<Record<string, string>>;

/** The file that stands beside every example, so that an example need not say what database it is for. */
export const DATASOURCE = '/schema/datasource.prisma';
export const DATASOURCE_TEXT = `datasource db {
  provider = "postgresql"
}

generator client {
  provider        = "prisma-client"
  output          = "client"
  previewFeatures = ["views", "partialIndexes"]
}
`;

export const validatePrisma = createPrismaValidator();

/** A parser for tests in which no SQL may be read. */
const noSql = {
  crashes: 0,
  parse: (sql: string): never => {
    throw new Error(`a Prisma test parsed SQL: ${sql}`);
  },
  parsePlPgSql: (sql: string): never => {
    throw new Error(`a Prisma test parsed SQL: ${sql}`);
  },
};

/** An engine over these files, with Prisma's real validator. */
export function linterOf(
  files: Files,
  configuration: Partial<Configuration> = {},
  rules: readonly AnyRule[] = RULES,
): Linter {
  const workspace = new Workspace(() => ({ ...DEFAULT_CONFIGURATION, ...configuration }));
  workspace.set('/ehr-schema.config.json', '{}');
  for (const [path, text] of Object.entries(files)) workspace.set(path, text);
  return new Linter(workspace, { sql: noSql, validatePrisma }, rules);
}

/** The messages, without warnings, with which Prisma refuses a schema; what depends on Prisma's major version is left out. */
export function refusals(files: Files): readonly string[] {
  const schema = Object.entries(files).filter(([path]) => path.endsWith('.prisma'));
  return validatePrisma(schema)
    .filter(
      ({ warning, message }) => !warning && !/no longer supported|preview feature "[^"]*" is not known/.test(message),
    )
    .map(({ file, message }) => `${file}: ${message}`);
}

interface SchemaWasm {
  format(schema: string, parameters: string): string;
}

const { format }: SchemaWasm = createRequire(import.meta.url)('@prisma/prisma-schema-wasm');

/** A schema file as Prisma's formatter writes it. */
export function formatted(text: string): string {
  const parameters = { textDocument: { uri: 'file:/a.prisma' }, options: { tabSize: 2, insertSpaces: true } };
  const result: [string, string][] = JSON.parse(
    format(JSON.stringify([['file:/a.prisma', text]]), JSON.stringify(parameters)),
  );
  return result[0]?.[1] ?? text;
}

/** The files after edits that a finding in `path` brings. */
export function edited(files: Files, path: string, edits: readonly Edit[]): Files {
  const result: Record<string, string> = { ...files };
  for (const target of new Set(edits.map((edit) => edit.path ?? path))) {
    const own = edits.filter((edit) => (edit.path ?? path) === target);
    result[target] = applyEdits(result[target] ?? '', own);
  }
  return result;
}

/** The files after Fix All on one of them. */
export function fixedAll(files: Files, path: string, configuration: Partial<Configuration> = {}): Files {
  return { ...files, ...Object.fromEntries(linterOf(files, configuration).fix(path)) };
}
