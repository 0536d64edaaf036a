/// <reference lib="webworker" />
import type { ExtensionContext } from 'vscode';
import { Uri } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { NAME, start } from './client.ts';

/** Called by VS Code in the browser, where the server is a worker, when the first YAML document opens. */
export function activate(context: ExtensionContext): Promise<void> {
  const server = Uri.joinPath(context.extensionUri, 'dist/server.browser.js').toString(true);
  return start(context, (options) => new LanguageClient('plimsoll', NAME, async () => new Worker(server), options));
}
