import type { Worker } from 'node:worker_threads';
import type { Message, NotificationMessage, RequestMessage, ResponseMessage } from 'vscode-languageserver/node';
import type { Report } from './reports';

/** A document that the engine is busy with. */
export interface Task {
  /** The engine's path. */
  readonly path: string;
  readonly since: number;
}

/** What a thread tells the one who started it. */
export interface ThreadListener {
  /** An answer, as text, to a request that was asked and not taken back. */
  answered(thread: EngineThread, text: string): void;
  /** A notification or a request to the editor. */
  said(thread: EngineThread, message: Message): void;
  /** It took up a document, or laid it down. */
  turned(thread: EngineThread): void;
  /** It goes on with what it has to read first. */
  progressed(thread: EngineThread): void;
  /** It could not load PostgreSQL's parser, for this reason; without one it can now be loaded. */
  parser(thread: EngineThread, lost: string | undefined): void;
  /** It ended although nobody told it to. */
  died(thread: EngineThread, error: Error): void;
}

let count = 0;

/** A thread with the language server in it: what is asked before it is ready waits. */
export class EngineThread {
  readonly number = ++count;
  readonly #worker: Worker;
  readonly #listener: ThreadListener;
  /** What was asked, by a number of our own: what is taken back may be asked again, and is another request then. */
  readonly #pending = new Map<number, RequestMessage>();
  #asked = 0;
  #answers = 0;
  #waiting: RequestMessage[] | undefined = [];
  #greeted: ((text: string) => void) | undefined;
  #ready: Promise<unknown> = Promise.resolve();
  #task: Task | undefined;
  #error = new Error('it ended without a word');
  #ended = false;

  /** @param worker a thread that has just been started. */
  constructor(worker: Worker, listener: ThreadListener) {
    this.#listener = listener;
    this.#worker = worker;
    // The process's own output belongs to the protocol.
    this.#worker.stdout.pipe(process.stderr, { end: false });
    this.#worker.on('message', (report: Report) => this.#receive(report));
    this.#worker.on('error', (error) => {
      this.#error = error instanceof Error ? error : new Error(String(error));
    });
    this.#worker.on('exit', () => {
      if (!this.#ended) listener.died(this, this.#error);
      this.#ended = true;
    });
  }

  /** Settles when the server in it answers. */
  get ready(): Promise<unknown> {
    return this.#ready;
  }

  /** How many answers it has given, to what was taken back as well; its greeting does not count. */
  get answers(): number {
    return this.#answers;
  }

  /** What it is busy with. */
  get task(): Task | undefined {
    return this.#task;
  }

  /**
   * Starts the server in it.
   * @param told what the editor has told until the server is ready; what was asked meanwhile comes after it.
   * @returns the greeting's answer, as text.
   */
  greet(request: RequestMessage, told: () => readonly NotificationMessage[]): Promise<string> {
    const greeted = this.#greet(request, told);
    this.#ready = greeted;
    return greeted;
  }

  async #greet(request: RequestMessage, told: () => readonly NotificationMessage[]): Promise<string> {
    const text = await new Promise<string>((resolve) => {
      this.#greeted = resolve;
      this.#worker.postMessage({ ...request, id: 0 });
    });
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const message of [...told(), ...waiting]) this.#worker.postMessage(message);
    return answerText(request.id!, text);
  }

  /** Asks for something; the answer goes to the listener. */
  ask(request: RequestMessage): void {
    const numbered = { ...request, id: ++this.#asked };
    this.#pending.set(numbered.id, request);
    if (this.#waiting) this.#waiting.push(numbered);
    else this.#worker.postMessage(numbered);
  }

  /** Passes on what the editor tells or answers; before the server is ready, `greet` has it from elsewhere. */
  tell(message: NotificationMessage | ResponseMessage): void {
    if (!this.#waiting) this.#worker.postMessage(message);
  }

  /** Takes back what was asked, where it is wanted; its answer is then heard no more. */
  takeBack(wanted: (request: RequestMessage) => boolean): readonly RequestMessage[] {
    const taken = [...this.#pending].filter(([, request]) => wanted(request));
    for (const [id, { jsonrpc }] of taken) {
      this.#pending.delete(id);
      this.#waiting = this.#waiting?.filter((request) => request.id !== id);
      const cancel: NotificationMessage = { jsonrpc, method: '$/cancelRequest', params: { id } };
      this.tell(cancel);
    }
    return taken.map(([, request]) => request);
  }

  /** Ends it at once, whatever it is doing. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#worker.terminate();
  }

  #receive(report: Report): void {
    if (this.#ended) return;
    if (report.kind === 'working') {
      this.#task = report.path === undefined ? undefined : { path: report.path, since: performance.now() };
      this.#listener.turned(this);
    } else if (report.kind === 'progress') this.#listener.progressed(this);
    else if (report.kind === 'message') this.#listener.said(this, report.message);
    else if (report.kind === 'parser') this.#listener.parser(this, report.lost);
    else if (this.#greeted) {
      this.#greeted(report.text);
      this.#greeted = undefined;
    } else this.#answer(Number(report.id), report.text);
  }

  #answer(number: number, text: string): void {
    const request = this.#pending.get(number);
    this.#pending.delete(number);
    this.#answers++;
    if (request) this.#listener.answered(this, answerText(request.id!, text));
  }
}

function answerText(id: number | string, members: string): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},${members.slice(1)}`;
}
