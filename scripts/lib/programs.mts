/**
 * The programs that charts and kustomizations are tested against: Helm and Kustomize from the PATH, else from the cache, else built into it
 * from their Go modules, which takes some minutes, once. Go checks what it downloads against the public checksum database.
 */
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE } from './paths.mts';
import { findOnPath, isExecutable, runQuietly } from './process.mts';
import { say } from './report.mts';

interface Program {
  readonly name: string;
  /** Go package of its main function, in its module. */
  readonly source: string;
  readonly version: string;
  /** Variable of the environment by which the tests find it. */
  readonly variable: string;
}

const PROGRAMS: readonly Program[] = [
  { name: 'helm', source: 'helm.sh/helm/v3/cmd/helm', version: 'v3.19.0', variable: 'PLIMSOLL_TEST_HELM' },
  { name: 'kustomize', source: 'sigs.k8s.io/kustomize/kustomize/v5', version: 'v5.7.1', variable: 'PLIMSOLL_TEST_KUSTOMIZE' },
];

/** Milliseconds that building one may take. */
const LONGEST_BUILD = 5 * 60_000;

/** Lets the tests know where the programs are. Those that can't be had are said, and the tests that need them are not run. */
export async function findPrograms(): Promise<void> {
  for (const program of PROGRAMS) {
    const path = process.env[program.variable] ?? findOnPath([fileOf(program)]) ?? (await fromCache(program));
    if (path !== undefined) process.env[program.variable] = path;
  }
}

/** Full path of a program in the cache, built if need be; undefined where it can't be. */
async function fromCache(program: Program): Promise<string | undefined> {
  const { name, version } = program;
  const folder = join(CACHE, `${name}-${version}`);
  const path = join(folder, fileOf(program));
  if (isExecutable(path)) return path;
  const go = findOnPath([process.platform === 'win32' ? 'go.exe' : 'go']);
  if (go === undefined) {
    say(`there is no ${name}, and no Go to build it with: the tests that need it are not run`);
    return undefined;
  }
  say(`building ${name} ${version} into ${folder}; this takes a minute or three, once`);
  return (await build(go, program, folder)) ? path : undefined;
}

/** A folder under its final name is a finished one: an interrupted build leaves none, and of two at a time one wins. */
async function build(go: string, { name, source, version }: Program, folder: string): Promise<boolean> {
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    const options = { env: { ...process.env, GOBIN: draft }, timeout: LONGEST_BUILD };
    const { code, output } = await runQuietly(go, ['install', `${source}@${version}`], options);
    if (code !== 0) say(`${name} could not be built, so the tests that need it are not run: ${lastLine(output)}`);
    else await rename(draft, folder).catch(() => undefined);
    return code === 0;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function fileOf({ name }: Program): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) || 'it took too long';
}
