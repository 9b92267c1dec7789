import type { DocumentFilter } from 'vscode';

/** Schemes of documents that a person writes; diffs, output and other projections of a file are left alone. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs'] as const;

const LANGUAGES = ['sql', 'prisma', 'typescript', 'typescriptreact', 'javascript', 'javascriptreact'] as const;

/** The name of the configuration file, as the server looks for it. */
export const CONFIGURATION_FILE = 'ehr-schema.config.json';

/** What the server is told about. */
export const DOCUMENTS: readonly (DocumentFilter & { readonly scheme: string })[] = [
  ...SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
  { scheme: 'file', pattern: `**/${CONFIGURATION_FILE}` },
];
