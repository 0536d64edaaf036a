/**
 * What a fresh clone needs before anything else can run. Plain JavaScript on Node.js alone: nothing is installed yet when this is loaded.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Same range as `engines.node` of package.json. */
const OLDEST_NODE = { major: 20, minor: 19 };

/** Prepares the clone, then runs a TypeScript program with the arguments of this process and takes over its exit code. */
export async function runAfterSetUp(program) {
  requireNode();
  if (!dependenciesMatchLockfile()) {
    console.log('plimsoll: installing dependencies (npm ci)');
    const code = await npm(['ci', '--include=dev', '--no-audit', '--no-fund']);
    if (code !== 0) return stop('npm ci failed; its message is above. A proxy or a registry can be set in ~/.npmrc.');
  }
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  process.exitCode = await run(process.execPath, [tsx, join(root, program), ...process.argv.slice(2)]);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE.major || (major === OLDEST_NODE.major && minor >= OLDEST_NODE.minor)) return;
  stop(
    `needs Node.js ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or newer, and this is ${process.versions.node}. Install one from https://nodejs.org`,
  );
}

/** By versions and not by file times, which a checkout changes at will. */
function dependenciesMatchLockfile() {
  const installedLock = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const installed = readPackages(installedLock);
  return Object.entries(readPackages(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, devOptional }]) => path === '' || optional || devOptional || installed[path]?.version === version,
  );
}

function readPackages(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}

/** npm hands its own path to the scripts it runs; elsewhere it is on the PATH, on Windows as a batch file, which needs a shell. */
function npm(args) {
  const own = process.env.npm_execpath;
  return own?.endsWith('.js') ? run(process.execPath, [own, ...args]) : run('npm', args, { shell: process.platform === 'win32' });
}

function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    child.once('error', (error) => resolve(stop(`cannot run ${command}: ${error.message}`)));
    // It ends by itself when it is told to, and we with it; a signal to us alone must reach it.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function stop(message) {
  console.error(`plimsoll: ${message}`);
  process.exit(1);
}
