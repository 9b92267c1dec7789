import { LineIndex } from '../../core/span';
import type { Format } from '../report';

const LEVELS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Workflow commands that GitHub Actions shows as annotations beside the lines. */
export const github: Format = ({ files, show }) =>
  files
    .flatMap(({ path, text, findings }) => {
      const lines = new LineIndex(text);
      return findings.map(({ rule, severity, message, span }) => {
        const start = lines.position(span.start);
        const end = lines.position(span.end);
        // Columns are only allowed where the finding stands on one line.
        const columns = start.line === end.line ? `,col=${start.character + 1},endColumn=${end.character + 1}` : '';
        const place = `file=${property(show(path))},line=${start.line + 1},endLine=${end.line + 1}${columns}`;
        return `::${LEVELS[severity]} ${place},title=${property(rule)}::${data(message)}\n`;
      });
    })
    .join('');

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
