/** Where the suites run: the same tests in VS Code's desktop program and in its web build. */
import type { Page } from 'playwright-core';
import { supportsCodeServer } from '../../../scripts/lib/code-server.mts';
import { downloadVSCode, hasDisplay } from '../../../scripts/lib/desktop.mts';
import { Explained, say } from '../../../scripts/lib/report.mts';
import type { UserSettings } from '../../../scripts/lib/user-settings.mts';
import { desktopHost } from './desktop.mts';
import { serverHost } from './server.mts';

/** A test module to run inside the extension host, with the extension of this clone. */
export interface TestRun {
  /** Module whose export `run` does it all, and leaves its results where its environment says. */
  readonly tests: string;
  readonly workspace: string;
  readonly settings: UserSettings;
  /** What the test module finds in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** A window to drive from outside, with a packaged extension installed. */
export interface WindowRequest {
  readonly vsix: string;
  readonly workspace: string;
  /** The file to show, within the workspace. */
  readonly file: string;
  readonly settings: UserSettings;
}

/** The window's page, and how to end it with everything that belongs to it. */
export interface Window {
  readonly page: Page;
  close(): Promise<void>;
}

/** One kind of VS Code. */
export interface Host {
  readonly name: string;
  /** Resolves when the test module is through, and rejects when it broke. */
  runTests(run: TestRun): Promise<void>;
  openWindow(request: WindowRequest): Promise<Window>;
  /** The same with the extension of this clone in a worker of the browser, where VS Code runs in one. */
  openWorkerWindow?(request: WindowRequest): Promise<Window>;
}

/**
 * Picks the VS Code to test in: `VSCODE_EXECUTABLE`; else the desktop's where there is a display and VS Code can be downloaded; else
 * the web build. `VSCODE_TEST_HOST=desktop` or `=server` settles it.
 *
 * @throws Explained if none works on this machine.
 */
export function chooseHost(): Promise<Host> {
  chosen ??= findHost().then((host) => {
    say(`testing in ${host.name}`);
    return host;
  });
  return chosen;
}

/** Kept, since finding out may take a download. */
let chosen: Promise<Host> | undefined;

async function findHost(): Promise<Host> {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named !== undefined) return desktopHost(named);
  const wanted = process.env.VSCODE_TEST_HOST;
  if (wanted === 'desktop' || (wanted !== 'server' && hasDisplay())) {
    const program = await downloadVSCode();
    if (program !== undefined) return desktopHost(program);
  }
  if (wanted === 'desktop' || !supportsCodeServer()) {
    throw new Explained(
      'no VS Code to test in: install VS Code and set VSCODE_EXECUTABLE to its program, or let this machine download it.',
    );
  }
  return serverHost();
}
