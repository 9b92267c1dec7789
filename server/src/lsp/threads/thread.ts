// The thread that thinks: the language server itself, without the editor.
import { type MessagePort, parentPort } from 'node:worker_threads';
import {
  AbstractMessageWriter,
  createConnection,
  Message,
  type MessageWriter,
  PortMessageReader,
  ProposedFeatures,
} from 'vscode-languageserver/node';
import { serve } from '../server';
import { IdleCollection } from './idleCollection';
import type { Report } from './reports';

/** Sends answers as text: the front only passes them on. */
class Writer extends AbstractMessageWriter implements MessageWriter {
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
  }

  async write(message: Message): Promise<void> {
    this.#port.postMessage(reportOf(message));
  }

  end(): void {
    this.#port.close();
  }
}

function reportOf(message: Message): Report {
  if (!Message.isResponse(message) || message.id === null) return { kind: 'message', message };
  const { id, error, result = null } = message;
  return { kind: 'answer', id, text: JSON.stringify(error ? { error } : { result }) };
}

if (!parentPort) throw new Error('this runs in a thread of the language server');
const port = parentPort;
const tell = (report: Report) => port.postMessage(report);

/** How often the front hears that the engine goes on, in milliseconds. */
const PROGRESS_MS = 200;
let told = 0;

const collection = new IdleCollection();

serve(createConnection(ProposedFeatures.all, new PortMessageReader(port), new Writer(port)), {
  about(path, act) {
    tell({ kind: 'working', path });
    try {
      return act();
    } finally {
      tell({ kind: 'working' });
      collection.noteWork();
    }
  },
  goesOn() {
    const now = performance.now();
    if (now - told < PROGRESS_MS) return;
    told = now;
    tell({ kind: 'progress' });
  },
  parserLost: (reason) => tell({ kind: 'parser', lost: reason }),
  parserBack: () => tell({ kind: 'parser' }),
});
