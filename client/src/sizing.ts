import type { Disposable, TextDocument } from 'vscode';
import { commands, EventEmitter, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { sizingRequest } from './protocol.ts';

const SCHEME = 'plimsoll-sizing';
/** How long a document rests before its open sizing is computed again, in milliseconds. */
const SETTLE = 300;

/** Serves sizings as read-only documents that follow the file they are about. */
export function provideSizings(client: BaseLanguageClient): Disposable[] {
  const changed = new EventEmitter<Uri>();
  const provider = {
    onDidChange: changed.event,
    provideTextDocumentContent: async (uri: Uri) => (await client.sendRequest(sizingRequest, { uri: uri.query })).text,
  };
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const refresh = (document: TextDocument): void => {
    const sizing = findOpenSizing(document.uri);
    if (!sizing) return;
    clearTimeout(timers.get(sizing.query));
    timers.set(
      sizing.query,
      setTimeout(() => changed.fire(sizing), SETTLE),
    );
  };
  return [
    changed,
    workspace.registerTextDocumentContentProvider(SCHEME, provider),
    workspace.onDidChangeTextDocument(({ document }) => refresh(document)),
    { dispose: () => timers.forEach(clearTimeout) },
  ];
}

/** Opens the sizing of a file beside it. */
export async function showSizing(file: Uri | undefined): Promise<void> {
  if (!file) return;
  const name = file.path.split('/').at(-1) ?? '';
  await commands.executeCommand(
    'markdown.showPreviewToSide',
    Uri.from({ scheme: SCHEME, path: `Sizing of ${name}.md`, query: file.toString() }),
  );
}

function findOpenSizing(file: Uri): Uri | undefined {
  const query = file.toString();
  return workspace.textDocuments.find(({ uri }) => uri.scheme === SCHEME && uri.query === query)?.uri;
}
