/// <reference lib="webworker" />
import type { ExtensionContext } from 'vscode';
import { Uri } from 'vscode';
import type { MessageTransports } from 'vscode-languageclient/browser';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { NAME, start } from './client.ts';

/** Called by VS Code in the browser, where the server is a worker, when the first YAML document opens. */
export function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/server.browser.js').toString(true);
  let worker: Worker | undefined;
  // Not the worker itself: VS Code wraps the class, so that the client would not know it for one.
  const connect = async (): Promise<MessageTransports> => {
    worker?.terminate();
    worker = new Worker(script);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return start(context, (options) => new LanguageClient('plimsoll', NAME, connect, options));
}
