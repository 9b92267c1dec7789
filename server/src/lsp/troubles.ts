import { type Connection, MessageType, ResponseError, ShowMessageNotification } from 'vscode-languageserver/node';

/** Errors of ours: each goes to the log with its stack, the first one is shown, and the server goes on. */
export class Troubles {
  readonly #connection: Connection;
  #shown = false;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Notes an error; `where` says what we were doing. */
  note(where: string, error: unknown): void {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#connection.console.error(`${where}: ${reason}`);
    if (this.#shown) return;
    this.#shown = true;
    const message = error instanceof Error ? error.message : String(error);
    void this.#connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Error,
      message: `EHR Schema made a mistake of its own and goes on (${where}: ${message}). The output has the details: please report them.`,
    });
  }

  /** Wraps a handler: what it throws is noted, and `fallback` is the answer. */
  guard<A extends readonly unknown[], R>(where: string, fallback: R, handler: (...args: A) => R | Promise<R>) {
    return async (...args: A): Promise<R> => {
      try {
        return await handler(...args);
      } catch (error) {
        // A ResponseError is an answer, such as that a request was cancelled.
        if (error instanceof ResponseError) throw error;
        this.note(where, error);
        return fallback;
      }
    };
  }
}
