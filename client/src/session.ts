import { env, extensions, type LogOutputChannel, version, window, workspace } from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State, TransportKind } from 'vscode-languageclient/node';
import { EXPLAIN_RULE, type InitializationOptions, STATUS, type StatusParams } from '../../server/src/lsp/protocol';
import { Crashes } from './crashes';
import { DOCUMENTS } from './documents';
import type { Status } from './status';
import { noteRepairs } from './walkthrough';

/** The language server's life: it runs while `ehrSchema.enable` is set, and its state goes to the status item. */
export class Session {
  readonly #serverModule: string;
  readonly #output: LogOutputChannel;
  readonly #status: Status;
  #client: LanguageClient | undefined;
  #failureShown = false;
  #queue: Promise<void> = Promise.resolve();

  /** @param serverModule the absolute path of the bundled server. */
  constructor(serverModule: string, output: LogOutputChannel, status: Status) {
    this.#serverModule = serverModule;
    this.#output = output;
    this.#status = status;
  }

  /** The connection to the server, while there is one. */
  get client(): LanguageClient | undefined {
    return this.#client;
  }

  /** Starts or stops the server as `ehrSchema.enable` says. */
  obeySettings(): Promise<void> {
    return this.#enqueue(async () => {
      if (workspace.getConfiguration('ehrSchema').get('enable', true)) await this.#start();
      else await this.#stop();
    });
  }

  /** Ends the server and starts it anew. */
  restart(): Promise<void> {
    this.#failureShown = false;
    return this.#enqueue(async () => {
      await this.#stop();
      await this.#start();
    });
  }

  /** Ends the server. */
  stop(): Promise<void> {
    return this.#enqueue(() => this.#stop());
  }

  /** One change of state at a time, in the order asked for; a failed one is shown and does not block the next. */
  #enqueue(change: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(change).catch((error: unknown) => this.#showFailure(error));
    return this.#queue;
  }

  async #start(): Promise<void> {
    if (this.#client) return;
    const client = this.#createClient();
    client.onDidChangeState(({ newState }) => this.#status.showState(stateName(newState)));
    client.onNotification(STATUS, (params: StatusParams) => this.#status.showFiles(params));
    this.#client = client;
    await client.start();
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client) await client.dispose();
    this.#status.showState('stopped');
  }

  #createClient(): LanguageClient {
    const run = { module: this.#serverModule, transport: TransportKind.stdio };
    return new LanguageClient(
      'ehrSchema',
      'EHR Schema',
      { run, debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6019'] } } },
      {
        documentSelector: DOCUMENTS.map((filter) => ({ ...filter, pattern: filter.pattern?.toString() })),
        outputChannel: this.#output,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        diagnosticPullOptions: { onChange: true, onSave: true },
        markdown: { isTrusted: { enabledCommands: [EXPLAIN_RULE] } },
        initializationOptions: {
          commands: [EXPLAIN_RULE],
          prismaExtension: extensions.getExtension('Prisma.prisma') !== undefined,
          encryptedFieldHints: workspace.getConfiguration('ehrSchema').get('encryptedFieldHints', false),
        } satisfies InitializationOptions,
        errorHandler: new Crashes(() => this.#output.show()),
        initializationFailedHandler: () => false,
        middleware: {
          provideCodeActions: async (document, range, context, token, next) =>
            noteRepairs((await next(document, range, context, token)) ?? []),
          provideDiagnostics: async (document, previous, token, next) => {
            const report = await next(document, previous, token);
            this.#status.showChecked(new Date());
            return report;
          },
        },
      },
    );
  }

  #showFailure(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#output.error(message);
    this.#status.showState('failed');
    if (this.#failureShown) return;
    this.#failureShown = true;
    void offerHelp(message, this.#output);
  }
}

async function offerHelp(message: string, output: LogOutputChannel): Promise<void> {
  const show = 'Show output';
  const copy = 'Copy for a report';
  const answer = await window.showErrorMessage(`EHR Schema could not start: ${message}`, show, copy);
  if (answer === show) output.show();
  else if (answer === copy) await env.clipboard.writeText(`VS Code ${version}, ${process.platform}: ${message}`);
}

function stateName(state: State): 'running' | 'starting' | 'stopped' {
  if (state === State.Running) return 'running';
  return state === State.Starting ? 'starting' : 'stopped';
}
