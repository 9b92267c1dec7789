import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';

/** Lets what has come in meanwhile go first. */
export function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** @throws ResponseError when the editor no longer waits for the answer. */
export function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}
