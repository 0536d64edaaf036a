import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import { canonicalUri } from './uris.ts';

/** What the client can do, as far as the server behaves differently for it. */
export interface Client {
  readonly pullsDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly refreshes: { readonly diagnostics: boolean; readonly hints: boolean; readonly lenses: boolean };
  /** Answers `workspace/configuration`. */
  readonly configuration: boolean;
  readonly registers: { readonly configuration: boolean; readonly watchers: boolean };
  readonly workspaceFolders: boolean;
  /** Takes edits as `documentChanges`, which name the version they are for. */
  readonly versionedEdits: boolean;
  /** Takes edits that create files. */
  readonly createsFiles: boolean;
  /** Lets its user confirm the parts of an edit that ask for it. */
  readonly confirmsEdits: boolean;
  /** Takes code actions, and not commands only. */
  readonly codeActions: boolean;
  /** Fetches the edit of a code action when it is chosen. */
  readonly resolvesEdits: boolean;
  /** Has a command that asks its user for the reason of a suppression. */
  readonly asksReasons: boolean;
  readonly snippets: boolean;
  /** Asks what would be renamed before it asks for the new name. */
  readonly preparesRename: boolean;
  readonly nestedSymbols: boolean;
  readonly markdown: boolean;
}

/** Reads the capabilities that matter from `initialize`. */
export function clientOf({ textDocument = {}, workspace = {}, experimental }: ClientCapabilities = {}): Client {
  return {
    pullsDiagnostics: textDocument.diagnostic !== undefined,
    relatedInformation: relatesInformation(textDocument),
    refreshes: {
      diagnostics: workspace.diagnostics?.refreshSupport === true,
      hints: workspace.inlayHint?.refreshSupport === true,
      lenses: workspace.codeLens?.refreshSupport === true,
    },
    configuration: workspace.configuration === true,
    registers: {
      configuration: workspace.didChangeConfiguration?.dynamicRegistration === true,
      watchers: workspace.didChangeWatchedFiles?.dynamicRegistration === true,
    },
    workspaceFolders: workspace.workspaceFolders === true,
    ...editsOf(workspace.workspaceEdit),
    ...actionsOf(textDocument),
    asksReasons: (experimental as Experimental | undefined)?.plimsoll?.asksReasons === true,
    snippets: textDocument.completion?.completionItem?.snippetSupport === true,
    preparesRename: textDocument.rename?.prepareSupport === true,
    nestedSymbols: textDocument.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    markdown: textDocument.hover?.contentFormat?.includes('markdown') ?? true,
  };
}

type WorkspaceEditCapabilities = NonNullable<NonNullable<ClientCapabilities['workspace']>['workspaceEdit']>;
/** What Plimsoll's own client says of itself beyond the protocol. */
interface Experimental {
  readonly plimsoll?: { readonly asksReasons?: unknown };
}

type TextDocumentCapabilities = NonNullable<ClientCapabilities['textDocument']>;

/** Before pull diagnostics had the field, clients that pulled took related information by what they said of published ones. */
function relatesInformation({ diagnostic, publishDiagnostics }: TextDocumentCapabilities): boolean {
  return (diagnostic?.relatedInformation ?? publishDiagnostics?.relatedInformation) === true;
}

function editsOf(edit: WorkspaceEditCapabilities = {}): Pick<Client, 'versionedEdits' | 'createsFiles' | 'confirmsEdits'> {
  const versionedEdits = edit.documentChanges === true;
  return {
    versionedEdits,
    createsFiles: versionedEdits && edit.resourceOperations?.includes('create') === true,
    confirmsEdits: edit.changeAnnotationSupport !== undefined,
  };
}

function actionsOf({ codeAction }: TextDocumentCapabilities): Pick<Client, 'codeActions' | 'resolvesEdits'> {
  return {
    codeActions: codeAction?.codeActionLiteralSupport !== undefined,
    resolvesEdits: codeAction?.dataSupport === true && codeAction.resolveSupport?.properties.includes('edit') === true,
  };
}

/** The folders that the client has open, canonical; older clients give one root only, and a client may have none. */
export function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => canonicalUri(uri));
  return rootUri ? [canonicalUri(rootUri)] : [];
}
