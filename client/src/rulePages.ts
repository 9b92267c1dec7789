import {
  commands,
  type Disposable,
  type ProviderResult,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import { RULE_LIST, RULE_PAGE, type RulePageParams, type RuleSummary } from '../../server/src/lsp/protocol';
import type { Session } from './session';

/** The scheme of documents that show a rule's page. */
const SCHEME = 'ehr-schema-rule';

/** Shows the pages of rules as the server makes them: in the editor, offline. */
export class RulePages implements TextDocumentContentProvider {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Makes the pages available to VS Code. */
  register(): Disposable {
    return workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  /** Opens the page of a rule; without one, a person chooses it from the list. */
  async show(rule?: string): Promise<void> {
    const chosen = rule ?? (await this.#choose());
    if (chosen === undefined) return;
    const page = Uri.from({ scheme: SCHEME, path: `/${chosen}.md` });
    await commands.executeCommand('markdown.showPreview', page);
  }

  provideTextDocumentContent(page: Uri): ProviderResult<string> {
    const rule = page.path.slice(1, -'.md'.length);
    return this.#page(rule);
  }

  async #page(rule: string): Promise<string> {
    const params: RulePageParams = { rule };
    const text = await this.#session.client?.sendRequest<string | null>(RULE_PAGE, params);
    return text ?? `# ${rule}\n\nThere is no rule of this name.\n`;
  }

  async #choose(): Promise<string | undefined> {
    const rules = (await this.#session.client?.sendRequest<RuleSummary[]>(RULE_LIST)) ?? [];
    const items = rules.map(({ rule, severity, summary }) => ({ label: rule, description: severity, detail: summary }));
    const options = { title: 'Explain a rule', placeHolder: 'Which rule?', matchOnDetail: true };
    return (await window.showQuickPick(items, options))?.label;
  }
}
