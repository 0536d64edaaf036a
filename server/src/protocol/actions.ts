import type { CodeAction } from 'vscode-languageserver';
import type { Analysis } from '../analyzer.ts';
import type { ActionContext, DeferredSuppression, FileFix } from '../features/code-actions.ts';
import { codeActions, fileFixEdit, suppressionEdit } from '../features/code-actions.ts';
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
  if (!isFileFix(data) && !isDeferredSuppression(data)) return action;
  const analysis = server.analysisOf(data.uri);
  if (!analysis) return action;
  const context = contextFor(server, analysis);
  const edit = isFileFix(data) ? fileFixEdit(analysis, data, context) : suppressionEdit(analysis, data, context);
  return edit ? { ...action, edit } : action;
}

function contextFor({ analyzer, client, documents }: Server, { uri }: Analysis): ActionContext {
  const document = documents.get(uri);
  return {
    fixer: analyzer,
    target: { uri: document?.uri ?? uri, version: document?.version ?? null, versioned: client.versionedEdits },
    resolves: client.resolvesEdits,
  };
}

function isFileFix(data: unknown): data is FileFix {
  const { uri, safe } = (data ?? {}) as Partial<FileFix>;
  return typeof uri === 'string' && typeof safe === 'boolean';
}

function isDeferredSuppression(data: unknown): data is DeferredSuppression {
  const { uri, reach, diagnostic } = (data ?? {}) as Partial<DeferredSuppression>;
  return typeof uri === 'string' && typeof reach === 'string' && typeof diagnostic === 'object';
}
