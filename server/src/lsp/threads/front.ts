import type { Worker } from 'node:worker_threads';
import {
  ErrorCodes,
  LSPErrorCodes,
  Message,
  MessageType,
  type NotificationMessage,
  type RequestMessage,
  type ResponseMessage,
} from 'vscode-languageserver/node';
import type { EditorLink } from './editorLink';
import { EditorState } from './editorState';
import { EngineThread, type ThreadListener } from './engineThread';
import type { Fault } from './reports';
import { ServerRequests } from './serverRequests';

/** How long the engine may be busy with one document, in milliseconds of the processor's time. */
export interface Patience {
  /** Then an understudy answers for the other documents. */
  readonly others: number;
  /** Then the document is given up, unless the engine has said meanwhile that it reads the document's history. */
  readonly document: number;
}

export const PATIENCE: Patience = { others: 1_000, document: 10_000 };

/** How many times as long a document may take on a machine that is busy with other programs. */
const BUSY_TIMES = 6;

/** An engine that dies as often as this within the time is not started again. */
const [DEATHS, WITHIN_MS] = [5, 180_000];

/**
 * Stands between the editor and the engine, which runs in a thread of its own, so that there is always one who answers:
 * requests that are cancelled are answered at once; a document that keeps the engine too long, takes too much memory or
 * kills it is given up until it changes, and another engine goes on from what the editor has told.
 */
export class Front implements ThreadListener {
  readonly #link: EditorLink;
  readonly #start: () => Worker;
  readonly #patience: Patience;
  readonly #exit: (code: number) => void;
  readonly #state = new EditorState();
  readonly #requests = new ServerRequests();
  #engine: EngineThread;
  /** Answers for all documents but the one that keeps the engine. */
  #understudy: EngineThread | undefined;
  #alarm: NodeJS.Timeout | undefined;
  /** When the engine last took up a document or went on with its history. */
  #lastSign: Sign = signNow();
  #deaths: number[] = [];
  #parserLost = false;
  #isShutDown = false;

  /** @param start starts a thread with an engine in it. */
  constructor(link: EditorLink, start: () => Worker, exit: (code: number) => void, patience = PATIENCE) {
    this.#link = link;
    this.#start = start;
    this.#exit = exit;
    this.#patience = patience;
    this.#engine = new EngineThread(start(), this);
    link.listen(
      (message) => this.#receive(message),
      () => this.#leave(),
    );
  }

  answered(thread: EngineThread, text: string): void {
    this.#link.sendText(text);
    if (thread === this.#understudy && thread.answers === 1) this.#restartPatience();
  }

  said(thread: EngineThread, message: Message): void {
    if (!Message.isRequest(message)) this.#link.send(message);
    else if (message.method === 'client/registerCapability' && !this.#requests.registersFirst(thread.number))
      thread.tell({ jsonrpc: message.jsonrpc, id: message.id, result: null });
    else this.#link.send(this.#requests.outward(thread.number, message));
  }

  turned(thread: EngineThread): void {
    if (thread !== this.#engine) return;
    clearTimeout(this.#alarm);
    this.#lastSign = signNow();
    const { task } = thread;
    if (task) this.#alarm = setTimeout(() => this.#losePatience(task.path), this.#patience.others);
    else this.#dismissUnderstudy();
  }

  progressed(thread: EngineThread): void {
    if (thread === this.#engine) this.#lastSign = signNow();
  }

  parser(thread: EngineThread, lost: string | undefined): void {
    if (thread !== this.#engine) return;
    if (lost === undefined) void this.#renew();
    else if (!this.#parserLost)
      this.#show(`EHR Schema goes on without SQL: PostgreSQL's parser could not be loaded (${lost}).`);
    this.#parserLost = lost !== undefined;
  }

  died(thread: EngineThread, error: Error): void {
    if (thread !== this.#engine) {
      if (thread === this.#understudy) this.#understudy = undefined;
      return;
    }
    clearTimeout(this.#alarm);
    const fault = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crash';
    const { task } = thread;
    if (task) this.#giveUp(task.path, this.#state.version(task.path), fault, error.message);
    else this.#restart(error);
  }

  #receive(message: Message): void {
    if (Message.isRequest(message)) this.#ask(message);
    else if (Message.isNotification(message)) this.#note(message);
    else if (Message.isResponse(message)) this.#answer(message);
  }

  #ask(request: RequestMessage): void {
    const { id, method, jsonrpc } = request;
    if (this.#isShutDown) this.#refuse(request, ErrorCodes.InvalidRequest, 'the server was shut down');
    else if (method === 'shutdown') {
      this.#isShutDown = true;
      this.#link.send({ jsonrpc, id, result: null } as ResponseMessage);
    } else if (method === 'initialize') void this.#greet(request);
    else if (!this.#state.greeting) this.#refuse(request, ErrorCodes.ServerNotInitialized, 'initialize comes first');
    else this.#engineFor(request).ask(request);
  }

  /** The editor knows the number of its greeting, an engine that starts later does not: the answer is given once. */
  async #greet(request: RequestMessage): Promise<void> {
    const greeting = this.#state.greet(request);
    this.#link.sendText(await this.#engine.greet(greeting, () => this.#state.replay()));
  }

  #note(notification: NotificationMessage): void {
    const { method } = notification;
    if (method === 'exit') this.#leave();
    else if (method === '$/cancelRequest') this.#cancel(notification);
    else {
      const isOwn = this.#isKeeping(this.#state.pathOf(notification));
      this.#state.note(notification);
      this.#engine.tell(notification);
      if (!isOwn) this.#understudy?.tell(notification);
    }
  }

  #answer(response: ResponseMessage): void {
    const found = this.#requests.inward(response);
    for (const engine of [this.#engine, this.#understudy])
      if (engine?.number === found?.thread) engine?.tell(found!.response);
  }

  #cancel({ params }: NotificationMessage): void {
    const { id } = params as { id: number | string };
    for (const engine of [this.#engine, this.#understudy])
      for (const request of engine?.takeBack((asked) => asked.id === id) ?? [])
        this.#refuse(request, LSPErrorCodes.RequestCancelled, 'cancelled');
  }

  #refuse({ id, jsonrpc }: RequestMessage, code: number, message: string): void {
    this.#link.send({ jsonrpc, id, error: { code, message } } as ResponseMessage);
  }

  #engineFor(request: RequestMessage): EngineThread {
    if (this.#isKeeping(this.#state.pathOf(request))) return this.#engine;
    if (this.#isLate()) this.#understudy ??= this.#startEngine(this.#engine.task?.path);
    return this.#understudy ?? this.#engine;
  }

  /** True for the document that keeps the engine. */
  #isKeeping(path: string | undefined): boolean {
    return path !== undefined && path === this.#engine.task?.path;
  }

  /** True when others need not wait any longer for the document that keeps the engine. */
  #isLate(): boolean {
    const { task } = this.#engine;
    return task !== undefined && performance.now() - task.since >= this.#patience.others;
  }

  /** The document that keeps the engine has some time left; those who wait for another get their answers elsewhere. */
  #losePatience(path: string): void {
    const version = this.#state.version(path);
    for (const request of this.#engine.takeBack((request) => !this.#isKeeping(this.#state.pathOf(request))))
      this.#engineFor(request).ask(request);
    const { document } = this.#patience;
    const look = () => {
      const { user, system } = process.cpuUsage(this.#lastSign.work);
      const left = document - (user + system) / 1000;
      // What a busy machine gave to other programs does not count, but nobody waits for ever.
      const isPatient = performance.now() - this.#lastSign.time < BUSY_TIMES * document;
      if (isPatient && left > 1) this.#alarm = setTimeout(look, left);
      else if (isPatient && this.#understudy?.answers === 0) this.#alarm = setTimeout(look, this.#patience.others);
      else this.#giveUp(path, version, 'time', `it took more than ${document / 1000} s`);
    };
    look();
  }

  /** What the understudy took to begin is no fault of the document that keeps the engine. */
  #restartPatience(): void {
    this.#lastSign = { ...signNow(), time: this.#lastSign.time };
  }

  #dismissUnderstudy(): void {
    const understudy = this.#understudy;
    if (!understudy) return;
    this.#understudy = undefined;
    this.#hand(
      understudy.takeBack(() => true),
      this.#engine,
    );
    void understudy.end();
  }

  /** @param version of the document when it began to keep the engine: a newer one gets its own chance. */
  #giveUp(path: string, version: number | undefined, fault: Fault, reason: string): void {
    this.#log(MessageType.Warning, `${path} is left alone until it changes: ${reason}`);
    if (this.#state.version(path) === version) this.#state.giveUp(path, fault);
    const next = this.#understudy ?? this.#startEngine();
    // The understudy has not heard of the document.
    if (this.#understudy) for (const notification of this.#state.replayOf(path)) next.tell(notification);
    this.#replaceEngine(next);
  }

  #restart(error: Error): void {
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((time) => now - time < WITHIN_MS), now];
    if (this.#deaths.length >= DEATHS) {
      this.#log(MessageType.Error, `The engine died ${DEATHS} times; the last time: ${error.message}`);
      this.#exit(1);
      return;
    }
    this.#log(MessageType.Error, error.stack ?? error.message);
    if (this.#deaths.length === 1) this.#show(`EHR Schema's engine stopped (${error.message}) and was started again.`);
    this.#replaceEngine(this.#startEngine());
  }

  /** Another engine takes over when it is ready: this one goes on until then. */
  async #renew(): Promise<void> {
    const next = this.#startEngine();
    await next.ready;
    this.#replaceEngine(next);
  }

  #replaceEngine(next: EngineThread): void {
    const last = this.#engine;
    this.#engine = next;
    this.#understudy = undefined;
    this.#hand(
      last.takeBack(() => true),
      next,
    );
    void last.end();
    this.turned(next);
  }

  #hand(requests: readonly RequestMessage[], engine: EngineThread): void {
    for (const request of requests) engine.ask(request);
  }

  #startEngine(except?: string): EngineThread {
    const engine = new EngineThread(this.#start(), this);
    if (this.#state.greeting) void engine.greet(this.#state.greeting, () => this.#state.replay(except));
    return engine;
  }

  #log(type: MessageType, message: string): void {
    this.#link.send({ jsonrpc: '2.0', method: 'window/logMessage', params: { type, message } } as NotificationMessage);
  }

  #show(message: string): void {
    const params = { type: MessageType.Error, message };
    this.#link.send({ jsonrpc: '2.0', method: 'window/showMessage', params } as NotificationMessage);
  }

  #leave(): void {
    clearTimeout(this.#alarm);
    this.#exit(this.#isShutDown ? 0 : 1);
  }
}

/** A point in time, by the clock and by the processor. */
interface Sign {
  readonly time: number;
  readonly work: NodeJS.CpuUsage;
}

function signNow(): Sign {
  return { time: performance.now(), work: process.cpuUsage() };
}
