import { describe, expect, test } from 'vitest';
import { expectExamples, expectMarked, linterOf, repaired, unmarked } from '../../../../test/harness/typescript';
import { nPlusOne } from './n-plus-one';

const path = '/src/appointments.ts';
const schema = `model Client {
  id String @id
  appointments Appointment[]
}

model Appointment {
  id String @id
  clientId String
  client Client @relation(fields: [clientId], references: [id])
}
`;
const files = { '/prisma/schema.prisma': schema };

describe('ts/n-plus-one', () => {
  test('its examples', () => expectExamples(nPlusOne, path));

  test.each([
    'const as = await prisma.a.findMany();\nfor (const a of as) { const b = await ⟦prisma.b.findUnique⟧({ where: { id: a.bId } }); }',
    'async function f() { for (const a of await prisma.a.findMany()) use(await ⟦prisma.b.findFirst⟧({ where: { id: a.bId } })); }',
    'const as = await prisma.a.findMany();\nawait Promise.all(as.filter(Boolean).map(async (a) => ({ ...a, b: await ⟦prisma.b.count⟧({ where: { a: a.id } }) })));',
    'const as = await prisma.a.findMany();\nas.forEach(async (a) => { await ⟦prisma.b.findMany⟧({ where: { a: a.id } }); });',
    'const as = await prisma.a.findMany();\nawait as.reduce(async (sum, a) => (await sum) + (await ⟦prisma.b.aggregate⟧({ where: { a: a.id } }))._sum.n, 0);',
    'class S { constructor(private readonly prisma: PrismaService) {} async f() { const as = await this.prisma.a.findMany(); for (const a of as) await ⟦this.prisma.b.findUnique⟧({ where: { id: a.b } }); } }',
    'class S { constructor(private db: PrismaService) {} async f() { for (const a of await this.db.a.findMany()) await ⟦this.db.b.findUnique⟧({ where: { id: a.b } }); } }',
    'class S extends PrismaClient { async f() { for (const a of await this.a.findMany()) await ⟦this.b.findUnique⟧({ where: { id: a.b } }); } }',
    'const db = new PrismaClient();\nconst [as, n] = await Promise.all([db.a.findMany(), db.a.count()]);\nfor (const a of as) await ⟦db.b.findUnique⟧({ where: { id: a.b } });',
    'await db.$transaction(async (tx) => { const as = await tx.a.findMany(); for (const a of as) await ⟦tx.b.findUnique⟧({ where: { id: a.b } }); });',
    "import db from '../lib/prisma';\nconst c = await db.c.findUnique({ where: { id }, include: { as: true } });\nfor (const a of c.as) await ⟦db.b.findUnique⟧({ where: { id: a.b } });",
    'const rows = await prisma.$queryRaw`SELECT 1`;\nfor (const r of rows) await ⟦prisma.b.findUnique⟧({ where: { id: r.b } });',
    'const as = await prisma.a.findMany();\nconst reads = [];\nfor (const a of as) reads.push(⟦prisma.b.findUnique⟧({ where: { id: a.b } }));\nawait Promise.all(reads);',
    '\uFEFF// 🩺\r\nconst as = await prisma.a.findMany();\r\nfor (const a of as)\r\n  await ⟦prisma.b.findUnique⟧({ where: { id: a.b } });\r\n',
  ])('warns of %s', (text) => {
    for (const { severity } of expectMarked(nPlusOne, path, text)) expect(severity).toBe('warning');
  });

  test.each([
    'const f = (ids: string[]) => Promise.all(ids.map((id) => ⟦prisma.b.findUnique⟧({ where: { id } })));',
    'for (const id of ids) await ⟦prisma.b.findUnique⟧({ where: { id } });',
    'for await (const id of stream) await ⟦prisma.b.findUnique⟧({ where: { id } });',
    'for (let i = 0; i < ids.length; i++) await ⟦prisma.b.findUnique⟧({ where: { id: ids[i] } });',
    'let at = start;\nwhile (at) { const row = await ⟦prisma.b.findUnique⟧({ where: { id: at } }); at = row.parentId; }',
    'ids.map((id) => limit(() => ⟦prisma.b.findUnique⟧({ where: { id } })));',
  ])('hints at %s', (text) => {
    for (const { severity } of expectMarked(nPlusOne, path, text)) expect(severity).toBe('info');
  });

  test.each([
    'const as = await prisma.a.findMany({ include: { b: true } });\nfor (const a of as) use(a.b);',
    'for (const a of await other.findMany()) await db.query.users.findMany({ where: a });  // not prisma',
    'const prisma = new Map();\nfor (const a of list) await prisma.a.findMany(a);',
    'for (const chunk of chunks) await prisma.b.findMany({ where: { id: { in: chunk } } });',
    'for (const chunk of chunks) { const ids = chunk.map((c) => c.id); await prisma.b.findMany({ where: { id: { in: ids } } }); }',
    'while (true) { const page = await prisma.b.findMany({ take: 100, cursor, skip: 1 }); if (!page.length) break; cursor = page.at(-1); }',
    'for (let attempt = 0; attempt < 3; attempt++) { try { return await prisma.b.findFirst(); } catch {} }',
    'while (!done) { const job = await prisma.job.findUnique({ where: { id } }); done = job.done; }',
    'async function f() { for (const a of as) { if (a.ok) return await prisma.b.findUnique({ where: { id: a.b } }); } }',
    'for (const a of as) handlers.push(async () => { await prisma.b.findUnique({ where: { id: a.b } }); });',
    'for (const a of as) await prisma.b.update({ where: { id: a.b }, data: {} });',
    'for (const a of as) { prisma.b.findUnique({ where: { id: a.b } }); }',
    'const s = "for (const a of as) await prisma.b.findUnique()";',
  ])('is silent on %s', (text) => {
    expectMarked(nPlusOne, path, text);
  });

  test.each([
    [
      'const apts = await prisma.appointment.findMany();\nfor (const apt of apts) {\n  const client = await ⟦prisma.client.findUnique⟧({ where: { id: apt.clientId }, select: { id: true } });\n}\n',
      'const apts = await prisma.appointment.findMany({ include: { client: { select: { id: true } } } });\nfor (const apt of apts) {\n  const client = apt.client;\n}\n',
    ],
    [
      'const clients = await prisma.client.findMany({\r\n  where: { isDeleted: false },\r\n});\r\nawait Promise.all(clients.map((client) => ⟦prisma.appointment.findMany⟧({ where: { clientId: client.id } })));\r\n',
      'const clients = await prisma.client.findMany({\r\n  where: { isDeleted: false },\r\n  include: { appointments: true },\r\n});\r\nawait Promise.all(clients.map((client) => client.appointments));\r\n',
    ],
    [
      'const apts = await prisma.appointment.findMany({ select: { clientId: true } });\nfor (const apt of apts) use(await ⟦prisma.client.findUnique⟧({ where: { id: apt.clientId } }));\n',
      'const apts = await prisma.appointment.findMany({ select: { clientId: true, client: true } });\nfor (const apt of apts) use(apt.client);\n',
    ],
  ])('suggests to include the relation in %s', (text, after) => {
    const [finding] = expectMarked(nPlusOne, path, text, files);
    expect(finding?.repairs.map(({ safe }) => safe)).toEqual([false]);
    const linter = linterOf(nPlusOne, { ...files, [path]: unmarked(text) });
    expect(repaired(linter, path, finding!.repairs[0]!).get(path)).toBe(after);
    linter.workspace.set(path, after);
    expect(linter.check(path)).toEqual([]);
  });

  test.each([
    [
      'for (const id of ids) await prisma.client.findUnique({ where: { id } });',
      '`prisma.client.findUnique` is awaited once for each element of `ids`: read them all at once with `prisma.client.findMany({ where: { id: { in: ids } } })`.',
    ],
    [
      'const cs = await prisma.client.findMany();\nfor (const c of cs) await prisma.appointment.count({ where: { clientId: c.id } });',
      '`prisma.appointment.count` is awaited once for each row of `cs`: read both at once with `prisma.client.findMany({ include: { _count: { select: { appointments: true } } } })`.',
    ],
    [
      'const as = await prisma.appointment.findMany();\nfor (const a of as) await prisma.client.findUnique({ where: { id: a.clientId } });',
      '`prisma.client.findUnique` is awaited once for each row of `as`: read both at once with `prisma.appointment.findMany({ include: { client: true } })`.',
    ],
  ])('says what to write instead: %s', (text, message) => {
    expect(linterOf(nPlusOne, { ...files, [path]: text }).check(path)[0]?.message).toBe(message);
    expect(linterOf(nPlusOne, { [path]: text }).check(path)[0]?.message).toBe(message);
  });
});
