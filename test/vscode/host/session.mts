/** One code-server with one page of a headless Chromium on it. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { CodeServer, RunningServer } from '../../../scripts/lib/code-server.mts';
import { createServerFolders, installExtension, startCodeServer } from '../../../scripts/lib/code-server.mts';
import type { UserSettings } from '../../../scripts/lib/user-settings.mts';
import { writeUserSettings } from '../../../scripts/lib/user-settings.mts';
import { createTemporaryFolder, removeFolder } from './folders.mts';
import type { Window } from './host.mts';

const CHROMIUM_OPTIONS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
];

/** The two programs that a session is made of. */
export interface Programs {
  readonly codeServer: CodeServer;
  /** Path of a Chromium. */
  readonly browser: string;
}

/** What a session starts with. */
export interface SessionOptions {
  readonly settings: UserSettings;
  /** What the extension host finds in its environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** An extension to install. */
  readonly vsix?: string;
  /** Lets the page load programs from other servers than its own. */
  readonly bypassCSP?: boolean;
}

/** A page that is still empty, and the server for it. */
export interface Session extends Window {
  readonly server: RunningServer;
}

/** Starts the server and the browser in throw-away folders. */
export async function startSession({ codeServer, browser: executablePath }: Programs, options: SessionOptions): Promise<Session> {
  const folder = await createTemporaryFolder();
  let server: RunningServer | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.stop();
    await removeFolder(folder);
  };
  try {
    const folders = await createServerFolders(folder);
    await writeUserSettings(folders.userData, options.settings);
    if (options.vsix !== undefined) await installExtension(codeServer, folders, options.vsix);
    server = await startCodeServer(codeServer, folders, { env: options.env ?? {} });
    browser = await chromium.launch({ executablePath, args: CHROMIUM_OPTIONS });
    const viewport = { width: 1200, height: 740 };
    const page = await browser.newPage({ viewport, deviceScaleFactor: 1.5, bypassCSP: options.bypassCSP ?? false });
    return { server, page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Loads the workbench with a folder. `payload` is what the page takes in the place of a command line. */
export async function openFolder(
  { server, page }: Session,
  folder: string,
  payload: readonly (readonly [string, string])[],
): Promise<void> {
  const query = new URLSearchParams({ folder, payload: JSON.stringify([...payload, ['skipWelcome', 'true']]) });
  await page.goto(`http://${server.authority}/?${query}`);
}

/** Loads the workbench with a folder and shows a file of it. */
export function openFile(session: Session, folder: string, file: string): Promise<void> {
  return openFolder(session, folder, [['openFile', remoteUri(session, join(folder, file))]]);
}

/** A file's address as the page names it: with the page's own authority. */
export function remoteUri({ server }: Session, path: string): string {
  return `vscode-remote://${server.authority}${path}`;
}
