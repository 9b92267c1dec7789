import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import { capabilitiesFor } from './capabilities';
import { codeActions } from './codeActions';
import { completion } from './completion';
import { Diagnostics } from './diagnostics';
import { fixWorkspaceEdit, resolveFixAll } from './fixAll';
import { hover } from './hover';
import { inlayHints } from './inlayHints';
import { EXPLAIN_RULE, FIX_WORKSPACE } from './protocol';
import { serveRulePages, showRule } from './rulePages';
import { Session } from './session';
import { GIVE_UP, type GivenUp } from './threads/reports';
import type { Work } from './threads/work';
import { Troubles } from './troubles';
import { pathOfUri } from './uris';
import { watchFiles } from './watching';

/** Serves one editor until it says goodbye. @param work is told what the server is busy with. */
export function serve(connection: Connection, work: Work): void {
  const troubles = new Troubles(connection);
  process.on('uncaughtException', (error) => troubles.note('between two requests', error));
  process.on('unhandledRejection', (error) => troubles.note('between two requests', error));
  connection.onInitialize(async (params) => {
    const session = await Session.start(connection, params, troubles, work);
    const diagnostics = new Diagnostics(session);
    serveDocuments(session, diagnostics, troubles);
    serveDiagnostics(session, diagnostics, troubles);
    serveActions(session, troubles);
    serveRulePages(session);
    connection.onInitialized(troubles.guard('reading the workspace', undefined, () => start(session)));
    return capabilitiesFor(session);
  });
  connection.listen();
}

async function start(session: Session): Promise<void> {
  if (session.abilities.changesFolders)
    session.connection.workspace.onDidChangeWorkspaceFolders(async ({ added }) =>
      session.addFolders(added.map(({ uri }) => uri)),
    );
  const loading = session.load();
  await watchFiles(session);
  await loading;
}

function serveDocuments(session: Session, diagnostics: Diagnostics, troubles: Troubles): void {
  const { connection, documents } = session;
  connection.onDidOpenTextDocument(
    troubles.guard('opening a document', undefined, async ({ textDocument }) => {
      const opened = session.opened(documents.open(textDocument));
      diagnostics.publish();
      await opened;
    }),
  );
  connection.onNotification(GIVE_UP, (given: GivenUp) => session.giveUp(given));
  connection.onDidChangeTextDocument((params) => {
    const document = documents.change(params);
    if (document) session.take(document);
    diagnostics.publish();
  });
  connection.onDidCloseTextDocument(
    troubles.guard('closing a document', undefined, async ({ textDocument: { uri } }) => {
      const document = documents.close(uri);
      if (document) await session.closed(document);
      diagnostics.forget(uri);
    }),
  );
  connection.onDidChangeWatchedFiles(
    troubles.guard('reading changed files', undefined, ({ changes }) =>
      session.changedOnDisk(changes.map(({ uri }) => pathOfUri(uri, ''))),
    ),
  );
}

function serveDiagnostics({ connection }: Session, diagnostics: Diagnostics, troubles: Troubles): void {
  const none = { kind: 'full' as const, items: [] };
  connection.languages.diagnostics.on(
    troubles.guard('checking a document', none, (params, token) => diagnostics.document(params, token)),
  );
  connection.languages.diagnostics.onWorkspace(
    troubles.guard('checking the workspace', { items: [] }, (params, token) => diagnostics.workspace(params, token)),
  );
}

function serveActions(session: Session, troubles: Troubles): void {
  const { connection } = session;
  connection.onCodeAction(
    troubles.guard('finding repairs', [], (params, token) => codeActions(session, params, token)),
  );
  connection.onCodeActionResolve(async (action) =>
    troubles.guard('repairing a file', action, () => resolveFixAll(session, action))(),
  );
  connection.onHover(troubles.guard('a hover', null, (params) => hover(session, params)));
  connection.onCompletion(troubles.guard('a completion', [], (params) => completion(session, params)));
  connection.languages.inlayHint.on(troubles.guard('inlay hints', [], (params) => inlayHints(session, params)));
  // Some clients send `null` for the parameters that there are none of, others nothing: the token comes last.
  connection.onRequest(FIX_WORKSPACE, (...words: readonly unknown[]) =>
    fixWorkspaceEdit(session, words.at(-1) as CancellationToken),
  );
  connection.onExecuteCommand(
    troubles.guard('a command', undefined, async ({ command, arguments: words }) => {
      if (command === EXPLAIN_RULE) await showRule(session, words?.[0]);
    }),
  );
}
