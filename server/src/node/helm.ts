import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** What rendering a chart gave: its manifests, or half a sentence on why there are none. */
export type Rendering = { readonly text: string } | { readonly problem: string };

/** Milliseconds that a chart may take; those with many dependencies take a few seconds. */
const LONGEST = 60_000;
/** Bytes of the largest output that is looked at. */
const LARGEST = 64 * 1024 * 1024;
/** Characters of Helm's own message that are passed on. */
const LONGEST_MESSAGE = 500;

/**
 * The full path of the `helm` on the PATH; undefined where there is none. Entries that are not absolute are passed over: what they lead to
 * depends on the folder that one happens to be in, which is the workspace's.
 */
export function findHelm(): string | undefined {
  const names = process.platform === 'win32' ? ['helm.exe'] : ['helm'];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name))).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Renders a chart by `helm template`, with its own values and those of the files given. Never throws.
 * @param helm full path of the program
 * @param folder of the chart
 */
export function renderChart(helm: string, folder: string, valueFiles: readonly string[] = [], signal?: AbortSignal): Promise<Rendering> {
  const values = valueFiles.flatMap((file) => ['--values', file]);
  // Under a name of its own: what follows the release's namespace isn't put into `default`.
  const args = ['template', 'release', folder, '--namespace', 'release', '--include-crds', ...values];
  return new Promise((resolve) => {
    execFile(helm, args, { timeout: LONGEST, maxBuffer: LARGEST, windowsHide: true, signal }, (error, stdout, stderr) => {
      resolve(error === null ? { text: stdout } : { problem: problemOf(error, stderr) });
    });
  });
}

function problemOf(error: Error & { readonly killed?: boolean; readonly code?: unknown }, stderr: string): string {
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `renders more than ${LARGEST / 1024 / 1024} MiB`;
  if (error.killed === true) return `was not rendered within ${LONGEST / 1000} seconds`;
  const own = stderr.split(/\r?\n/).filter((line) => line.trim() !== '' && !/^(?:WARNING:|Use --debug flag)/.test(line));
  const message = own.length === 0 ? error.message : own.join(' ').replace(/^Error: /, '');
  return `cannot be rendered: ${message.replace(/\s+/g, ' ').slice(0, LONGEST_MESSAGE)}`;
}
