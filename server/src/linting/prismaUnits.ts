import { codeLineAfter, lineAt, type Units } from './units';

/** Prisma's grammar goes by lines: a field or an attribute is one line, a block begins with its own. */
export function prismaUnits(text: string): Units {
  return {
    marker: '//',
    after(comment) {
      const line = codeLineAfter(text, comment.end, '//');
      if (!line || !BLOCK.test(text.slice(line.start, line.end))) return line;
      const close = text.slice(line.end).search(/^\s*\}/m);
      return { start: line.start, end: close < 0 ? text.length : line.end + close };
    },
    before: (comment) => ({ start: lineAt(text, comment.start).start, end: comment.start }),
    around(offset) {
      const line = lineAt(text, offset);
      return { start: line.start + text.slice(line.start, line.end).search(/\S|$/), end: line.end };
    },
  };
}

const BLOCK = /^(?:model|enum|type|view|datasource|generator)\b[^{]*\{/;
