import type { Location, TextDocumentPositionParams, WorkspaceEdit } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Analysis } from '../analyzer.ts';
import { workspaceEdits } from '../features/edits.ts';
import { documentLinks } from '../features/navigation/document-links.ts';
import { definitions, highlights, references } from '../features/navigation/find.ts';
import type { Places } from '../features/navigation/occurrence.ts';
import { prepareRename, rename } from '../features/navigation/rename.ts';
import { workspaceSymbols } from '../features/navigation/workspace-symbols.ts';
import { offsetAt } from '../features/positions.ts';
import type { Splice } from '../yaml/types.ts';
import { targetFor } from './actions.ts';
import type { Server } from './server.ts';

/** Answers requests that lead from one place to others: definitions, references, highlights, links, symbols of the workspace, rename. */
export function registerNavigation(server: Server): void {
  registerFinding(server);
  registerRename(server);
  const { analyzer, connection, guard } = server;
  connection.onDocumentLinks(
    guard.request('Giving links', [], ({ textDocument }) => {
      const analysis = server.analysisOf(textDocument.uri);
      return analysis ? documentLinks(analysis, placesFor(server)) : [];
    }),
  );
  connection.onWorkspaceSymbol(
    guard.request('Listing symbols of the workspace', [], ({ query }) => {
      const analyses = [...analyzer.uris()].map((uri) => analyzer.analysisOf(uri)).filter((analysis) => analysis !== undefined);
      return workspaceSymbols(query, analyses).map((symbol) => ({ ...symbol, location: asClient(server, symbol.location) }));
    }),
  );
}

/** Where files and objects are, as the server knows them. */
export function placesFor({ analyzer }: Server): Places {
  const fileOf = (uri: string) => analyzer.analysisOf(uri)?.file;
  return {
    fileOf,
    placeOf: (resource) => {
      const entry = analyzer.inventory.entryOf(resource);
      const placed = entry && fileOf(entry.uri)?.documents[entry.index];
      return entry && placed && { uri: entry.uri, placed };
    },
  };
}

function registerFinding(server: Server): void {
  const { connection, guard } = server;
  const found = (params: TextDocumentPositionParams, find: (analysis: Analysis, offset: number, places: Places) => Location[]) =>
    at(server, params, find)?.map((location) => asClient(server, location)) ?? [];
  connection.onDefinition(guard.request('Finding definitions', [], (params) => found(params, definitions)));
  connection.onReferences(
    guard.request('Finding references', [], (params) =>
      found(params, (analysis, offset, places) => references(analysis, offset, params.context.includeDeclaration, places)),
    ),
  );
  connection.onDocumentHighlight(guard.request('Highlighting', [], (params) => at(server, params, highlights) ?? []));
}

function registerRename(server: Server): void {
  const { connection, guard } = server;
  connection.onPrepareRename(guard.request('Preparing a rename', null, (params) => at(server, params, prepareRename) ?? null));
  connection.onRenameRequest(
    guard.request('Renaming', null, (params): WorkspaceEdit | ResponseError<never> | null => {
      const renaming = at(server, params, (analysis, offset, places) => rename(analysis, offset, params.newName, places));
      if (renaming?.problem !== undefined) return new ResponseError(LSPErrorCodes.RequestFailed, renaming.problem);
      return renaming ? editOf(server, renaming.splices) : null;
    }),
  );
}

function editOf(server: Server, splices: ReadonlyMap<string, readonly Splice[]>): WorkspaceEdit {
  const edits = [...splices].flatMap(([uri, own]) => {
    const file = server.analyzer.analysisOf(uri)?.file;
    return file ? [{ file, splices: own, target: targetFor(server, uri) }] : [];
  });
  return workspaceEdits(edits);
}

function at<T>(
  server: Server,
  { textDocument, position }: TextDocumentPositionParams,
  compute: (analysis: Analysis, offset: number, places: Places) => T,
): T | undefined {
  const analysis = server.analysisOf(textDocument.uri);
  return analysis && compute(analysis, offsetAt(analysis.file, position), placesFor(server));
}

/** The client may spell a file in another way than the server does. */
function asClient({ documents }: Server, location: Location): Location {
  return { ...location, uri: documents.get(location.uri)?.uri ?? location.uri };
}
