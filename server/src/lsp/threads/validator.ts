// The thread that Prisma's validator runs in: a large schema keeps it for longer than a keystroke may take.
import { parentPort } from 'node:worker_threads';
import { createPrismaValidator } from '../../host/prismaValidator';
import type { Question, Verdict } from './validatorThread';

const validate = createPrismaValidator();
parentPort?.on('message', ({ number, files }: Question) => {
  const verdict: Verdict = { number, diagnostics: validate(files) };
  parentPort?.postMessage(verdict);
});
