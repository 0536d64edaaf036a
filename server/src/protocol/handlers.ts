import type { DocumentDiagnosticReport, Hover, Position } from 'vscode-languageserver';
import type { Analysis } from '../analyzer.ts';
import { codeLenses } from '../features/code-lens.ts';
import { documentSymbols, flatSymbols } from '../features/document-symbols.ts';
import { hover } from '../features/hover.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import { offsetAt } from '../features/positions.ts';
import { settingsHover } from '../features/settings-hover.ts';
import { settingFacts } from '../features/settings-tree.ts';
import { sizingReport } from '../features/sizing-report.ts';
import { registerActions } from './actions.ts';
import type { AnswerKind } from './answers.ts';
import { registerWorkspaceCheck } from './check-workspace.ts';
import { registerCompletion } from './complete.ts';
import { isConfigFile } from './config-files.ts';
import { throwIfCancelled } from './guard.ts';
import { sizingRequest, trustedNotification } from './messages.ts';
import { placesAround, registerNavigation } from './navigation.ts';
import type { Server } from './server.ts';
import { canonicalUri } from './uris.ts';

/** Answers the client's notifications and requests. Each handler is guarded: one that fails costs its own answer only. */
export function registerHandlers(server: Server): void {
  registerLifecycle(server);
  registerDocuments(server);
  registerWorkspace(server);
  registerWorkspaceCheck(server);
  registerDiagnostics(server);
  registerReading(server);
  registerOnScreen(server);
  registerActions(server);
  registerCompletion(server);
  registerNavigation(server);
}

function registerLifecycle(server: Server): void {
  const { client, connection, guard } = server;
  connection.onInitialized(
    guard.run('Starting', async () => {
      if (client.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders(guard.run('Changing folders', (event) => server.foldersChanged(event)));
      }
      await server.start();
    }),
  );
  connection.onNotification(
    trustedNotification,
    guard.run('Trusting the workspace', () => server.charts.trust()),
  );
  connection.onShutdown(() => server.shutDown());
}

function registerDocuments(server: Server): void {
  const { connection, guard } = server;
  connection.onDidOpenTextDocument(guard.run('Opening a document', (params) => server.open(params)));
  connection.onDidChangeTextDocument(guard.run('Changing a document', (params) => server.change(params)));
  connection.onDidSaveTextDocument(guard.run('Saving a document', ({ textDocument }) => server.saved(textDocument.uri)));
  connection.onDidCloseTextDocument(guard.run('Closing a document', ({ textDocument }) => server.close(textDocument.uri)));
}

function registerWorkspace(server: Server): void {
  const { connection, guard } = server;
  connection.onDidChangeConfiguration(guard.run('Changing settings', ({ settings }) => server.configurationChanged(settings)));
  connection.onDidChangeWatchedFiles(guard.run('Reading changed files', (params) => server.filesChanged(params)));
}

function registerDiagnostics(server: Server): void {
  const { connection, guard, reporter } = server;
  const nothing: DocumentDiagnosticReport = { kind: 'full', items: [] };
  connection.languages.diagnostics.on(
    guard.request('Pulling diagnostics', nothing, async ({ textDocument, previousResultId }, token) => {
      const uri = canonicalUri(textDocument.uri);
      await server.whenKnown(uri);
      throwIfCancelled(token);
      const report = reporter.pull(uri, previousResultId);
      const again = () => reporter.idOf(uri);
      remember(server, 'diagnostics', uri, again(), again);
      return report;
    }),
  );
}

/** What is read once and then gone from the screen. */
function registerReading(server: Server): void {
  const { client, connection, guard } = server;
  connection.onHover(
    guard.request('Hovering', null, ({ textDocument, position }) => {
      const uri = canonicalUri(textDocument.uri);
      if (isConfigFile(uri)) return settingsHoverAt(server, uri, position);
      const analysis = server.analysisOf(uri);
      const { schemas } = server.analyzers.of(uri);
      const context = { schemas, markdown: client.markdown, now: new Date().toISOString() };
      return analysis ? hover(analysis, offsetAt(analysis.file, position), context) : null;
    }),
  );
  connection.onDocumentSymbol(
    guard.request('Listing symbols', [], ({ textDocument }) => {
      const analysis = server.analysisOf(textDocument.uri);
      const symbols = analysis ? documentSymbols(analysis) : [];
      return client.nestedSymbols ? symbols : flatSymbols(symbols, textDocument.uri);
    }),
  );
  connection.onRequest(
    sizingRequest,
    guard.request('Sizing', { text: '' }, ({ uri: clientUri }) => {
      const uri = canonicalUri(clientUri);
      const analyzer = server.analyzers.of(uri);
      return { text: sizingReport(analyzer.analysisOf(uri), analyzer.inventory, server.settings.settingsFor(uri)) };
    }),
  );
}

function settingsHoverAt({ analyzers, client, schemas }: Server, uri: string, position: Position): Hover | null {
  const file = analyzers.analysisOf(uri)?.file;
  return file ? settingsHover(file.text, offsetAt(file, position), client.markdown, settingFacts(schemas)) : null;
}

/** What stays on the screen, and is refreshed when other files change. */
function registerOnScreen(server: Server): void {
  const { connection, guard } = server;
  connection.languages.inlayHint.on(
    guard.request('Giving hints', [], ({ textDocument, range }) =>
      onScreen(server, 'hints', textDocument.uri, (analysis) => inlayHints(analysis, range)),
    ),
  );
  connection.onCodeLens(
    guard.request('Giving code lenses', [], ({ textDocument: { uri } }) =>
      onScreen(server, 'lenses', uri, (analysis) => codeLenses(analysis, uri, placesAround(server, analysis))),
    ),
  );
}

function onScreen<T>(server: Server, kind: AnswerKind, clientUri: string, compute: (analysis: Analysis) => T[]): T[] {
  const again = () => {
    const analysis = server.analysisOf(clientUri);
    return analysis ? compute(analysis) : [];
  };
  const answer = again();
  remember(server, kind, canonicalUri(clientUri), answer, again);
  return answer;
}

function remember(server: Server, kind: AnswerKind, uri: string, answer: unknown, again: () => unknown): void {
  const file = server.analyzers.analysisOf(uri)?.file;
  if (file && server.documents.get(uri)) server.publisher.answers.remember(kind, uri, file, answer, again);
}
