import type { CompletionItem } from 'vscode-languageserver';
import { completions } from '../features/completion.ts';
import { describeCompletion } from '../features/completion-documentation.ts';
import { offsetAt } from '../features/positions.ts';
import { settingsCompletions } from '../features/settings-completion.ts';
import { settingFacts } from '../features/settings-tree.ts';
import type { Snippet } from '../features/snippets.ts';
import { isConfigFile } from './config-files.ts';
import type { Server } from './server.ts';
import { canonicalUri } from './uris.ts';

/** Answers requests for completion, and for the documentation of one proposal. */
export function registerCompletion(server: Server): void {
  const { client, connection, guard, platform } = server;
  let snippets: readonly Snippet[] | undefined;
  // Clients ask for the documentation of what they were offered last.
  let { schemas } = server;
  connection.onCompletion(
    guard.request('Completing', [], ({ textDocument, position }) => {
      const uri = canonicalUri(textDocument.uri);
      const analysis = server.analyzers.analysisOf(uri);
      if (!analysis) return [];
      const offset = offsetAt(analysis.file, position);
      schemas = server.analyzers.of(uri).schemas;
      if (isConfigFile(uri)) return settingsCompletions(analysis.file, offset, settingFacts(schemas));
      if (!analysis.settings.enable) return [];
      snippets ??= client.snippets ? platform.readSnippets() : [];
      return completions(analysis, offset, { schemas, snippets, tabStops: client.snippets });
    }),
  );
  connection.onCompletionResolve((item, token) =>
    guard.request('Describing a completion', item, (undescribed: CompletionItem) => describeCompletion(undescribed, schemas))(item, token),
  );
}
