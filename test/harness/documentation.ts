import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './bundle';

/** A piece of code in a page of the documentation. */
export interface Block {
  /** The page, from the project's root. */
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

/** The pages that tell a person what to write. */
export const PAGES = ['README.md', 'docs/ci.md', 'docs/editors.md', 'docs/configuration.md'] as const;

/** The fenced blocks of one language in the pages, without the indentation that they stand in. */
export function blocks(language: string, pages: readonly string[] = PAGES): readonly Block[] {
  return pages.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    const fences = text.matchAll(/^([ ]*)```(\w+)\n(.*?)^\1```$/gms);
    return [...fences]
      .filter(([, , tag]) => tag === language)
      .map(([, indent, , body]) => ({ page, language, text: body!.replaceAll(new RegExp(`^${indent}`, 'gm'), '') }));
  });
}
