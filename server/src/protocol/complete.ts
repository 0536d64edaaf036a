import type { CompletionItem } from 'vscode-languageserver';
import { completions, describeCompletion } from '../features/completion.ts';
import { offsetAt } from '../features/positions.ts';
import type { Snippet } from '../features/snippets.ts';
import type { Server } from './server.ts';
import { canonicalUri } from './uris.ts';

/** Answers requests for completion, and for the documentation of one proposal. */
export function registerCompletion(server: Server): void {
  const { client, connection, guard, platform, schemas } = server;
  let snippets: readonly Snippet[] | undefined;
  connection.onCompletion(
    guard.request('Completing', [], ({ textDocument, position }) => {
      const analysis = server.analyzer.analysisOf(canonicalUri(textDocument.uri));
      if (!analysis?.settings.enable) return [];
      snippets ??= client.snippets ? platform.readSnippets() : [];
      return completions(analysis, offsetAt(analysis.file, position), { schemas, snippets });
    }),
  );
  connection.onCompletionResolve((item, token) =>
    guard.request('Describing a completion', item, (undescribed: CompletionItem) => describeCompletion(undescribed, schemas))(item, token),
  );
}
