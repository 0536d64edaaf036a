/** VS Code's web build: the whole workbench in a headless Chromium, and a real Node.js extension host behind it. */
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { findOrInstallChromium } from '../../../scripts/lib/chromium.mts';
import type { RunningServer } from '../../../scripts/lib/code-server.mts';
import { installCodeServer } from '../../../scripts/lib/code-server.mts';
import { ROOT } from '../../../scripts/lib/paths.mts';
import type { Host, TestRun, Window, WindowRequest } from './host.mts';
import type { Programs } from './session.mts';
import { openFile, openFolder, remoteUri, startSession } from './session.mts';
import { openWorkerWindow } from './worker.mts';

/** Longest time that a whole suite may take, in milliseconds. */
const SUITE_LIMIT = 600_000;

/** Chatter of the workbench that says nothing about the tests. */
const NOISE =
  /^(%c|Creating a socket|Resolv|\[reconnection|\[Service Worker|\[AgentHost|\[Account|Updating additional|Ignoring fetching|Creation of workbench|Timed out waiting for authentication)/;

/** Finds or installs the web build and a browser for it. */
export async function serverHost(): Promise<Host> {
  const browser = await findOrInstallChromium();
  const programs = { browser, codeServer: await installCodeServer() };
  return {
    name: `VS Code's web build (${programs.codeServer.entry}) with ${browser}`,
    runTests: (run) => runTests(programs, run),
    openWindow: (request) => openWindow(programs, request),
    openWorkerWindow: (request) => openWorkerWindow(programs, request),
  };
}

/**
 * The page loads the extension and the test module into the extension host, as the desktop does for the same two options, and reports
 * through two functions that VS Code calls on the page when they exist.
 */
async function runTests(programs: Programs, { tests, workspace, settings, env }: TestRun): Promise<void> {
  const session = await startSession(programs, { settings, env });
  try {
    const { exitCode } = await listen(session.page);
    await openFolder(session, workspace, [
      ['extensionDevelopmentPath', remoteUri(session, ROOT)],
      ['extensionTestsPath', remoteUri(session, tests)],
    ]);
    const code = await Promise.race([exitCode, failAfter(SUITE_LIMIT, session.server)]);
    if (code !== 0) throw new Error(`The test run ended with exit code ${code}.`);
  } finally {
    await session.close();
  }
}

async function openWindow(programs: Programs, { vsix, workspace, file, settings }: WindowRequest): Promise<Window> {
  const session = await startSession(programs, { settings, vsix });
  await openFile(session, workspace, file);
  return session;
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
