import type { SpawnOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT } from './paths.mts';

/** How a finished process ended. `output` is both its streams, in order; empty when they went to the terminal. */
export interface Finished {
  readonly code: number;
  readonly output: string;
}

/** Runs a program in the clone's root with its output on our terminal, and resolves to its exit code (127 if it cannot be run). */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  return (await finish(command, args, { stdio: 'inherit', ...options })).code;
}

/** Runs a program as {@link run} does, and keeps its output for the caller to show if need be. */
export function runQuietly(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  return finish(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What to spawn for a command that is a batch file on Windows: such takes a shell, which splits at spaces what isn't quoted. */
export function script(command: string, args: readonly string[]): [string, string[], SpawnOptions] {
  if (process.platform !== 'win32') return [command, [...args], {}];
  return [`"${command}"`, args.map((arg) => `"${arg}"`), { shell: true }];
}

/** Runs a JavaScript program with this Node.js. */
export function runNode(program: string, args: readonly string[] = []): Promise<number> {
  return run(process.execPath, [program, ...args]);
}

/** The entry point of an installed package, for {@link runNode}. Going by the file works on every platform, the scripts in .bin do not. */
export function tool(path: string): string {
  return join(ROOT, 'node_modules', path);
}

/** The full path of the first of these programs that is on the PATH. */
export function findOnPath(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** Whether a file is there and may be run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function finish(command: string, args: readonly string[], options: SpawnOptions): Promise<Finished> {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, args, { cwd: ROOT, ...options });
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => resolve({ code: 127, output: `${output}${command}: ${error.message}\n` }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
