/** Suppressing a finding: the server offers it and writes it, the user is asked why. */
import { window, workspace } from 'vscode';
import type { BaseLanguageClient, StaticFeature } from 'vscode-languageclient';
import { CodeActionResolveRequest } from 'vscode-languageclient';

/** A suppression as the server offers it: the command's argument, and as a code action's data what the server resolves. */
export interface Suppression {
  readonly uri: string;
}

/** Tells the server that it may offer the command, since there is someone to ask. */
export const askingForReasons: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...capabilities.experimental, plimsoll: { asksReasons: true } };
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};

/** Asks for the reason and has the suppression written with it; without one nothing is written. */
export async function suppress(client: BaseLanguageClient, suppression: Suppression | undefined): Promise<void> {
  if (suppression === undefined) return;
  const reason = await window.showInputBox({
    title: 'Plimsoll: ignore a finding',
    prompt: 'Why is this fine here? The reason is written beside it, for whoever reads the file next.',
    placeHolder: 'a leader, and it restarts in a second',
    validateInput: (text) => (text.trim() === '' ? 'Give a reason, or press Escape to leave the finding as it is.' : undefined),
  });
  if (reason === undefined) return;
  const { edit } = await client.sendRequest(CodeActionResolveRequest.type, { title: 'Ignore', data: { ...suppression, reason } });
  const changes = await client.protocol2CodeConverter.asWorkspaceEdit(edit);
  if (changes === undefined || !(await workspace.applyEdit(changes))) {
    void window.showWarningMessage('The suppression could not be written, since the file has changed in the meantime.');
  }
}
