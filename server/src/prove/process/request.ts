import type { Phase, Proof } from '../verdict';

/** A migration's text under the name of its folder. */
export interface Migration {
  readonly name: string;
  readonly text: string;
}

/** What is to be proven, and where. */
export interface ProveRequest {
  /** The whole history, in the order in which it is applied. */
  readonly migrations: readonly Migration[];
  /** The migrations whose verdicts are wanted; without it, all. What comes before them is applied only. */
  readonly wanted?: readonly string[];
  readonly crashPoints: boolean;
  /** `embedded`, or the URL of a server that a scratch database is made on. */
  readonly database: string;
  /** Where states of unchanged histories are kept, so that only what changed is run; without it, all is run. */
  readonly cacheFolder?: string;
  /** The most memory that the process may take, in megabytes. */
  readonly memory?: number;
}

/** Told what happens while migrations are proven. */
export interface ProveListener {
  /** The database is there: what it is, without any password. */
  opened?(database: string): void;
  /** Scratch databases of earlier runs that died are still on the server. */
  leftovers?(databases: readonly string[]): void;
  /** A migration is in this phase now. */
  phase?(migration: string, phase: Phase): void;
  /** The verdicts of a migration are there. */
  proved(migration: string, proof: Proof): void;
  /** Something went wrong that no verdict depends on, such as a full cache. */
  warned?(message: string): void;
}

/** A migration's name with its verdicts. */
export type NamedProof = readonly [migration: string, proof: Proof];

/** Told the same in the process of the run, where each message has its price. */
export interface RunListener extends ProveListener {
  /** Verdicts of earlier runs that still hold. */
  kept(proofs: readonly NamedProof[]): void;
}

/** What the process that runs migrations is sent. */
export interface ProcessRequest extends ProveRequest {
  /** What the names of this run's scratch databases begin with. */
  readonly scratch: string;
}

/** What it sends back: calls of the listener, and how it ended. */
export type ProcessEvent =
  | { readonly kind: 'opened'; readonly database: string }
  | { readonly kind: 'leftovers'; readonly databases: readonly string[] }
  | { readonly kind: 'phase'; readonly migration: string; readonly phase: Phase }
  | { readonly kind: 'proved'; readonly proofs: readonly NamedProof[] }
  | { readonly kind: 'warned'; readonly message: string }
  | { readonly kind: 'done' }
  /** It cannot go on, in words for the user. */
  | { readonly kind: 'failed'; readonly message: string };
