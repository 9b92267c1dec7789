import { Worker } from 'node:worker_threads';
import { serverThreadProgram } from '../../host/installation';

/** The most memory that the engine may take, in megabytes: more than any project needs, less than what freezes a machine. */
const MEMORY_MB = 1_500;

/** Starts the bundled thread with the engine in it. */
export function startWorker(): Worker {
  return new Worker(serverThreadProgram(), { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB }, stdout: true });
}
