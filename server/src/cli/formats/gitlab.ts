import { createHash } from 'node:crypto';
import { LineIndex } from '../../core/span';
import type { Format } from '../report';

const SEVERITIES = { error: 'major', warning: 'minor', info: 'info' } as const;

/** GitLab's Code Quality report. */
export const gitlab: Format = ({ files, show }) => {
  const seen = new Map<string, number>();
  const issues = files.flatMap(({ path, text, findings }) => {
    const lines = new LineIndex(text);
    return findings.map(({ rule, severity, message, span }) => {
      // The words, not the line: so that an issue stays the same when lines are added above it.
      const words = [show(path), rule, text.slice(span.start, span.end)].join('\0');
      const nth = seen.get(words) ?? 0;
      seen.set(words, nth + 1);
      return {
        description: message,
        check_name: rule,
        fingerprint: createHash('sha256').update(`${words}\0${nth}`).digest('hex'),
        severity: SEVERITIES[severity],
        location: {
          path: show(path),
          lines: { begin: lines.position(span.start).line + 1, end: lines.position(span.end).line + 1 },
        },
      };
    });
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
};
