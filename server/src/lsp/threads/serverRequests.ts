import type { RequestMessage, ResponseMessage } from 'vscode-languageserver/node';

/** What engines ask the editor: each counts from one, so the editor sees numbers that tell whose they are. */
export class ServerRequests {
  #registrant: number | undefined;

  /** True when this engine's registrations are the first: those of later engines are the same, and hold already. */
  registersFirst(thread: number): boolean {
    this.#registrant ??= thread;
    return this.#registrant === thread;
  }

  /** A request with a number that no other engine uses. */
  outward(thread: number, request: RequestMessage): RequestMessage {
    return { ...request, id: `${thread}:${JSON.stringify(request.id)}` };
  }

  /** Whose request the editor answers, with the number that the engine knows; undefined when nobody asked. */
  inward(response: ResponseMessage): { readonly thread: number; readonly response: ResponseMessage } | undefined {
    const [, thread, id] = /^(\d+):(.*)$/s.exec(String(response.id)) ?? [];
    if (thread === undefined || id === undefined) return undefined;
    return { thread: Number(thread), response: { ...response, id: JSON.parse(id) as number | string } };
  }
}
