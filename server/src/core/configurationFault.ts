import type { Span } from './span';

/** Something in a configuration file that the tool does not understand, and so does not obey. */
export interface ConfigurationFault {
  readonly span: Span;
  /** Whole sentences: what is wrong, then what to write. */
  readonly message: string;
  /** What the words at `span` were probably meant to be, in JSON. */
  readonly replacement?: string;
}
