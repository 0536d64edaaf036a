import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver';
import type { Analysis } from '../analyzer.ts';
import type { ActionContext, DeferredFix, DeferredSuppression, FileFix } from '../features/code-actions.ts';
import { codeActions, fileFixEdit, fixEdit, suppressionEdit } from '../features/code-actions.ts';
import type { EditTarget } from '../features/edits.ts';
import type { Server } from './server.ts';

/** Answers requests for code actions, and for the edits of those that come without. */
export function registerActions(server: Server): void {
  const { connection, guard } = server;
  connection.onCodeAction(
    guard.request('Giving code actions', [], ({ textDocument, context }) => {
      const analysis = server.analysisOf(textDocument.uri);
      return analysis ? codeActions(analysis, context, contextFor(server, analysis)) : [];
    }),
  );
  connection.onCodeActionResolve((action, token) =>
    guard.request('Resolving a code action', action, (unresolved: CodeAction) => resolve(server, unresolved))(action, token),
  );
}

function resolve(server: Server, action: CodeAction): CodeAction {
  const { data } = action;
  if (!isFileFix(data) && !isDeferredFix(data) && !isDeferredSuppression(data)) return action;
  const analysis = server.analysisOf(data.uri);
  if (!analysis) return action;
  const context = contextFor(server, analysis);
  const edit = editOf(analysis, data, context);
  return edit ? { ...action, edit } : action;
}

function editOf(analysis: Analysis, data: FileFix | DeferredFix | DeferredSuppression, context: ActionContext): WorkspaceEdit | undefined {
  if (isFileFix(data)) return fileFixEdit(analysis, data, context);
  return isDeferredFix(data) ? fixEdit(analysis, data, context) : suppressionEdit(analysis, data, context);
}

function contextFor(server: Server, { uri }: Analysis): ActionContext {
  const { analyzers, client } = server;
  const targetOf = (other: string) => targetFor(server, other);
  const target = targetOf(uri);
  return {
    fixer: analyzers.of(uri),
    target,
    resolves: client.resolvesEdits,
    asksReasons: client.asksReasons,
    ...(client.createsFiles && !isUntitled(target.uri) && { beside: { targetOf, confirms: client.confirmsEdits } }),
  };
}

/** A document to be edited, as the client knows it. */
export function targetFor({ client, documents }: Server, uri: string): EditTarget {
  const document = documents.get(uri);
  return { uri: document?.uri ?? uri, version: document?.version ?? null, versioned: client.versionedEdits };
}

/** A document that was never saved has no folder in which another file could be made. */
function isUntitled(uri: string): boolean {
  return uri.startsWith('untitled:');
}

function isFileFix(data: unknown): data is FileFix {
  const { uri, safe } = (data ?? {}) as Partial<FileFix>;
  return typeof uri === 'string' && typeof safe === 'boolean';
}

function isDeferredFix(data: unknown): data is DeferredFix {
  const { uri, diagnostic, fix } = (data ?? {}) as Partial<DeferredFix>;
  return typeof uri === 'string' && typeof diagnostic === 'object' && typeof fix === 'string';
}

function isDeferredSuppression(data: unknown): data is DeferredSuppression {
  const { uri, reach, diagnostic, reason = '' } = (data ?? {}) as Partial<DeferredSuppression>;
  return typeof uri === 'string' && typeof reach === 'string' && typeof diagnostic === 'object' && typeof reason === 'string';
}
