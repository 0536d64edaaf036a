import type { Location, TextDocumentPositionParams, WorkspaceEdit } from 'vscode-languageserver';
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Analysis } from '../analyzer.ts';
import { workspaceEdits } from '../features/edits.ts';
import { documentLinks } from '../features/navigation/document-links.ts';
import { definitions, highlights, references } from '../features/navigation/find.ts';
import type { Places } from '../features/navigation/occurrence.ts';
import type { Renamable } from '../features/navigation/rename.ts';
import { prepareRename, rename } from '../features/navigation/rename.ts';
import { workspaceSymbols } from '../features/navigation/workspace-symbols.ts';
import { offsetAt } from '../features/positions.ts';
import type { Splice } from '../yaml/types.ts';
import { targetFor } from './actions.ts';
import type { Server } from './server.ts';
import { canonicalUri } from './uris.ts';

/** Answers requests that lead from one place to others: definitions, references, highlights, links, symbols of the workspace, rename. */
export function registerNavigation(server: Server): void {
  registerFinding(server);
  registerRename(server);
  const { analyzers, connection, guard } = server;
  connection.onDocumentLinks(
    guard.request('Giving links', [], ({ textDocument }) => {
      const analysis = analysisFor(server, textDocument.uri);
      return analysis ? documentLinks(analysis, placesAround(server, analysis)) : [];
    }),
  );
  connection.onWorkspaceSymbol(
    guard.request('Listing symbols of the workspace', [], ({ query }) => {
      const analyses = [...analyzers.uris()].map((uri) => analyzers.analysisOf(uri)).filter((analysis) => analysis !== undefined);
      return workspaceSymbols(query, analyses).map((symbol) => ({ ...symbol, location: asClient(server, symbol.location) }));
    }),
  );
}

/** Where the files and objects are that a file may have to do with. */
export function placesAround({ analyzers }: Server, { uri: from, inventory }: Analysis): Places {
  const analyzer = analyzers.of(from);
  const fileOf = (uri: string) => analyzer.analysisOf(uri)?.file;
  return {
    fileOf,
    placeOf: (resource) => {
      const entry = inventory.entryOf(resource);
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
  connection.onPrepareRename(
    guard.request('Preparing a rename', null, (params): Renamable | ResponseError<never> | null => {
      const prepared = at(server, params, prepareRename);
      if (prepared && 'problem' in prepared) return new ResponseError(LSPErrorCodes.RequestFailed, prepared.problem);
      return prepared ?? null;
    }),
  );
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
    const file = server.analyzers.analysisOf(uri)?.file;
    return file ? [{ file, splices: own, target: targetFor(server, uri) }] : [];
  });
  return workspaceEdits(edits);
}

function at<T>(
  server: Server,
  { textDocument, position }: TextDocumentPositionParams,
  compute: (analysis: Analysis, offset: number, places: Places) => T,
): T | undefined {
  const analysis = analysisFor(server, textDocument.uri);
  return analysis && compute(analysis, offsetAt(analysis.file, position), placesAround(server, analysis));
}

/** Kustomizations that leave out what they are name files and objects too, so that a file is ours is for the features to ask. */
function analysisFor({ analyzers }: Server, uri: string): Analysis | undefined {
  const analysis = analyzers.analysisOf(canonicalUri(uri));
  return analysis?.settings.enable ? analysis : undefined;
}

/** The client may spell a file in another way than the server does. */
function asClient({ documents }: Server, location: Location): Location {
  return { ...location, uri: documents.get(location.uri)?.uri ?? location.uri };
}
