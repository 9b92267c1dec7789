import { prisma } from '../../../database/src/client';

/** The appointments of a clinician's day, each with its client, in one query. */
export function appointmentsOfDay(clinicianId: string, from: Date, to: Date) {
  return prisma.appointment.findMany({
    where: { clinicianId, startTime: { gte: from, lt: to } },
    orderBy: { startTime: 'asc' },
    include: {
      client: {
        select: { id: true, firstName: true, lastName: true },
      },
    },
  });
}

/** How many appointments each of some clients has. */
export async function appointmentCounts(clientIds: string[]): Promise<Map<string, number>> {
  const counts = await prisma.appointment.groupBy({
    by: ['clientId'],
    where: { clientId: { in: clientIds } },
    _count: true,
  });
  return new Map(counts.map(({ clientId, _count }) => [clientId, _count]));
}

/** The clients whose last name begins with a text; the text is a parameter and never part of the SQL. */
export function clientsByName(beginning: string) {
  return prisma.$queryRaw<{ id: string }[]>`SELECT id FROM clients WHERE "lastName" LIKE ${`${beginning}%`}`;
}

const ORDER = { name: '"lastName"', since: '"createdAt"' } as const;

/** The clients in an order that a person chooses; the columns come from a list of constants. */
export function clientsInOrder(by: keyof typeof ORDER) {
  return prisma.$queryRawUnsafe<{ id: string }[]>(`SELECT id FROM clients ORDER BY ${ORDER[by]}`);
}
