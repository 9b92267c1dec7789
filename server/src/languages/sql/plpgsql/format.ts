import { quoteIdentifier, quoteLiteral } from '../names';

/**
 * PostgreSQL's `format(template, …)` with `%s`, `%I`, `%L`, `%%` and positions such as `%1$I`; undefined for what it refuses,
 * and for widths, which nobody gives a statement.
 */
export function formatText(template: string, values: readonly string[]): string | undefined {
  let next = 0;
  let isValid = true;
  const text = template.replace(/%(?:(\d+)\$)?(.?)/gs, (_, position: string | undefined, type: string) => {
    if (type === '%' && position === undefined) return '%';
    next = position === undefined ? next + 1 : Number(position);
    const written = write(type, values[next - 1]);
    if (written === undefined) isValid = false;
    return written ?? '';
  });
  return isValid ? text : undefined;
}

function write(type: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (type === 's') return value;
  if (type === 'I') return quoteIdentifier(value);
  return type === 'L' ? quoteLiteral(value) : undefined;
}
