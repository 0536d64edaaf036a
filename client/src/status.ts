import type { Disposable } from 'vscode';
import { LanguageStatusSeverity, languages } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { State } from 'vscode-languageclient';
import { LANGUAGES } from './options.ts';
import type { ServerStatus } from './protocol.ts';
import { statusNotification } from './protocol.ts';

const SEVERITY = {
  ok: LanguageStatusSeverity.Information,
  busy: LanguageStatusSeverity.Information,
  error: LanguageStatusSeverity.Error,
} satisfies Record<ServerStatus['state'], LanguageStatusSeverity>;

/** States of the connection itself, in which the server cannot speak. */
const WITHOUT_SERVER = new Map<State, ServerStatus>([
  [State.Starting, { state: 'busy', text: 'Starting', detail: 'The language server is starting.' }],
  [State.Stopped, { state: 'error', text: 'Stopped', detail: 'The language server is not running.' }],
  [State.StartFailed, { state: 'error', text: 'Stopped', detail: 'The language server could not start.' }],
]);

/** Shows what the server says of itself beside the language of a YAML document. */
export function showStatus(client: BaseLanguageClient): Disposable[] {
  const item = languages.createLanguageStatusItem('plimsoll.status', LANGUAGES);
  item.name = 'Plimsoll';
  const show = ({ state, text, detail }: ServerStatus): void => {
    item.text = text;
    item.detail = detail ?? '';
    item.busy = state === 'busy';
    item.severity = SEVERITY[state];
    item.command =
      state === 'error'
        ? { command: 'plimsoll.restartServer', title: 'Restart Server' }
        : { command: 'plimsoll.showOutput', title: 'Show Output' };
  };
  return [
    item,
    client.onNotification(statusNotification, show),
    client.onDidChangeState(({ newState }) => {
      const status = WITHOUT_SERVER.get(newState);
      if (status) show(status);
    }),
  ];
}
