/** VS Code's web build: the whole workbench in a headless Chromium, and a real Node.js extension host behind it. */
import { join } from 'node:path';
import { format } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findOrInstallChromium } from '../../../scripts/lib/chromium.mts';
import type { CodeServer, RunningServer, ServerFolders } from '../../../scripts/lib/code-server.mts';
import { createServerFolders, installCodeServer, installExtension, startCodeServer } from '../../../scripts/lib/code-server.mts';
import { ROOT } from '../../../scripts/lib/paths.mts';
import { writeUserSettings } from '../../../scripts/lib/user-settings.mts';
import { createTemporaryFolder, removeFolder } from './folders.mts';
import type { Host, TestRun, Window, WindowRequest } from './host.mts';

const CHROMIUM_OPTIONS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
];

/** Longest time that a whole suite may take, in milliseconds. */
const SUITE_LIMIT = 600_000;

/** Chatter of the workbench that says nothing about the tests. */
const NOISE =
  /^(%c|Creating a socket|Resolv|\[reconnection|\[Service Worker|\[AgentHost|\[Account|Updating additional|Ignoring fetching|Creation of workbench|Timed out waiting for authentication)/;

/** What one window is made of. */
interface Session extends Window {
  readonly server: RunningServer;
}

/** Finds or installs the web build and a browser for it. */
export async function serverHost(): Promise<Host> {
  const browser = await findOrInstallChromium();
  const codeServer = await installCodeServer();
  return {
    name: `VS Code's web build (${codeServer.entry}) with ${browser}`,
    runTests: (run) => runTests(codeServer, browser, run),
    openWindow: (request) => openWindow(codeServer, browser, request),
  };
}

/**
 * The page loads the extension and the test module into the extension host, as the desktop does for the same two options, and reports
 * through two functions that VS Code calls on the page when they exist.
 */
async function runTests(codeServer: CodeServer, browser: string, { tests, workspace, settings, env }: TestRun): Promise<void> {
  const session = await startSession(codeServer, browser, async (folders) => {
    await writeUserSettings(folders.userData, settings);
    return env;
  });
  try {
    const { exitCode } = await listen(session.page);
    const { authority } = session.server;
    await open(session, workspace, [
      ['extensionDevelopmentPath', remote(authority, ROOT)],
      ['extensionTestsPath', remote(authority, tests)],
    ]);
    const code = await Promise.race([exitCode, failAfter(SUITE_LIMIT, session.server)]);
    if (code !== 0) throw new Error(`The test run ended with exit code ${code}.`);
  } finally {
    await session.close();
  }
}

async function openWindow(codeServer: CodeServer, browser: string, { vsix, workspace, file, settings }: WindowRequest): Promise<Window> {
  const session = await startSession(codeServer, browser, async (folders) => {
    await writeUserSettings(folders.userData, settings);
    await installExtension(codeServer, folders, vsix);
    return {};
  });
  await open(session, workspace, [['openFile', remote(session.server.authority, join(workspace, file))]]);
  return session;
}

async function startSession(
  codeServer: CodeServer,
  executablePath: string,
  prepare: (folders: ServerFolders) => Promise<Readonly<Record<string, string>>>,
): Promise<Session> {
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
    server = await startCodeServer(codeServer, folders, { env: await prepare(folders) });
    browser = await chromium.launch({ executablePath, args: CHROMIUM_OPTIONS });
    const page = await browser.newPage({ viewport: { width: 1200, height: 740 }, deviceScaleFactor: 2 });
    return { server, page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open({ server, page }: Session, workspace: string, payload: readonly (readonly [string, string])[]): Promise<void> {
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify([...payload, ['skipWelcome', 'true']]) });
  await page.goto(`http://${server.authority}/?${query}`);
}

/** A file's address as the page names it: with the page's own authority. */
function remote(authority: string, path: string): string {
  return `vscode-remote://${authority}${path}`;
}

/** Must be done before the page loads. */
async function listen(page: Page): Promise<{ readonly exitCode: Promise<number> }> {
  await page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
    if (NOISE.test(String(args[0]))) return;
    process[type === 'error' || type === 'warn' ? 'stderr' : 'stdout'].write(`${format(...args)}\n`);
  });
  let resolveExitCode: (code: number) => void;
  const exitCode = new Promise<number>((resolve) => {
    resolveExitCode = resolve;
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => resolveExitCode(code));
  return { exitCode };
}

async function failAfter(milliseconds: number, server: RunningServer): Promise<never> {
  await Promise.race([server.ended, new Promise((resolve) => setTimeout(resolve, milliseconds).unref())]);
  throw new Error(`The test run gave no result.\n${server.log()}`);
}
