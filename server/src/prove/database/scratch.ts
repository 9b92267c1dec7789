import { Client } from 'pg';
import { ConnectionLost } from './database';
import { SCRATCH_PREFIX } from './scratchName';
import { type ServerAddress, serverAddress } from './serverUrl';

/** How long a server may take to answer the first call. */
const CONNECT_MS = 10_000;

/**
 * Opens a session on a server.
 * @throws ConnectionLost that says where it could not connect, without the password.
 */
export async function connect(address: ServerAddress, database?: string): Promise<Client> {
  const client = new Client({
    ...address.config,
    ...(database && { database }),
    application_name: 'ehr-schema verify',
    connectionTimeoutMillis: CONNECT_MS,
  });
  // A session that ends outside of any query is noticed by the next one.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw new ConnectionLost(`Cannot connect to ${address.shown}: ${reason(error)}.`);
  }
}

/** Drops every scratch database whose name begins with `scratch`, whoever still uses it. */
export async function dropScratch(url: string, scratch: string): Promise<void> {
  const client = await connect(serverAddress(url));
  try {
    for (const name of await databasesLike(client, scratch)) await dropDatabase(client, name);
  } finally {
    await client.end();
  }
}

/** Scratch databases that no session is in: those of runs that died. */
export async function leftovers(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ datname: string }>(
    `SELECT d.datname FROM pg_catalog.pg_database d WHERE pg_catalog.starts_with(d.datname, $1)
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datname = d.datname) ORDER BY 1`,
    [SCRATCH_PREFIX],
  );
  return rows.map(({ datname }) => datname);
}

/** Ends the sessions in a database of ours and drops it. */
export async function dropDatabase(client: Client, name: string): Promise<void> {
  await client.query(
    'SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname = $1',
    [name],
  );
  await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
}

async function databasesLike(client: Client, scratch: string): Promise<string[]> {
  const { rows } = await client.query<{ datname: string }>(
    'SELECT datname FROM pg_catalog.pg_database WHERE pg_catalog.starts_with(datname, $1)',
    [scratch],
  );
  return rows.map(({ datname }) => datname);
}

function reason(error: unknown): string {
  if (error instanceof AggregateError) return reason(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
