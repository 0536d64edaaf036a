/** `npm start`: opens the examples in whichever VS Code this machine has or can get, with the extension of this clone. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningServer } from './code-server.mts';
import { createServerFolders, installCodeServer, installExtension, startCodeServer } from './code-server.mts';
import { downloadVSCode, findCodeCommand, hasDisplay } from './desktop.mts';
import { packExtension } from './package.mts';
import { CACHE, ROOT } from './paths.mts';
import { findOnPath, run, runNode, runQuietly, script } from './process.mts';
import { Explained, main, say } from './report.mts';
import { writeUserSettings } from './user-settings.mts';

const EXAMPLES = join(ROOT, 'examples');
/** Opened at once, so that there is something to see. */
const FIRST_FILE = join(EXAMPLES, 'needs-work/api.yaml');
/** Where the web build listens if nobody else does. */
const PORT = 8765;

await main(async () => {
  say('building');
  if ((await runNode(join(ROOT, 'scripts/build.mjs'))) !== 0) throw new Explained('the build failed; its messages are above.');
  const opened = hasDisplay() && ((await openInstalled()) || (await openDownloaded()));
  return opened ? 0 : serveInBrowser();
});

async function openInstalled(): Promise<boolean> {
  const code = findCodeCommand();
  if (code === undefined) return false;
  say(`opening examples/ in ${code}`);
  const args = [`--extensionDevelopmentPath=${ROOT}`, '--new-window', EXAMPLES, FIRST_FILE];
  const exitCode = await run(...script(code, args));
  if (exitCode !== 0) say(`${code} ended with exit code ${exitCode}`);
  return exitCode === 0;
}

async function openDownloaded(): Promise<boolean> {
  const program = await downloadVSCode();
  if (program === undefined) return false;
  say('opening examples/ in the downloaded VS Code; close its window to end');
  const folders = [`--user-data-dir=${join(CACHE, 'user-data')}`, `--extensions-dir=${join(CACHE, 'extensions')}`];
  const options = ['--skip-welcome', '--skip-release-notes', '--disable-workspace-trust', '--disable-updates'];
  const { code, output } = await runQuietly(program, [`--extensionDevelopmentPath=${ROOT}`, ...folders, ...options, EXAMPLES, FIRST_FILE]);
  if (code !== 0) say(`VS Code ended with exit code ${code}\n${output}`);
  return code === 0;
}

async function serveInBrowser(): Promise<number> {
  say('no desktop VS Code here: taking the web build');
  const [server, vsix] = [await installCodeServer(), await packExtension()];
  const temporary = await mkdtemp(join(tmpdir(), 'plimsoll-'));
  try {
    const folders = await createServerFolders(temporary);
    await writeUserSettings(folders.userData);
    await installExtension(server, folders, vsix);
    const running = await startCodeServer(server, folders, { port: PORT });
    await announce(running);
    await untilStopped(running);
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
  return 0;
}

async function announce({ authority }: RunningServer): Promise<void> {
  const payload = [['openFile', `vscode-remote://${authority}${FIRST_FILE}`]];
  const address = `http://${authority}/?${new URLSearchParams({ folder: EXAMPLES, payload: JSON.stringify(payload) })}`;
  say('VS Code is running in the browser; press Ctrl+C to stop it. Its address:');
  console.log(address);
  const opener = hasDisplay() ? findOnPath(['xdg-open']) : undefined;
  if (opener !== undefined) await runQuietly(opener, [address]);
}

async function untilStopped(server: RunningServer): Promise<void> {
  const stop = () => void server.stop();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  await server.ended;
}
