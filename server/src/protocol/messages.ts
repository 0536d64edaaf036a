import type { ProgressToken } from 'vscode-languageserver';
import { NotificationType, NotificationType0, RequestType } from 'vscode-languageserver';
import type { Severity } from '../rules/types.ts';

/** What the server is doing: `text` is a few words for a status bar, `detail` one sentence. */
export interface ServerStatus {
  readonly state: 'ok' | 'busy' | 'error';
  readonly text: string;
  readonly detail?: string;
}

/** How many files hold something to check, and how many findings of each level there are in them. */
export interface WorkspaceResult {
  readonly files: number;
  readonly findings: Readonly<Record<Severity, number>>;
}

/** Sent by the server whenever its status changes. Clients that don't know it ignore it. */
export const statusNotification = new NotificationType<ServerStatus>('plimsoll/status');

/** Checks every file of the workspace, opened or not; from then on the diagnostics of those that aren't open are published, too. */
export const checkWorkspaceRequest = new RequestType<{ readonly workDoneToken?: ProgressToken }, WorkspaceResult, never>(
  'plimsoll/checkWorkspace',
);

/** Asks for the sizing of a file and its deployment, as Markdown. */
export const sizingRequest = new RequestType<{ readonly uri: string }, { readonly text: string }, never>('plimsoll/sizing');

/** Sent by a client whose user has come to trust the workspace since the start. */
export const trustedNotification = new NotificationType0('plimsoll/trusted');
