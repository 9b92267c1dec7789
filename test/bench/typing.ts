import { Editor } from './editor';
import { firstDay } from './firstDay';
import type { Measurement } from './measurement';
import type { Server } from './programs';

/** What is typed into a migration and into a model, and the line that it is typed before. */
const TYPED = {
  sql: {
    text: 'ALTER TABLE "client" ADD COLUMN "nickname" VARCHAR(20);\n',
    before: /^(?:-- Alter|-- Create|COMMENT)/gm,
  },
  prisma: { text: '  nickname String? @db.VarChar(20)\n', before: /^ {2}id String/gm },
};

/** Places in the document, as parts of its length. */
const PLACES = [0.3, 0.7];

/** A person is never as fast; without a pause, a server's work behind its answer would count as its answer. */
const PAUSE_MS = 20;

/** The keystrokes with which an editor begins count for no one: machines that compile as they go have not yet. */
const FIRST = 20;

/** A document with the servers that are compared on it. */
export interface TypingTask {
  readonly task: string;
  readonly folder: string;
  readonly file: string;
  readonly servers: readonly Server[];
}

/**
 * Types a line at two places of a document, character by character, and takes it back, in all servers by turns: what else the
 * machine does meanwhile is felt by all alike.
 */
export async function keystrokes({ task, folder, file, servers }: TypingTask): Promise<readonly Measurement[]> {
  await firstDay(servers, folder, file);
  const typists: Typist[] = [];
  try {
    for (const server of servers) typists.push(new Typist(server.who, await Editor.start(server, folder)));
    for (const { editor } of typists) {
      await editor.open(file);
      await editor.settled();
    }
    const { text, before } = TYPED[file.endsWith('.prisma') ? 'prisma' : 'sql'];
    for (const place of PLACES) {
      const at = placeFor(typists[0]!.editor.text, before, place);
      for (const [index, character] of [...text].entries())
        for (const typist of typists) await typist.type(at + index, at + index, character);
      for (const typist of typists) await typist.type(at, at + text.length, '');
    }
    return typists.map((typist) => typist.measured(task));
  } finally {
    for (const { editor } of typists) await editor.stop();
  }
}

class Typist {
  readonly who: string;
  readonly editor: Editor;
  readonly #times: number[] = [];

  constructor(who: string, editor: Editor) {
    this.who = who;
    this.editor = editor;
  }

  async type(start: number, end: number, text: string): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    this.#times.push(await this.editor.type(start, end, text));
  }

  measured(task: string): Measurement {
    return { task, who: this.who, milliseconds: this.#times.slice(FIRST), megabytes: this.editor.memory?.peak };
  }
}

function placeFor(text: string, before: RegExp, part: number): number {
  const places = [...text.matchAll(before)].map(({ index }) => index);
  return places[Math.floor(places.length * part)] ?? 0;
}
