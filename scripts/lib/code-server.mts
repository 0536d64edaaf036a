/**
 * VS Code's web build, for machines that have no desktop VS Code and cannot download one: code-server from the npm registry, with the
 * Node.js version it wants from the same place. It is installed on demand into a cache outside the clone (about 800 MB), because it
 * accepts one major version of Node.js only.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CACHE } from './paths.mts';
import { runQuietly } from './process.mts';
import { Explained, say } from './report.mts';

/** VS Code 1.139.1. */
const VERSION = '4.139.1';
/** The only major version that this code-server's package.json accepts. */
const NODE_MAJOR = '24';

const OPTIONS = [
  '--auth=none',
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-workspace-trust',
  '--disable-proxy',
  '--disable-getting-started-override',
  // Without it the page ignores an extension under development and its tests, and says nothing.
  '--vscode-option=enable-smoke-test-driver',
];

/** An installed code-server. */
export interface CodeServer {
  readonly node: string;
  readonly entry: string;
}

/** What one server instance works on: throw-away folders for its data, its extensions, and its sockets and caches. */
export interface ServerFolders {
  readonly userData: string;
  readonly extensions: string;
  readonly run: string;
}

/** A server that answers at `http://<authority>/`. */
export interface RunningServer {
  readonly authority: string;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Everything the server has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Whether code-server can be had on this machine: npm has the Node.js it wants for Linux alone. */
export function supportsCodeServer(): boolean {
  return process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64');
}

/** Finds code-server in the cache, or installs it there. */
export async function installCodeServer(): Promise<CodeServer> {
  if (!supportsCodeServer()) throw new Explained(`VS Code's web build cannot be installed on ${process.platform} ${process.arch}.`);
  const folder = join(CACHE, `code-server-${VERSION}-node${NODE_MAJOR}`);
  if (!existsSync(folder)) {
    say(`installing VS Code's web build (code-server ${VERSION}) into ${folder}; this takes about a minute, once`);
    await installAtomically(folder);
  }
  return {
    node: join(folder, 'node_modules', nodePackage(), 'bin/node'),
    entry: join(folder, 'node_modules/code-server/out/node/entry.js'),
  };
}

function nodePackage(): string {
  return `node-linux-${process.arch}`;
}

/** A folder under its final name is a finished one: an interrupted install leaves none, and of two at a time one wins. */
async function installAtomically(folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  try {
    await install(draft);
    await rename(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * The package's own install script wants a compiler and Kerberos' headers for modules that nothing here uses; so its scripts are left
 * out and done by hand where they matter: the dependencies of VS Code and of its built-in extensions, and three links.
 */
async function install(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  await npm(folder, ['install', '--ignore-scripts', '--no-package-lock', `code-server@${VERSION}`, `${nodePackage()}@${NODE_MAJOR}`]);
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  const node = join(folder, 'node_modules', nodePackage());
  const env = { ...process.env, PATH: `${join(node, 'bin')}${delimiter}${process.env.PATH}`, npm_config_nodedir: node };
  await npm(vscode, ['install', '--omit=dev', '--no-save', '--ignore-scripts'], env);
  await npm(join(vscode, 'extensions'), ['install', '--omit=dev', '--no-save', '--ignore-scripts'], env);
  await link('node_modules', join(vscode, 'node_modules.asar'));
  await link('code-linux.sh', join(vscode, 'bin/remote-cli/code-server'));
  await link('browser-linux.sh', join(vscode, 'bin/helpers/browser.sh'));
  // Logging and a watchdog, compiled: without them the server works and complains.
  await runQuietly('npm', ['rebuild', '--foreground-scripts', '@vscode/spdlog', '@vscode/native-watchdog'], { cwd: vscode, env });
}

async function link(target: string, path: string): Promise<void> {
  await rm(path, { force: true });
  await symlink(target, path);
}

async function npm(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const { code, output } = await runQuietly('npm', [...args, '--no-audit', '--no-fund'], { cwd: folder, env });
  if (code !== 0) throw new Explained(`npm ${args[0]} of code-server failed.\n${output}`);
}

/** Makes the folders for one server inside a folder of the caller's, who removes it. */
export async function createServerFolders(parent: string): Promise<ServerFolders> {
  const folders = { userData: join(parent, 'user-data'), extensions: join(parent, 'extensions'), run: join(parent, 'run') };
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder, { recursive: true })));
  return folders;
}

/** Installs a packaged extension for the servers that use these folders. */
export async function installExtension(server: CodeServer, folders: ServerFolders, vsix: string): Promise<void> {
  const args = [...commonArguments(server, folders), '--install-extension', vsix];
  const { code, output } = await runQuietly(server.node, args, { env: environment(folders) });
  if (code !== 0) throw new Explained(`code-server could not install ${vsix}.\n${output}`);
}

/** Starts a server on 127.0.0.1 and waits until it answers. `env` reaches the extension host too. */
export async function startCodeServer(
  server: CodeServer,
  folders: ServerFolders,
  { port = 0, env = {} }: { readonly port?: number; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<RunningServer> {
  const authority = `127.0.0.1:${await freePort(port)}`;
  const child = spawn(server.node, [...commonArguments(server, folders), '--bind-addr', authority, ...OPTIONS], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment(folders), ...env },
    // A process group of its own, so that none of its extension hosts outlives it.
    detached: true,
  });
  const running = watch(child, authority);
  await waitUntilHealthy(running);
  return running;
}

function commonArguments(server: CodeServer, folders: ServerFolders): string[] {
  return [server.entry, '--config', '/dev/null', '--user-data-dir', folders.userData, '--extensions-dir', folders.extensions];
}

/** No extension gallery, and every socket, heartbeat file and cache inside the throw-away folder. */
function environment({ run }: ServerFolders): NodeJS.ProcessEnv {
  const xdg = { XDG_RUNTIME_DIR: run, XDG_DATA_HOME: run, XDG_CONFIG_HOME: run, XDG_CACHE_HOME: run };
  return { ...process.env, ...xdg, TMPDIR: run, EXTENSIONS_GALLERY: '{}' };
}

function watch(child: ChildProcess, authority: string): RunningServer {
  let log = '';
  const keep = (chunk: Buffer) => {
    log += chunk.toString();
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async (): Promise<void> => {
    signalGroup(child, 'SIGTERM');
    await ended;
    signalGroup(child, 'SIGKILL');
  };
  process.once('exit', () => signalGroup(child, 'SIGKILL'));
  return { authority, ended, stop, log: () => log };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The whole group has ended.
  }
}

async function waitUntilHealthy(server: RunningServer): Promise<void> {
  const ended = server.ended.then(() => true);
  for (let attempt = 0; attempt < 300; attempt++) {
    const response = await fetch(`http://${server.authority}/healthz`).catch(() => undefined);
    if (response?.ok) return;
    if (await Promise.race([ended, sleep(100, false)])) break;
  }
  await server.stop();
  throw new Explained(`code-server did not start.\n${server.log()}`);
}

/** The wanted port if it is free, else any that is. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });
}
