import type { Client } from 'pg';
import { type Database, type QueryResult, query } from './database';
import { connect, dropDatabase } from './scratch';
import { SimpleQuery } from './serverQuery';
import type { ServerAddress } from './serverUrl';
import { sessionSettings } from './session';

/** Scratch databases on a server, all made through one session in the database of the URL, which is never written to. */
export class ScratchServer {
  readonly address: ServerAddress;
  readonly #admin: Client;
  readonly #scratch: string;
  #made = 0;

  private constructor(address: ServerAddress, admin: Client, scratch: string) {
    this.address = address;
    this.#admin = admin;
    this.#scratch = scratch;
  }

  /** @param scratch what the names of the databases begin with. */
  static async open(address: ServerAddress, scratch: string): Promise<ScratchServer> {
    return new ScratchServer(address, await connect(address), scratch);
  }

  get admin(): Client {
    return this.#admin;
  }

  /** An empty database, with the schema that the URL names. */
  async create(): Promise<ServerDatabase> {
    const name = await this.#make('template0', "ENCODING 'UTF8'");
    const { schema } = this.address;
    if (schema !== undefined && schema !== 'public')
      await this.#admin.query(`ALTER DATABASE ${quoted(name)} SET search_path = ${quoted(schema)}`);
    const database = await ServerDatabase.open(this, name);
    if (schema !== undefined) await query(database, `CREATE SCHEMA IF NOT EXISTS ${quoted(schema)}`);
    return database;
  }

  /** A copy of a database that no session is in. */
  async copy(name: string): Promise<ServerDatabase> {
    return ServerDatabase.open(this, await this.#make(quoted(name), ''));
  }

  async drop(name: string): Promise<void> {
    await dropDatabase(this.#admin, name);
  }

  async close(): Promise<void> {
    await this.#admin.end();
  }

  async #make(template: string, options: string): Promise<string> {
    const name = this.#made === 0 ? this.#scratch : `${this.#scratch}_${this.#made}`;
    this.#made++;
    await this.#admin.query(`CREATE DATABASE ${quoted(name)} TEMPLATE ${template} ${options}`);
    return name;
  }
}

/** A scratch database on a server, and one session in it. */
export class ServerDatabase implements Database {
  readonly kind = 'server';
  readonly #server: ScratchServer;
  readonly #name: string;
  #session: Client;

  private constructor(server: ScratchServer, name: string, session: Client) {
    this.#server = server;
    this.#name = name;
    this.#session = session;
  }

  static async open(server: ScratchServer, name: string): Promise<ServerDatabase> {
    return new ServerDatabase(server, name, await connect(server.address, name));
  }

  async send(sql: string): Promise<QueryResult> {
    return this.#session.query(new SimpleQuery(sql)).done;
  }

  /** The session is opened anew, since a database can only be copied while nobody is in it. */
  async copy(text: string): Promise<ServerDatabase> {
    // What no SQL gives back, such as temporary tables, is lost.
    const settings = (await sessionSettings(this, [text])) ?? '';
    await this.#session.end();
    const copy = await this.#server.copy(this.#name);
    this.#session = await connect(this.#server.address, this.#name);
    if (settings) for (const database of [this, copy]) await query(database, settings);
    return copy;
  }

  async close(): Promise<void> {
    await this.#session.end();
    await this.#server.drop(this.#name);
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
