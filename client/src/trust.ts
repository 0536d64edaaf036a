import type { Disposable } from 'vscode';
import { workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

/** Tells the server when the user comes to trust the workspace; that trust isn't taken back while the window is open. */
export function followTrust(client: BaseLanguageClient): Disposable {
  return workspace.onDidGrantWorkspaceTrust(() => {
    if (client.isRunning()) void client.sendNotification('plimsoll/trusted');
  });
}
