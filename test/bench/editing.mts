import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Diagnostic, Range } from 'vscode-languageserver/node';
import type { Candidate, Peer } from './client.mts';
import { startPeer } from './client.mts';
import { percentile, timed } from './figures.mts';

/** One server on one text; times in milliseconds. */
export interface EditingFigures {
  /** Median of several. */
  readonly coldStart: number;
  readonly warmOpen: number;
  readonly keystrokes: readonly number[];
  readonly hovers: readonly number[];
  readonly hints: readonly number[];
  readonly actions: readonly number[];
  readonly completions: readonly number[];
  readonly symbols: number;
  /** Processor time of one keystroke, over many. */
  readonly processorTime: number | undefined;
  /** In MB. */
  readonly peakMemory: number | undefined;
  /** In MB, once garbage is collected. */
  readonly heapAfterFewEdits: number | undefined;
  readonly heapAfterManyEdits: number | undefined;
}

const COLD_STARTS = 5;
/** Enough for the 95th percentile not to be the warming up of the first ones. */
const EDITS = 200;
const QUESTIONS = 50;
const FEW_EDITS = 5;
const MANY_EDITS = 500;
const SCREENFUL = 50;

/** Opens a text in a fresh server and works on it as an author would. */
export async function measureEditing(candidate: Candidate, text: string): Promise<EditingFigures> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-bench-'));
  const uri = pathToFileURL(path.join(folder, 'manifest.yaml')).href;
  try {
    const coldStarts: number[] = [];
    for (let i = 1; i < COLD_STARTS; i++) {
      const { peer, time } = await start(candidate, folder, uri, text);
      coldStarts.push(time);
      await peer.stop();
    }
    const { peer, time } = await start(candidate, folder, uri, text);
    const figures = await workWith(peer, uri, text);
    await peer.stop();
    return { coldStart: percentile([...coldStarts, time], 0.5), ...figures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Starts a server and opens the text; the time ends with its first diagnostics. */
async function start(
  candidate: Candidate,
  folder: string,
  uri: string,
  text: string,
): Promise<{ readonly peer: Peer; readonly time: number }> {
  const begin = performance.now();
  const peer = await startPeer(candidate, folder);
  await open(peer, uri, text);
  return { peer, time: performance.now() - begin };
}

async function workWith(peer: Peer, uri: string, text: string): Promise<Omit<EditingFigures, 'coldStart'>> {
  const author = new Author(peer, uri, text);
  const warmUri = uri.replace('manifest', 'second');
  const warmOpen = await timed(() => open(peer, warmUri, text));
  await peer.connection.sendNotification('textDocument/didClose', { textDocument: { uri: warmUri } });
  return { warmOpen, ...(await author.work()), ...(await endurance(peer, author)), peakMemory: peer.peakMemory() };
}

/** What many edits take, and what they leave behind. */
async function endurance(
  peer: Peer,
  author: Author,
): Promise<Pick<EditingFigures, 'processorTime' | 'heapAfterFewEdits' | 'heapAfterManyEdits'>> {
  await author.edits(FEW_EDITS);
  const heapAfterFewEdits = await peer.heap();
  const before = peer.processorTime();
  await author.edits(MANY_EDITS);
  const after = peer.processorTime();
  const processorTime = before === undefined || after === undefined ? undefined : (after - before) / MANY_EDITS;
  return { processorTime, heapAfterFewEdits, heapAfterManyEdits: await peer.heap() };
}

/** Opens a text, and waits for its diagnostics. */
export async function open(peer: Peer, uri: string, text: string): Promise<void> {
  const diagnostics = peer.diagnostics(uri, 1);
  await peer.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
  await diagnostics;
}

/** The end of a line's value, and the column where its key begins. */
interface Place {
  readonly line: number;
  readonly character: number;
  readonly indent: number;
}

/** Types one character at varied places and takes it back, and asks what an editor asks. */
export class Author {
  readonly #peer: Peer;
  readonly #uri: string;
  readonly #places: readonly Place[];
  readonly #lines: number;
  #version = 1;
  #step = 0;
  #shown: readonly Diagnostic[] = [];

  constructor(peer: Peer, uri: string, text: string) {
    this.#peer = peer;
    this.#uri = uri;
    const lines = text.split('\n');
    this.#lines = lines.length;
    // Ends of lines with a value: where authors type.
    this.#places = lines.flatMap((content, line) =>
      /: \S+$/.test(content) ? [{ line, character: content.length, indent: content.search(/[^ -]/) }] : [],
    );
  }

  async work(): Promise<Pick<EditingFigures, 'keystrokes' | 'hovers' | 'hints' | 'actions' | 'completions' | 'symbols'>> {
    return {
      keystrokes: await this.edits(EDITS),
      hovers: await this.#repeat(QUESTIONS, () => this.#ask('textDocument/hover', { position: this.#place() })),
      hints: await this.#repeat(QUESTIONS, () => this.#ask('textDocument/inlayHint', { range: this.#screen() })),
      actions: await this.#repeat(QUESTIONS, () => this.#askForActions()),
      completions: await this.#completions(),
      symbols: await timed(() => this.#ask('textDocument/documentSymbol', {})),
    };
  }

  /** Times from keystroke to the diagnostics of that version. */
  async edits(n: number): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < n; i++) times.push(await this.#keystroke());
    return times;
  }

  /** Around a diagnostic where there are any, else anywhere; with all diagnostics on the screen, as for an editor that shows a menu. */
  #askForActions(): Promise<unknown> {
    const diagnostic = this.#shown[this.#step % this.#shown.length];
    const range = this.#screen(diagnostic?.range.start.line);
    const isOnScreen = ({ range: { start, end } }: Diagnostic) => start.line <= range.end.line && end.line >= range.start.line;
    return this.#ask('textDocument/codeAction', { range, context: { diagnostics: this.#shown.filter(isOnScreen) } });
  }

  /** Half of them ask for values, half for keys. */
  async #completions(): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < QUESTIONS; i++) {
      const { line, character, indent } = this.#place();
      const position = { line, character: i % 4 < 2 ? character : indent + 1 };
      const keystroke = this.#keystroke();
      times.push(await timed(() => this.#ask('textDocument/completion', { position })));
      await keystroke;
    }
    return times;
  }

  async #keystroke(): Promise<number> {
    const { line, character } = this.#place();
    const typing = this.#step++ % 2 === 0;
    const range = { start: { line, character }, end: { line, character: typing ? character : character + 1 } };
    this.#version += 1;
    return timed(async () => {
      const diagnostics = this.#peer.diagnostics(this.#uri, this.#version);
      await this.#peer.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: this.#uri, version: this.#version },
        contentChanges: [{ range, text: typing ? 'x' : '' }],
      });
      this.#shown = await diagnostics;
    });
  }

  async #repeat(n: number, ask: () => Promise<unknown>): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < n; i++) {
      this.#step += 2;
      times.push(await timed(ask));
    }
    return times;
  }

  #ask(method: string, params: object): Promise<unknown> {
    return this.#peer.connection.sendRequest(method, { textDocument: { uri: this.#uri }, ...params });
  }

  #place(): Place {
    // A stride that is coprime to most lengths visits places all over the file; each is visited twice, to type and to take back.
    const index = (Math.floor(this.#step / 2) * 7919) % this.#places.length;
    return this.#places[index] ?? { line: 0, character: 0, indent: 0 };
  }

  #screen(around: number = this.#place().line): Range {
    const top = Math.max(0, Math.min(around, this.#lines - SCREENFUL));
    return { start: { line: top, character: 0 }, end: { line: top + SCREENFUL, character: 0 } };
  }
}
