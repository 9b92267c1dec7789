import { READ_METHODS } from '../../languages/typescript/prismaReads';
import { type RepeatedRead, repeatedReads } from '../../languages/typescript/repeatedReads';
import { type RowKey, rowKey } from '../../languages/typescript/rowKeys';
import { bare, type SourceTree } from '../../languages/typescript/tree';
import { includeRelation } from '../../repairs/typescript/includeRelation';
import { likelyRelation, relationFor } from '../../workspace/schema/clientModels';
import { nearestSchema } from '../../workspace/schema/nearest';
import { typescriptRule } from './context';

export const nPlusOne = typescriptRule({
  id: 'ts/n-plus-one',
  severity: 'warning',
  docs: {
    summary: 'Rows that belong together are read by one query, not by one query for each row.',
    why: 'A loop that awaits a read for each row asks the database once more for every row: a day of 200 appointments takes 201 round trips where one would do. It is quick with the ten rows of a test and slow with the rows of a clinic.',
    source: 'HOUSE-RULES: Query optimization',
    bad: [
      'const appointments = await prisma.appointment.findMany();\nfor (const apt of appointments) {\n  const client = await prisma.client.findUnique({ where: { id: apt.clientId } });\n}\n',
      'export const notesOf = (ids: string[]) =>\n  Promise.all(ids.map((clientId) => prisma.clinicalNote.findMany({ where: { clientId } })));\n',
      'export async function counted(prisma: PrismaClient) {\n  const clients = await prisma.client.findMany();\n  for (const client of clients) report(client, await prisma.appointment.count({ where: { clientId: client.id } }));\n}\n',
    ],
    good: [
      'const appointments = await prisma.appointment.findMany({\n  include: {\n    client: {\n      select: { id: true, firstName: true, lastName: true },\n    },\n  },\n});\n',
      'const notes = await prisma.clinicalNote.findMany({ where: { clientId: { in: ids } } });\n',
      'for (let from = 0; from < ids.length; from += 500)\n  await prisma.client.findMany({ where: { id: { in: ids.slice(from, from + 500) } } });\n',
    ],
    whenOff: 'Scripts that run by hand over a few rows can carry an `ehr-schema-ignore` with its reason.',
    notes: [
      'A warning where the loop goes through what a Prisma query of the same file returned, a hint (info) where it goes through anything else. Seen are `for`, `for … of`, `for await`, `while`, `map` with or without `Promise.all`, `forEach`, `reduce` and the other methods of arrays that call back for each element.',
      "A client is known by what it is: imported or constructed as `PrismaClient`, typed as one, called `prisma` (also `this.prisma`), handed in by `$transaction`, or asked for what only a client has (`$queryRaw`). Another library's `findMany` is none.",
      "Batches are the cure and are not reported: `in` with the loop's own chunk or a slice, pages by `cursor` or `skip`, and a loop by condition that asks the same question again. `findUnique` calls that start in one tick are joined by Prisma itself as long as their shape is the same; `include` says it once and for all.",
    ].join('\n\n'),
  },
  // `risma` is in prisma and in Prisma: a search without regard to case would cost ten times as much.
  concerns: (text) =>
    READ_METHODS.some((method) => text.includes(`.${method}`)) &&
    (text.includes('risma') || text.includes('$transaction')),
  check({ tree, workspace, path, report }) {
    for (const repeated of repeatedReads(tree)) {
      const key = rowKey(repeated);
      const schema = nearestSchema(workspace, path);
      const { read, origin } = repeated;
      const rows = origin?.direct ? origin.read : undefined;
      const lookup = key?.from !== undefined && {
        rows: rows?.model,
        read: read.model,
        field: key.field,
        from: key.from,
      };
      const relation = lookup ? relationFor(schema, lookup) : undefined;
      const repair = relation === undefined ? undefined : includeRelation(tree, repeated, relation);
      const shown = relation ?? (lookup && rows ? likelyRelation(lookup) : undefined);
      report({
        at: read.span,
        severity: origin ? 'warning' : 'info',
        message: `\`${nameOf(tree, repeated)}\` is awaited ${times(tree, repeated)}: ${advice(tree, repeated, key, shown)}`,
        repairs: repair ? [repair] : [],
        related: origin?.read ? [{ ...origin.read.span, message: 'The rows of the loop come from this query.' }] : [],
      });
    }
  },
});

function nameOf(tree: SourceTree, { read }: RepeatedRead): string {
  return inLine(tree.text.slice(read.span.start, read.span.end));
}

function times(tree: SourceTree, { repetition, origin }: RepeatedRead): string {
  if (!repetition.over) return 'in every round of the loop';
  const over = inLine(tree.textOf(bare(repetition.over)));
  return `once for each ${origin ? 'row' : 'element'} of ${over.length > 40 ? 'the list' : `\`${over}\``}`;
}

/** The query to write instead. */
function advice(
  tree: SourceTree,
  repeated: RepeatedRead,
  key: RowKey | undefined,
  relation: string | undefined,
): string {
  const { read, origin } = repeated;
  const rows = origin?.direct ? origin.read : undefined;
  const delegate = `${read.client}.${read.model ?? 'model'}`;
  const list = keyList(tree, repeated, key);
  const where = `where: { ${key?.field ?? 'id'}: { in: ${list} } }`;
  if (read.method === 'aggregate' || read.method === 'groupBy' || (read.method === 'count' && !(rows && relation)))
    return `count or sum them all with one \`${delegate}.groupBy({ by: ['${key?.field ?? '…'}'], ${where} })\`.`;
  if (rows?.method === 'findMany' && relation) {
    const part = read.method === 'count' ? `_count: { select: { ${relation}: true } }` : `${relation}: true`;
    return `read both at once with \`${rows.client}.${rows.model ?? 'model'}.findMany({ include: { ${part} } })\`.`;
  }
  return `read them all at once with \`${delegate}.findMany({ ${where} })\`.`;
}

/** The list of keys that the loop goes through, as code. */
function keyList(tree: SourceTree, { repetition }: RepeatedRead, key: RowKey | undefined): string {
  const over = repetition.over && bare(repetition.over);
  if (!key || over?.type !== 'Identifier') return '[…]';
  if (key.from === undefined) return tree.textOf(over);
  const element =
    repetition.element?.type === 'Identifier' ? tree.textOf(repetition.element).replace(/:.*$/s, '') : 'row';
  return `${over.name}.map((${element}) => ${element}.${key.from})`;
}

function inLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
