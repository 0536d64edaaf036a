import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { NAME, start } from './client.ts';

/** Called by VS Code on the desktop and on servers when the first YAML document opens. */
export function activate(context: ExtensionContext): Promise<void> {
  const server = { module: context.asAbsolutePath('dist/server.js'), transport: TransportKind.ipc };
  const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  return start(context, (options) => new LanguageClient('plimsoll', NAME, { run: server, debug }, options));
}
