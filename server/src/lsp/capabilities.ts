import { type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { CODE_ACTION_KINDS } from './codeActions';
import { EXPLAIN_RULE } from './protocol';
import type { Session } from './session';

/** What the server tells the editor that it can do. */
export function capabilitiesFor({ abilities }: Session): InitializeResult {
  return {
    serverInfo: { name: 'ehr-schema' },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      diagnosticProvider: { identifier: 'ehr-schema', interFileDependencies: true, workspaceDiagnostics: true },
      codeActionProvider: { codeActionKinds: CODE_ACTION_KINDS, resolveProvider: true },
      hoverProvider: true,
      completionProvider: { triggerCharacters: ['/', ' ', "'", '"'] },
      ...(abilities.hintsEncryptedFields && { inlayHintProvider: true }),
      // An editor that carries the command out itself would see it registered twice.
      ...(!abilities.commands.includes(EXPLAIN_RULE) && { executeCommandProvider: { commands: [EXPLAIN_RULE] } }),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}
