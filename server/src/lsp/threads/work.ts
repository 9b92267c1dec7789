/** What the engine tells whoever watches over it. */
export interface Work {
  /** Does something about a document, by the engine's path: one that takes too long can then be blamed. */
  about<T>(path: string, act: () => T): T;
  /** Another file is read for the document's sake: the document may take longer. */
  goesOn(): void;
  /** PostgreSQL's parser could not be loaded: SQL is not checked. */
  parserLost(reason: string): void;
  /** It can be loaded again, by an engine that starts now. */
  parserBack(): void;
}
