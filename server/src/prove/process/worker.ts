import { ConnectionLost } from '../database/database';
import { type Engine, proveEmbedded } from './embeddedRun';
import type { ProcessEvent, ProcessRequest, RunListener } from './request';

/** Proves one request, and sends what happens as messages; the last one is `done` or `failed`. Never throws. */
export async function work(
  request: ProcessRequest,
  engine: Engine,
  send: (event: ProcessEvent) => void,
): Promise<void> {
  const listener: RunListener = {
    opened: (database) => send({ kind: 'opened', database }),
    leftovers: (databases) => send({ kind: 'leftovers', databases }),
    phase: (migration, phase) => send({ kind: 'phase', migration, phase }),
    proved: (migration, proof) => send({ kind: 'proved', proofs: [[migration, proof]] }),
    kept: (proofs) => send({ kind: 'proved', proofs }),
    warned: (message) => send({ kind: 'warned', message }),
  };
  try {
    const prove = request.database === 'embedded' ? proveEmbedded : await proverOnServer();
    await prove(request, engine, listener);
    send({ kind: 'done' });
  } catch (error) {
    send({ kind: 'failed', message: messageOf(error) });
  }
}

/** Loaded with the driver that it needs only where a server is asked for. */
async function proverOnServer() {
  return (await import('./serverRun')).proveOnServer;
}

function messageOf(error: unknown): string {
  if (error instanceof ConnectionLost || !(error instanceof Error))
    return error instanceof Error ? error.message : String(error);
  return `PostgreSQL cannot go on: ${error.message}`;
}
