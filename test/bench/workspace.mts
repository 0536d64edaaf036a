import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseAllDocuments } from 'yaml';
import type { Candidate, Peer } from './client.mts';
import { startPeer } from './client.mts';
import { Author, open } from './editing.mts';
import { timed } from './figures.mts';
import type { GeneratedFolder } from './folder.mts';
import { writeFolder } from './folder.mts';

/** A server on a folder of many manifests; times in milliseconds. */
export interface WorkspaceFigures {
  readonly manifests: number;
  /** That `yaml` takes to parse all of them. */
  readonly parse: number;
  /** From the start of the server until it knows the workspace. */
  readonly read: number;
  /** Of questions asked meanwhile, one after the other. */
  readonly answersMeanwhile: readonly number[];
  readonly keystrokes: readonly number[];
  /** The same in a workspace of one application. */
  readonly keystrokesAlone: readonly number[];
  /** From a change in one open file to what another one says of it. */
  readonly acrossFiles: readonly number[];
  /** Likewise from a change of a file on the disk. */
  readonly fromDisk: readonly number[];
  /** To check all files. */
  readonly check: number;
  /** In MB, when the workspace has been read. */
  readonly peakMemory: number | undefined;
  /** In MB, when all files have been checked. */
  readonly peakMemoryChecked: number | undefined;
}

const MANIFESTS = 5000;
/** Of one application and its kustomization. */
const FEW_MANIFESTS = 7;
const KEYSTROKES = 200;
const CHANGES = 20;
/** Milliseconds between two questions, and between two changes. */
const PAUSE = 20;
const BETWEEN_CHANGES = 150;
const CHANGED = 2;

/** Opens a folder of many manifests and works in it; the same in a folder of few for comparison. */
export async function measureWorkspace(candidate: Candidate): Promise<WorkspaceFigures> {
  const { keystrokes: keystrokesAlone } = await inFolder(FEW_MANIFESTS, (folder, files) => workIn(candidate, folder, files));
  return inFolder(MANIFESTS, async (folder, files) => {
    const figures = await workIn(candidate, folder, files);
    return { manifests: MANIFESTS, parse: await timed(() => files.texts.map(parse)), keystrokesAlone, ...figures };
  });
}

async function inFolder<T>(manifests: number, measure: (folder: string, files: GeneratedFolder) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    return await measure(folder, writeFolder(folder, manifests));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function parse(text: string): unknown {
  return parseAllDocuments(text, { logLevel: 'silent' });
}

type Figures = Omit<WorkspaceFigures, 'manifests' | 'parse' | 'keystrokesAlone'>;

async function workIn(candidate: Candidate, folder: string, { files, texts }: GeneratedFolder): Promise<Figures> {
  const [file = '', text = ''] = [files[0], texts[0]];
  const uri = pathToFileURL(file).href;
  const start = performance.now();
  const peer = await startPeer(candidate, folder);
  const isRead = knowing(peer);
  await open(peer, uri, text);
  const answersMeanwhile = await askUntil(isRead, () =>
    peer.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 2 } }),
  );
  const read = performance.now() - start;
  const peakMemory = peer.peakMemory();
  const keystrokes = await new Author(peer, uri, text).edits(KEYSTROKES);
  const across = await changesOf(peer, file, text);
  const check = await timed(() => peer.connection.sendRequest('plimsoll/checkWorkspace', {}));
  const peakMemoryChecked = peer.peakMemory();
  await peer.stop();
  return { read, answersMeanwhile, keystrokes, ...across, check, peakMemory, peakMemoryChecked };
}

/** Settles when the server says that it knows the workspace. */
function knowing({ connection }: Peer): Promise<void> {
  return new Promise((resolve) => {
    connection.onNotification('plimsoll/status', ({ state }: { readonly state: string }) => {
      if (state === 'ok') resolve();
    });
  });
}

async function askUntil(end: Promise<void>, ask: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let isOver = false;
  const over = end.then(() => {
    isOver = true;
  });
  while (!isOver) {
    times.push(await timed(ask));
    await Promise.race([over, delay(PAUSE)]);
  }
  return times;
}

/**
 * Gives a Deployment another name and its own again, in its editor and on the disk: its autoscaler, which is open, lacks its target in
 * between.
 */
async function changesOf(peer: Peer, file: string, text: string): Promise<Pick<Figures, 'acrossFiles' | 'fromDisk'>> {
  const { connection } = peer;
  const autoscaler = path.join(path.dirname(file), 'autoscaler.yaml');
  const [uri, other] = [pathToFileURL(file).href, pathToFileURL(autoscaler).href];
  await open(peer, other, readFileSync(autoscaler, 'utf8'));
  const texts = [text.replace(/^ {2}name: /m, '$&renamed-'), text];
  // Higher than that of any edit before.
  let version = 1_000_000;
  const acrossFiles = await changes(peer, other, texts, (next) =>
    connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: ++version }, contentChanges: [{ text: next }] }),
  );
  await connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  const fromDisk = await changes(peer, other, texts, (next) => {
    writeFileSync(file, next);
    return connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: CHANGED }] });
  });
  return { acrossFiles, fromDisk };
}

/** Times from a change to what an autoscaler says of it, by turns that its target is missing and that it is there. */
async function changes(
  peer: Peer,
  autoscaler: string,
  texts: readonly string[],
  change: (text: string) => Promise<void>,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < CHANGES; i++) {
    await delay(BETWEEN_CHANGES);
    const text = texts[i % texts.length] ?? '';
    const isMissing = i % texts.length === 0;
    const time = await timed(async () => {
      const said = peer.until(autoscaler, (found) => found.some(({ code }) => code === 'scaling/target') === isMissing);
      await change(text);
      await said;
    });
    times.push(time);
  }
  return times;
}
