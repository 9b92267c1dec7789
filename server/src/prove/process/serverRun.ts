import { ConnectionLost, query } from '../database/database';
import { leftovers } from '../database/scratch';
import { ScratchServer } from '../database/server';
import { serverAddress } from '../database/serverUrl';
import type { Engine } from './embeddedRun';
import { proveHistory } from './history';
import type { ProcessRequest, ProveListener } from './request';

/**
 * Proves a history in a scratch database on a server, and drops it whatever happens.
 * @throws ConnectionLost when the server cannot be reached or goes away.
 */
export async function proveOnServer(
  request: ProcessRequest,
  { parser }: Engine,
  listener: ProveListener,
): Promise<void> {
  await closed(await ScratchServer.open(serverAddress(request.database), request.scratch), async (server) => {
    const dead = await leftovers(server.admin);
    if (dead.length > 0) listener.leftovers?.(dead);
    await closed(await server.create(), async (database) => {
      const [row] = await query(database, 'SHOW server_version');
      listener.opened?.(`PostgreSQL ${row?.[0]} at ${server.address.shown}`);
      const { migrations, crashPoints } = request;
      const wanted = new Set(request.wanted ?? migrations.map(({ name }) => name));
      await proveHistory(database, migrations, [], { parser, crashPoints, wanted, listener });
    });
  });
}

/** Closes what was opened when its use ends. Where the connection is lost there is nothing to close with: the caller drops. */
async function closed<T extends { close(): Promise<void> }>(
  opened: T,
  use: (opened: T) => Promise<void>,
): Promise<void> {
  try {
    await use(opened);
  } catch (error) {
    if (!(error instanceof ConnectionLost)) await opened.close();
    throw error;
  }
  await opened.close();
}
