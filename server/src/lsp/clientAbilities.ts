import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver/node';
import type { InitializationOptions } from './protocol';

/** What the editor can do, as far as our answers depend on it. */
export interface ClientAbilities {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly resolvesEdits: boolean;
  readonly versionedEdits: boolean;
  readonly annotatedEdits: boolean;
  readonly watchesFiles: boolean;
  readonly changesFolders: boolean;
  readonly showsDocuments: boolean;
  /** Another extension of the editor shows what Prisma's validator says. */
  readonly validatesPrisma: boolean;
  readonly hintsEncryptedFields: boolean;
  /** Commands that the editor carries out itself. */
  readonly commands: readonly string[];
}

/** Reads the abilities out of what the editor said when it started us. */
export function abilitiesOf(params: InitializeParams): ClientAbilities {
  const { textDocument, window, workspace }: ClientCapabilities = params.capabilities;
  const options = (params.initializationOptions ?? {}) as InitializationOptions;
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    resolvesEdits: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    annotatedEdits: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    changesFolders: workspace?.workspaceFolders === true,
    showsDocuments: window?.showDocument?.support === true,
    validatesPrisma: options.prismaExtension === true,
    hintsEncryptedFields: options.encryptedFieldHints === true,
    commands: Array.isArray(options.commands) ? options.commands : [],
  };
}
