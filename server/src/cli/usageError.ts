/** The command was used in a way that it cannot run: exit code 2, and the message as one line on stderr. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
