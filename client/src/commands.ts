import type { CancellationToken, Disposable, LogOutputChannel, Progress } from 'vscode';
import { commands, Location, Position, ProgressLocation, Range, Uri, window } from 'vscode';
import type {
  BaseLanguageClient,
  Location as LspLocation,
  Position as LspPosition,
  WorkDoneProgressBegin,
  WorkDoneProgressEnd,
  WorkDoneProgressReport,
} from 'vscode-languageclient';
import { LSPErrorCodes, ResponseError, WorkDoneProgress } from 'vscode-languageclient';
import type { WorkspaceResult } from './protocol.ts';
import { checkWorkspaceRequest } from './protocol.ts';
import { showSizing } from './sizing.ts';
import type { Suppression } from './suppress.ts';
import { suppress } from './suppress.ts';
import { describeResult } from './text.ts';

/** What a progress notification takes: `increment` in percent of the whole. */
interface Step {
  message?: string;
  increment?: number;
}

/** Registers the commands of the palette, of the code lens and of the lightbulb. */
export function registerCommands(client: BaseLanguageClient, output: LogOutputChannel): Disposable[] {
  return [
    commands.registerCommand('plimsoll.checkWorkspace', () => checkWorkspace(client)),
    commands.registerCommand('plimsoll.showSizing', (uri?: string) =>
      showSizing(uri ? Uri.parse(uri) : window.activeTextEditor?.document.uri),
    ),
    commands.registerCommand('plimsoll.restartServer', () => restart(client)),
    commands.registerCommand('plimsoll.showOutput', () => output.show()),
    commands.registerCommand('plimsoll.showLocations', showLocations),
    commands.registerCommand('plimsoll.suppress', (suppression?: Suppression) => suppress(client, suppression)),
  ];
}

/** Shows places that a code lens leads to; its arguments are those of the protocol. */
async function showLocations(uri: string, position: LspPosition, locations: readonly LspLocation[]): Promise<void> {
  const toPosition = ({ line, character }: LspPosition) => new Position(line, character);
  const found = locations.map(
    ({ uri: target, range }) => new Location(Uri.parse(target), new Range(toPosition(range.start), toPosition(range.end))),
  );
  await commands.executeCommand('editor.action.showReferences', Uri.parse(uri), toPosition(position), found);
}

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.needsStop()) await client.stop();
  await client.start();
}

async function checkWorkspace(client: BaseLanguageClient): Promise<void> {
  const options = { location: ProgressLocation.Notification, title: 'Plimsoll: checking the workspace', cancellable: true };
  const result = await window.withProgress(options, (progress, token) => requestCheck(client, progress, token));
  if (result === undefined) return;
  const problems = 'Show Problems';
  const chosen = await window.showInformationMessage(describeResult(result), ...(result.files === 0 ? [] : [problems]));
  if (chosen === problems) await commands.executeCommand('workbench.actions.view.problems');
}

/** Resolves to undefined when the user cancels. */
async function requestCheck(
  client: BaseLanguageClient,
  progress: Progress<Step>,
  token: CancellationToken,
): Promise<WorkspaceResult | undefined> {
  const workDoneToken = crypto.randomUUID();
  const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, reporter(progress));
  try {
    return await client.sendRequest(checkWorkspaceRequest, { workDoneToken }, token);
  } catch (error) {
    if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled) return undefined;
    throw error;
  } finally {
    listener.dispose();
  }
}

/** The protocol reports how much is done in all, the notification wants what was added. */
function reporter(progress: Progress<Step>): (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd) => void {
  let done = 0;
  return (value) => {
    if (value.kind === 'end') return;
    const { message, percentage = done } = value;
    progress.report({ increment: percentage - done, ...(message !== undefined && { message }) });
    done = percentage;
  };
}
