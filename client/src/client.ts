import type { ExtensionContext } from 'vscode';
import { window } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { registerCommands } from './commands.ts';
import { clientOptions } from './options.ts';
import { followOtherExtensions } from './schemas.ts';
import { provideSizings } from './sizing.ts';
import { showStatus } from './status.ts';
import { askingForReasons } from './suppress.ts';
import { followTrust } from './trust.ts';

/** The client's name, as its messages and its output channel show it. */
export const NAME = 'Plimsoll';

/** Makes the client that fits the platform: the one thing in which the desktop and the web differ. */
export type CreateClient = (options: LanguageClientOptions) => BaseLanguageClient;

/** Starts the language server and everything that shows what it knows; VS Code disposes of all of it with the extension. */
export async function start(context: ExtensionContext, createClient: CreateClient): Promise<void> {
  const output = window.createOutputChannel(NAME, { log: true });
  const client = createClient(clientOptions(output));
  client.registerFeature(askingForReasons);
  const parts = [
    ...showStatus(client),
    ...provideSizings(client),
    ...registerCommands(client, output),
    ...followOtherExtensions(client),
    followTrust(client),
  ];
  context.subscriptions.push(output, client, ...parts);
  // The client has told the user of a failed start; the commands stay, one of them to try again.
  await client.start().catch((error: unknown) => output.error(String(error)));
}
