import { isMainThread, workerData } from 'node:worker_threads';
import type { ProcessRequest } from '../../prove/process/request';
import { type Watch, watch } from '../../prove/process/watchdog';

// The process that migrations are run in, and the thread that watches over it: each loads no more than it needs.
if (isMainThread) process.once('message', (request: ProcessRequest) => void serve(request));
else watch(workerData as Watch);

async function serve(request: ProcessRequest): Promise<void> {
  const service = await import('./service');
  await service.serve(request);
}
