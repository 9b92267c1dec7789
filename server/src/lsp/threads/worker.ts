import { type ResourceLimits, Worker } from 'node:worker_threads';
import { serverThreadProgram } from '../../host/installation';

const LIMITS: ResourceLimits = {
  /** The most memory that the engine may take, in megabytes: more than any project needs, less than what freezes a machine. */
  maxOldGenerationSizeMb: 1_500,
  /** Half of what V8 takes by itself: 16 MB less, and a keystroke takes what it took. */
  maxYoungGenerationSizeMb: 24,
};

/** Starts the bundled thread with the engine in it. */
export function startWorker(): Worker {
  return new Worker(serverThreadProgram(), { resourceLimits: LIMITS, stdout: true });
}
