import { window } from 'vscode';
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type ErrorHandler,
  type ErrorHandlerResult,
} from 'vscode-languageclient/node';

/** A server that crashes as often as this within the time is left alone. */
const [CRASHES, WITHIN_MS] = [5, 180_000];

/** Starts the server again when it crashed, and says so once. */
export class Crashes implements ErrorHandler {
  readonly #showOutput: () => void;
  #times: number[] = [];

  /** @param showOutput shows what the server had to say. */
  constructor(showOutput: () => void) {
    this.#showOutput = showOutput;
  }

  error(): ErrorHandlerResult {
    return { action: ErrorAction.Continue };
  }

  closed(): CloseHandlerResult {
    const now = Date.now();
    const isFirst = this.#times.length === 0;
    this.#times = [...this.#times.filter((time) => now - time < WITHIN_MS), now];
    if (this.#times.length >= CRASHES)
      return {
        action: CloseAction.DoNotRestart,
        message: `EHR Schema crashed ${CRASHES} times in ${WITHIN_MS / 60_000} minutes and is not started again.`,
      };
    const message = 'EHR Schema crashed and was started again.';
    if (isFirst) void this.#tell(message);
    return { action: CloseAction.Restart, message, handled: true };
  }

  async #tell(message: string): Promise<void> {
    const show = 'Show output';
    if ((await window.showWarningMessage(message, show)) === show) this.#showOutput();
  }
}
