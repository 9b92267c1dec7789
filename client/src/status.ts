import { type Disposable, LanguageStatusSeverity, languages, window, workspace } from 'vscode';
import type { StatusParams } from '../../server/src/lsp/protocol';
import { nearestConfiguration } from './configurationFile';
import { DOCUMENTS } from './documents';

/** What the server is doing. */
export type SessionState = 'starting' | 'running' | 'stopped' | 'failed';

const TEXTS: Record<SessionState, string> = {
  starting: 'EHR Schema is starting',
  running: 'EHR Schema',
  stopped: 'EHR Schema is off',
  failed: 'EHR Schema could not start',
};

/** The item in the language status bar: the server's state, the last check, and the configuration that holds here. */
export class Status implements Disposable {
  readonly #item = languages.createLanguageStatusItem('ehrSchema.status', [...DOCUMENTS]);
  readonly #listener = window.onDidChangeActiveTextEditor(() => this.#showDetail());
  #state: SessionState = 'stopped';
  #checked: Date | undefined;
  #files: number | undefined;

  constructor() {
    this.#item.name = 'EHR Schema';
    this.showState('stopped');
  }

  /** Shows what the server is doing now. */
  showState(state: SessionState): void {
    this.#state = state;
    this.#item.text = TEXTS[state];
    this.#item.busy = state === 'starting';
    this.#item.severity = state === 'failed' ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    this.#item.command =
      state === 'running'
        ? { title: 'Show output', command: 'ehrSchema.showOutput' }
        : { title: 'Restart', command: 'ehrSchema.restart' };
    void this.#showDetail();
  }

  /** Shows how far the server has read the workspace. */
  showFiles({ state, files }: StatusParams): void {
    this.#files = files;
    this.#item.busy = state === 'loading';
    void this.#showDetail();
  }

  /** Notes when the server last answered with findings. */
  showChecked(time: Date): void {
    this.#checked = time;
    void this.#showDetail();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#item.dispose();
  }

  async #showDetail(): Promise<void> {
    const running = this.#state === 'running';
    const document = window.activeTextEditor?.document;
    const configuration = document && (await nearestConfiguration(document.uri));
    this.#item.detail = [
      running && this.#checked ? `last check ${this.#checked.toLocaleTimeString()}` : undefined,
      running && this.#files !== undefined ? `${this.#files} files known` : undefined,
      configuration ? workspace.asRelativePath(configuration) : 'no configuration file: the defaults hold',
    ]
      .filter((part) => part !== undefined)
      .join(' · ');
  }
}
