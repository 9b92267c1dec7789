// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples are TypeScript with templates in it.
import { type BuiltSql, builtSql, TAGGED_FORM } from '../../languages/typescript/rawSql';
import { type SourceTree, spanOf } from '../../languages/typescript/tree';
import { useTaggedTemplate } from '../../repairs/typescript/taggedTemplate';
import { typescriptRule } from './context';

/** How many of the parts that are put in are pointed out. */
const SHOWN = 5;

export const rawSql = typescriptRule({
  id: 'ts/raw-sql',
  severity: 'error',
  docs: {
    summary: 'Raw SQL passes its values as parameters and never builds them into its text.',
    why: 'What is built into the text is run as SQL. A quote in a name is then a syntax error (SQLSTATE 42601), and whoever sets the value can read or change every row: health data leaves through exactly this door.',
    source: 'HOUSE-RULES: You do NOT use raw SQL without proper escaping',
    bad: [
      "export const byName = (name: string) => prisma.$queryRawUnsafe(`SELECT id FROM clients WHERE last_name = '${name}'`);\n",
      "export const remove = (id: string) => prisma.$executeRawUnsafe('DELETE FROM reminders WHERE id = ' + id);\n",
      "import { Prisma } from '@prisma/client';\n\nexport const active = (status: string) => Prisma.raw(`status = '${status}'`);\n",
      'export async function list(table: string) {\n  const sql = `SELECT count(*) FROM ${table}`;\n  return prisma.$queryRawUnsafe(sql);\n}\n',
    ],
    good: [
      'export const byName = (name: string) => prisma.$queryRaw`SELECT id FROM clients WHERE last_name = ${name}`;\n',
      "export const byId = (id: string) => prisma.$queryRawUnsafe('SELECT id FROM clients WHERE id = $1', id);\n",
      "const COLUMNS = { name: 'last_name', since: 'created_at' } as const;\n\nexport const sorted = (by: keyof typeof COLUMNS) =>\n  prisma.$queryRawUnsafe(`SELECT id FROM clients ORDER BY ${COLUMNS[by]}`);\n",
    ],
    whenOff:
      'Leave it on. A script that runs once on texts of your own can carry an `ehr-schema-ignore` with its reason.',
    notes: [
      'Looked at are `$queryRawUnsafe`, `$executeRawUnsafe`, `Prisma.raw`, and `Prisma.sql` called like a function. Reported is a text that the file itself shows to be built at run time: a template with `${}`, `+`, `join`, `concat`, `replace`, or a variable that is made so.',
      'Constants are fine, also put together, chosen by a condition or looked up in a constant object: that is the list of allowed names which a table or column needs, since no parameter can stand for a name. Numbers by their form (`list.length`, `Number(…)`) cannot carry SQL. A text that comes in as an argument is not judged: its builder is.',
      "The repair is safe where everything stands where a value can stand. A quoted `'${name}'` loses its quotes, `'%${term}%'` becomes one value, `$1` takes in its argument, `IN (${ids.join(',')})` becomes `Prisma.join`. Where a name is put in, the repair is a suggestion that keeps it visible as `Prisma.raw`. One thing to know: a parameter has a type of its own, so a native `uuid` column may want `${id}::uuid`.",
    ].join('\n\n'),
  },
  concerns: (text) => text.includes('RawUnsafe') || text.includes('Prisma.raw') || text.includes('Prisma.sql'),
  check({ tree, report }) {
    for (const built of builtSql(tree)) {
      const repair = useTaggedTemplate(tree, built);
      report({
        at: built.span,
        message: messageFor(tree, built),
        repairs: repair ? [repair] : [],
        related: built.parts.slice(0, SHOWN).map((part) => ({
          ...spanOf(part),
          message: 'This is put into the SQL text at run time.',
        })),
      });
    }
  },
});

function messageFor(tree: SourceTree, { name, method, parts }: BuiltSql): string {
  const shown = tree.textOf(parts[0]!).replace(/\s+/g, ' ');
  const part = shown.length > 40 ? `${shown.slice(0, 39)}…` : shown;
  const form = TAGGED_FORM[method] ?? 'Prisma.sql';
  return `\`${part}\` becomes part of the SQL that \`${name}\` runs, so whoever sets it can write SQL: pass values through the tagged template ${form}\`…\`, and choose table and column names from constants.`;
}
