import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { pgliteFolder, sqlParserFile, version } from '../../host/installation';
import { createSqlParser } from '../../languages/sql/parser';
import type { ProcessEvent, ProcessRequest } from '../../prove/process/request';
import type { Watch } from '../../prove/process/watchdog';
import { work } from '../../prove/process/worker';

/** The most memory of a run that sets no limit, in megabytes: two embedded databases and what they load. */
const MEMORY = 3000;

/** Serves the one request of this process: sends events, and ends the process. */
export async function serve(request: ProcessRequest): Promise<void> {
  // Ctrl-C reaches every process of the terminal; the one that started us decides when we end.
  process.on('SIGINT', () => undefined);
  const watched: Watch = { parent: process.ppid, memory: request.memory ?? MEMORY };
  new Worker(__filename, { workerData: watched }).unref();
  const parser = await createSqlParser(await readFile(sqlParserFile()));
  process.once('disconnect', () => void abandoned(request));
  let sent: Promise<unknown> | undefined;
  await work(request, { parser, pgliteFolder: pgliteFolder(), version: version() }, (event) => {
    sent = delivered(event);
  });
  await sent;
  process.exit();
}

/** Sends an event at once; settles when it is delivered, or can no longer be. */
function delivered(event: ProcessEvent): Promise<unknown> {
  return new Promise((resolve) => process.send?.(event, resolve));
}

/** The one that started us is gone: nobody else drops the scratch databases. */
async function abandoned({ database, scratch }: ProcessRequest): Promise<void> {
  if (database !== 'embedded') {
    const { dropScratch } = await import('../../prove/database/scratch');
    await dropScratch(database, scratch);
  }
  process.exit();
}
