import type { ServerCapabilities } from 'vscode-languageserver';
import { TextDocumentSyncKind } from 'vscode-languageserver';
import { CODE_ACTION_KINDS } from '../features/code-actions.ts';
import type { Client } from './client.ts';

/** What the server offers to a client. */
export function capabilitiesFor(client: Client): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    ...(client.pullsDiagnostics && {
      diagnosticProvider: { identifier: 'plimsoll', interFileDependencies: true, workspaceDiagnostics: false },
    }),
    ...(client.codeActions && {
      codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS], resolveProvider: client.resolvesEdits },
    }),
    hoverProvider: true,
    inlayHintProvider: true,
    codeLensProvider: {},
    completionProvider: { triggerCharacters: [':', ' ', '-'], resolveProvider: true },
    documentSymbolProvider: { label: 'Plimsoll' },
    workspaceSymbolProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentLinkProvider: {},
    renameProvider: client.preparesRename ? { prepareProvider: true } : true,
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
