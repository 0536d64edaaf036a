/** VS Code's desktop program. */
import { join } from 'node:path';
import { resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { _electron as electron } from 'playwright-core';
import { ROOT } from '../../../scripts/lib/paths.mts';
import { runQuietly, script } from '../../../scripts/lib/process.mts';
import { Explained } from '../../../scripts/lib/report.mts';
import { writeUserSettings } from '../../../scripts/lib/user-settings.mts';
import { createTemporaryFolder, removeFolder } from './folders.mts';
import type { Host, TestRun, Window, WindowRequest } from './host.mts';

const OPTIONS = ['--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', '--disable-updates'];

/** The host around one program. */
export function desktopHost(program: string): Host {
  return {
    name: `VS Code's desktop program (${program})`,
    runTests: (run) => runDesktopTests(program, run),
    openWindow: (request) => openWindow(program, request),
  };
}

async function runDesktopTests(program: string, { tests, workspace, settings, env }: TestRun): Promise<void> {
  const folder = await createTemporaryFolder();
  try {
    await writeUserSettings(join(folder, 'user-data'), settings);
    await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: tests,
      extensionTestsEnv: env,
      launchArgs: [workspace, '--disable-extensions', ...OPTIONS, ...folderArguments(folder)],
    });
  } finally {
    await removeFolder(folder);
  }
}

async function openWindow(program: string, { vsix, workspace, file, settings }: WindowRequest): Promise<Window> {
  const folder = await createTemporaryFolder();
  await writeUserSettings(join(folder, 'user-data'), settings);
  await installExtension(program, folder, vsix);
  const args = [workspace, join(workspace, file), ...OPTIONS, '--no-sandbox', '--enable-smoke-test-driver', ...folderArguments(folder)];
  const application = await electron.launch({ executablePath: program, args });
  const page = await application.firstWindow();
  const close = async (): Promise<void> => {
    await application.close();
    await removeFolder(folder);
  };
  return { page, close };
}

async function installExtension(program: string, folder: string, vsix: string): Promise<void> {
  const [command = program, ...args] = resolveCliArgsFromVSCodeExecutablePath(program, { reuseMachineInstall: true });
  const { code, output } = await runQuietly(...script(command, [...args, '--install-extension', vsix, ...folderArguments(folder)]));
  if (code !== 0) throw new Explained(`VS Code could not install ${vsix}.\n${output}`);
}

function folderArguments(folder: string): string[] {
  return [`--user-data-dir=${join(folder, 'user-data')}`, `--extensions-dir=${join(folder, 'extensions')}`];
}
