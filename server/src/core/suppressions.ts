import type { Span } from './span';

/** A rule's name as a suppression writes it. */
export interface NamedRule extends Span {
  readonly id: string;
}

/** A comment that hides findings: `-- ehr-schema-ignore sql/drop: reason`. The span is the comment's. */
export interface Suppression extends Span {
  /** What it covers: what comes next, what stands on its own line before it, or the whole file. */
  readonly scope: 'next' | 'line' | 'file';
  readonly rules: readonly NamedRule[];
  /** Why, in the writer's words; empty when they gave none. */
  readonly reason: string;
}

/** What begins a comment to the end of the line. */
export type CommentMarker = '--' | '//';

const WORD = 'ehr-schema-ignore';

/** Finds the suppressions of a text, in its order. */
export function readSuppressions(text: string, marker: CommentMarker): readonly Suppression[] {
  if (!text.includes(WORD)) return [];
  const pattern = new RegExp(`${marker}[ \\t]*${WORD}(-file)?(?![\\w-])([^:\\r\\n]*)(?::([^\\r\\n]*))?`, 'g');
  return [...text.matchAll(pattern)].map((match) => {
    const [whole, file, names, reason] = match;
    const lineStart = text.lastIndexOf('\n', match.index) + 1;
    const alone = text.slice(lineStart, match.index).trim() === '';
    const namesAt = match.index + whole.indexOf(WORD) + WORD.length + (file?.length ?? 0);
    return {
      start: match.index,
      end: match.index + whole.trimEnd().length,
      scope: file ? 'file' : alone ? 'next' : 'line',
      rules: readNames(names!, namesAt),
      reason: reason?.trim() ?? '',
    };
  });
}

function readNames(names: string, at: number): readonly NamedRule[] {
  return [...names.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => ({
    id,
    start: at + index,
    end: at + index + id.length,
  }));
}

/** The comment that hides a rule's findings, without a reason: the writer is to give one. */
export function suppressionComment(marker: CommentMarker, rule: string, scope: 'next' | 'file'): string {
  return `${marker} ${WORD}${scope === 'file' ? '-file' : ''} ${rule}: `;
}
