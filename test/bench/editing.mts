import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Peer } from './client.mts';
import { startPeer } from './client.mts';
import { timed } from './figures.mts';

/** How a server under measurement is started. */
export interface Candidate {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Milliseconds of one server on one text. */
export interface EditingFigures {
  readonly coldStart: number;
  readonly warmOpen: number;
  readonly keystrokes: readonly number[];
  readonly hovers: readonly number[];
  readonly hints: readonly number[];
  readonly actions: readonly number[];
  readonly completions: readonly number[];
  readonly symbols: number;
  readonly peakMemory: number | undefined;
  readonly memoryAfterFewEdits: number | undefined;
  readonly memoryAfterManyEdits: number | undefined;
}

const EDITS = 50;
const MANY_EDITS = 500;
const SCREENFUL = 50;

/** Opens a text in a fresh server and works on it as an author would. */
export async function measureEditing(candidate: Candidate, text: string): Promise<EditingFigures> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    return await withServer(candidate, folder, text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withServer(candidate: Candidate, folder: string, text: string): Promise<EditingFigures> {
  const uri = pathToFileURL(path.join(folder, 'manifest.yaml')).href;
  let peer: Peer | undefined;
  const coldStart = await timed(async () => {
    peer = await startPeer(candidate.command, candidate.args, candidate.settings, pathToFileURL(folder).href);
    await open(peer, uri, text);
  });
  if (peer === undefined) throw new Error(`${candidate.name} did not start`);
  const author = new Author(peer, uri, text);
  const warmUri = uri.replace('manifest', 'second');
  const warmOpen = await timed(() => open(peer as Peer, warmUri, text));
  await peer.connection.sendNotification('textDocument/didClose', { textDocument: { uri: warmUri } });
  await author.edits(5);
  const memoryAfterFewEdits = peer.memory();
  const figures = { coldStart, warmOpen, ...(await author.work()) };
  await author.edits(MANY_EDITS);
  const memories = { peakMemory: peer.peakMemory(), memoryAfterFewEdits, memoryAfterManyEdits: peer.memory() };
  await peer.stop();
  return { ...figures, ...memories };
}

async function open(peer: Peer, uri: string, text: string): Promise<void> {
  const diagnostics = peer.diagnostics(uri, 1);
  await peer.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
  await diagnostics;
}

/** Types one character at varied places and takes it back, and asks what an editor asks. */
class Author {
  readonly #peer: Peer;
  readonly #uri: string;
  readonly #places: readonly { readonly line: number; readonly character: number }[];
  readonly #lines: number;
  #version = 1;
  #step = 0;

  constructor(peer: Peer, uri: string, text: string) {
    this.#peer = peer;
    this.#uri = uri;
    const lines = text.split('\n');
    this.#lines = lines.length;
    // Ends of lines with a value: where authors type.
    this.#places = lines.flatMap((content, line) => (/: \S+$/.test(content) ? [{ line, character: content.length }] : []));
  }

  async work(): Promise<Pick<EditingFigures, 'keystrokes' | 'hovers' | 'hints' | 'actions' | 'completions' | 'symbols'>> {
    return {
      keystrokes: await this.edits(EDITS),
      hovers: await this.#repeat(EDITS, () => this.#ask('textDocument/hover', { position: this.#place() })),
      hints: await this.#repeat(EDITS, () => this.#ask('textDocument/inlayHint', { range: this.#screen() })),
      actions: await this.#repeat(EDITS, () =>
        this.#ask('textDocument/codeAction', { range: this.#screen(), context: { diagnostics: [] } }),
      ),
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

  async #completions(): Promise<number[]> {
    const times: number[] = [];
    for (let i = 0; i < EDITS; i++) {
      const position = this.#place();
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
      await diagnostics;
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

  #place(): { line: number; character: number } {
    // A stride that is coprime to most lengths visits places all over the file; each is visited twice, to type and to take back.
    const index = (Math.floor(this.#step / 2) * 7919) % this.#places.length;
    return this.#places[index] ?? { line: 0, character: 0 };
  }

  #screen(): { start: { line: number; character: number }; end: { line: number; character: number } } {
    const top = Math.min(this.#place().line, Math.max(0, this.#lines - SCREENFUL));
    return { start: { line: top, character: 0 }, end: { line: top + SCREENFUL, character: 0 } };
  }
}
