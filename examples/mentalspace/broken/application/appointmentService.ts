import { PrismaClient } from './generated/client';

const prisma = new PrismaClient();

/** One query for the day, and one more for each of its appointments. */
export async function appointmentsOfDay(from: Date, to: Date) {
  const appointments = await prisma.appointment.findMany({ where: { startTime: { gte: from, lt: to } } });
  const result = [];
  for (const appointment of appointments) {
    const client = await prisma.client.findUnique({ where: { id: appointment.clientId } });
    result.push({ ...appointment, client });
  }
  return result;
}

/** One count for each client. */
export function appointmentCounts(clientIds: string[]) {
  return Promise.all(clientIds.map((clientId) => prisma.appointment.count({ where: { clientId } })));
}

/** Whoever types the name writes SQL. */
export function clientsByName(name: string) {
  return prisma.$queryRawUnsafe(`SELECT id FROM clients WHERE "lastName" LIKE '${name}%'`);
}

/** Whoever chooses the column writes SQL, too. */
export function clientsInOrder(column: string, status: string) {
  return prisma.$queryRawUnsafe(`SELECT id FROM clients WHERE status = '${status}' ORDER BY ${column}`);
}

export function discharge(id: string) {
  return prisma.$executeRawUnsafe("UPDATE clients SET status = 'DISCHARGED' WHERE id = '" + id + "'");
}
