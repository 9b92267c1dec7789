import type { Span } from '../../core/span';
import { Lexer } from '../../languages/sql/lexer';
import { indexesWith } from '../../languages/sql/statementsWith';
import type { Statement } from '../../languages/sql/syntax';
import { blockFaults } from '../../workspace/statements/blockFaults';
import { type SqlContext, sqlRule } from './context';

/** PostgreSQL has to be able to read what it is given. */
export const syntax = sqlRule({
  id: 'sql/syntax',
  severity: 'error',
  docs: {
    summary: 'PostgreSQL can read every statement.',
    why: 'PostgreSQL reads the whole file before it runs any of it, so one slip keeps every statement of the migration from running: 42601 syntax_error. Where a tool sends the statements one by one, those before the slip have run and those after it have not.',
    source: 'DESIGN: Every statement',
    bad: [
      'ALTER TABEL users ADD COLUMN department VARCHAR(100);\n',
      {
        before: 'CREATE TABLE users (id UUID PRIMARY KEY);',
        text: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100,);
    END IF;
END $$;
`,
      },
      "INSERT INTO settings (name) VALUES ('it's on');\n",
      '\\set ON_ERROR_STOP on\n',
    ],
    good: [
      {
        before: 'CREATE TABLE users (id UUID PRIMARY KEY);',
        text: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
    END IF;
END $$;
`,
      },
      { before: 'CREATE TABLE settings (name TEXT);', text: "INSERT INTO settings (name) VALUES ('it''s on');\n" },
    ],
    whenOff: 'For files that a program completes before PostgreSQL sees them, such as templates.',
    notes:
      "The message and its place are those of PostgreSQL 18’s own parser. Statements are read one by one, so that one slip does not hide the next. The static SQL within DO blocks is read too, and strings that EXECUTE runs as they stand; the bodies of functions are not. Commands of psql (`\\set`, `\\copy`, `:'variable'`, rows behind `COPY … FROM stdin`) are for psql alone: Prisma and every other client send them to the server, which refuses them.",
  },
  check(context) {
    const { document, report } = context;
    let rows: Statement | undefined;
    let before = -1;
    for (const index of suspicious(document)) {
      const statement = document.statements[index]!;
      if (index > before + 1) rows = undefined;
      before = index;
      // The rows behind COPY … FROM stdin are no statements.
      if (rows !== undefined && isBroken(statement)) continue;
      rows = readsRows(statement) ? statement : undefined;
      for (const { at, message } of faultsOf(statement, context)) report({ at, message });
    }
  },
});

/** All that may have a fault: trees that are no DO statement have none. */
const suspicious = indexesWith((statement) => {
  const { syntax, unterminated } = statement;
  const { parse, block, text } = syntax;
  const isOther = parse.kind !== 'tree' || block !== undefined || unterminated !== undefined;
  return isOther || readsRows(statement) || text.startsWith('\\');
});

interface Fault {
  readonly at: Span;
  readonly message: string;
}

function faultsOf(statement: Statement, { text, tools }: SqlContext): readonly Fault[] {
  const { start, end } = statement;
  const { parse, text: own } = statement.syntax;
  if (own.startsWith('\\')) return [metaCommand(statement)];
  if (statement.unterminated) return [cutOff(statement.unterminated, text, start)];
  if (readsRows(statement))
    return [
      {
        at: { start, end },
        message: 'COPY FROM stdin takes its rows from psql, and every other client waits in vain. Write an INSERT.',
      },
    ];
  if (parse.kind === 'tree')
    return blockFaults(statement.syntax, tools.sql).map(({ message, at }) => ({
      message: said(message),
      at: { start: start + at.start, end: start + at.end },
    }));
  if (parse.kind === 'crash') return [];
  const at = { start: start + parse.at.start, end: start + parse.at.end };
  return [/^:['"]?[A-Za-z_]/.test(own.slice(parse.at.start)) ? variable(at) : { at, message: said(parse.message) }];
}

function said(message: string): string {
  return `PostgreSQL cannot read this: ${message}.`;
}

function isBroken({ syntax }: Statement): boolean {
  return syntax.parse.kind === 'syntax';
}

function readsRows({ syntax }: Statement): boolean {
  const { parse } = syntax;
  if (parse.kind !== 'tree' || !('CopyStmt' in parse.node)) return false;
  const { is_from, filename, is_program } = parse.node.CopyStmt;
  return !!is_from && filename === undefined && !is_program;
}

function metaCommand({ start, syntax }: Statement): Fault {
  const [command = ''] = /^\\\S*/.exec(syntax.text) ?? [];
  const at = { start, end: start + command.length };
  return {
    at,
    message: `${command} is a command of psql, which no other client and no server knows. Write it in SQL, or take it out.`,
  };
}

function variable(at: Span): Fault {
  return {
    at,
    message: 'A variable of psql is put in by psql alone; every other client sends it as it stands. Write the value.',
  };
}

const NEVER_CLOSED = {
  string: "The string that begins here is never closed. Add the ' that ends it, and write a ' within it twice.",
  quoted: 'The quoted name that begins here is never closed. Add the " that ends it.',
  dollar: 'The text that begins here is never closed. Add the same dollar quote where it ends.',
  comment:
    'The comment that begins here is never closed. Add the */ that ends it; comments within comments need their own.',
} as const;

/** Marks where the open quote begins, to the end of its line. */
function cutOff(kind: NonNullable<Statement['unterminated']>, text: string, start: number): Fault {
  const lexer = new Lexer(text, start);
  while (lexer.unterminated === undefined && lexer.next());
  const [line = ''] = /^[^\r\n]*/.exec(text.slice(lexer.start)) ?? [];
  return { at: { start: lexer.start, end: lexer.start + line.trimEnd().length }, message: NEVER_CLOSED[kind] };
}
