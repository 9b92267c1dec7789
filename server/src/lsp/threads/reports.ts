import type { Message } from 'vscode-languageserver/node';

/** Why a document was given up. */
export type Fault = 'time' | 'memory' | 'crash';

/** A document that is left alone until it changes. */
export interface GivenUp {
  /** The engine's path. */
  readonly path: string;
  readonly fault: Fault;
}

/** Notification to the engine's thread: leave a document alone, which is then opened. */
export const GIVE_UP = 'ehrSchema/giveUp';

/** What the engine's thread tells the front. */
export type Report =
  /** The answer to a request: its members but for the number and the version of the protocol, as JSON. */
  | { readonly kind: 'answer'; readonly id: number | string; readonly text: string }
  /** A notification or a request to the editor. */
  | { readonly kind: 'message'; readonly message: Message }
  /** What it works on from now on, by the engine's path; without one it waits for work. */
  | { readonly kind: 'working'; readonly path?: string }
  /** What it works on takes long, and is not what is to blame: a history is read for it. */
  | { readonly kind: 'progress' }
  /** PostgreSQL's parser could not be loaded, for this reason; without one it can be again, and another engine would have it. */
  | { readonly kind: 'parser'; readonly lost?: string };
