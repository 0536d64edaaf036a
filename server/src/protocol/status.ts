import type { Connection } from 'vscode-languageserver';
import type { Guard } from './guard.ts';
import type { ServerStatus } from './messages.ts';
import { statusNotification } from './messages.ts';

/** Sends statuses, each only where it differs from the one before. */
export function statusSender(connection: Connection, guard: Guard): (status: ServerStatus) => void {
  let sent = '';
  return (status) => {
    const text = JSON.stringify(status);
    if (text === sent) return;
    sent = text;
    void guard.run('Sending the status', () => connection.sendNotification(statusNotification, status))();
  };
}
