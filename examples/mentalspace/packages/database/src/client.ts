import { PrismaClient } from './generated/prisma/client';
import { phiEncryption } from './middleware/phiEncryption';

/** The application's one client: whatever goes through it is encrypted as the list says. */
export const prisma = new PrismaClient().$extends(phiEncryption);
