/** The messages that Plimsoll's server adds to the language server protocol. */
import type { ProgressToken } from 'vscode-languageclient';
import { NotificationType, RequestType } from 'vscode-languageclient';

/** Findings by level. */
export interface FindingCounts {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

/** The answer to {@link checkWorkspaceRequest}: how many files were checked and what was found in them. */
export interface WorkspaceResult {
  readonly files: number;
  readonly findings: FindingCounts;
}

/** What the server is doing. `text` is a few words for the status bar, `detail` one sentence. */
export interface ServerStatus {
  readonly state: 'ok' | 'busy' | 'error';
  readonly text: string;
  readonly detail?: string;
}

/** Checks every file of the workspace, opened or not, and reports progress on the token. */
export const checkWorkspaceRequest = new RequestType<{ readonly workDoneToken: ProgressToken }, WorkspaceResult, void>(
  'plimsoll/checkWorkspace',
);

/** Asks for the sizing of the file with this URI, as Markdown. */
export const sizingRequest = new RequestType<{ readonly uri: string }, { readonly text: string }, void>('plimsoll/sizing');

/** Sent by the server whenever its status changes. */
export const statusNotification = new NotificationType<ServerStatus>('plimsoll/status');
