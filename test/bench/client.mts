import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Diagnostic, ProtocolConnection } from 'vscode-languageserver/node';
import {
  createProtocolConnection,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { createProbe } from './probe.mts';

/** How a server under measurement is started. */
export interface Candidate {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What `workspace/configuration` answers, by section. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A language server under measurement, spoken to as an editor would over stdio. */
export interface Peer {
  readonly connection: ProtocolConnection;
  /** Settles when diagnostics of this version (or, where the server sends none, the next ones) are published. */
  diagnostics(uri: string, version: number): Promise<readonly Diagnostic[]>;
  /** Settles when diagnostics are published that are such as is wanted. */
  until(uri: string, isWanted: (diagnostics: readonly Diagnostic[]) => boolean): Promise<void>;
  /** Milliseconds of processor time so far, of all its threads; undefined where the system doesn't tell. */
  processorTime(): number | undefined;
  /** Peak resident memory so far, in MB; undefined where the system doesn't tell. */
  peakMemory(): number | undefined;
  /** MB that are in use once all garbage is collected; undefined where the server doesn't tell. */
  heap(): Promise<number | undefined>;
  stop(): Promise<void>;
}

/** Milliseconds that a server may take to end by itself. */
const EXIT_TIME = 2000;
/** Milliseconds after which nobody waits for diagnostics any more. */
const PATIENCE = 60_000;
/** Milliseconds after which a server has done what it puts off while its user types. */
const SETTLED = 500;
/** Ticks of the processor clock in a second, as Linux counts them for programs (`getconf CLK_TCK`). */
const TICKS = 100;

/**
 * Starts a server and performs the handshake.
 * @param folder the workspace's, where the probe of the server's memory is put as well
 */
export async function startPeer(candidate: Candidate, folder: string): Promise<Peer> {
  const probe = createProbe(folder);
  const env = { ...process.env, NODE_OPTIONS: probe.options };
  const child = spawn(candidate.command, candidate.args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const published = listen(connection);
  await shakeHands(connection, candidate, pathToFileURL(folder).href);
  return {
    connection,
    diagnostics: (uri, version) => {
      const isNewEnough = (found: number | undefined) => found === undefined || found >= version;
      return Promise.race([published(uri, isNewEnough), refusal(`${candidate.name}: no diagnostics of version ${version}`)]);
    },
    until: async (uri, isWanted) => {
      const isFound = (_: number | undefined, diagnostics: readonly Diagnostic[]) => isWanted(diagnostics);
      await Promise.race([published(uri, isFound), refusal(`${candidate.name}: not the diagnostics of ${uri} that were waited for`)]);
    },
    processorTime: () => processorTimeOf(child),
    peakMemory: () => peakMemoryOf(child),
    heap: async () => {
      await delay(SETTLED);
      probe.reset();
      child.kill('SIGUSR2');
      for (let waits = 0; waits < 50 && probe.heap() === undefined; waits++) await delay(100);
      return probe.heap();
    },
    stop: () => stop(connection, child),
  };
}

type IsWanted = (version: number | undefined, diagnostics: readonly Diagnostic[]) => boolean;

/** Watches what is published, and tells when something is that somebody waits for: one at a time for each file. */
function listen(connection: ProtocolConnection): (uri: string, isWanted: IsWanted) => Promise<readonly Diagnostic[]> {
  const waiting = new Map<string, (version: number | undefined, diagnostics: readonly Diagnostic[]) => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, (report) => waiting.get(report.uri)?.(report.version, report.diagnostics));
  return (uri, isWanted) =>
    new Promise((resolve) => {
      waiting.set(uri, (version, diagnostics) => {
        if (!isWanted(version, diagnostics)) return;
        waiting.delete(uri);
        resolve(diagnostics);
      });
    });
}

async function shakeHands(connection: ProtocolConnection, { settings }: Candidate, rootUri: string): Promise<void> {
  connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
    items.map((item) => settings[item.section ?? ''] ?? null),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onRequest('workspace/inlayHint/refresh', () => null);
  connection.onRequest('workspace/codeLens/refresh', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: 'bench' }],
    capabilities: {
      workspace: { configuration: true },
      textDocument: {
        publishDiagnostics: { versionSupport: true, dataSupport: true, relatedInformation: true },
        hover: { contentFormat: ['markdown'] },
        completion: { completionItem: { snippetSupport: true } },
        codeAction: {
          codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
          dataSupport: true,
          resolveSupport: { properties: ['edit'] },
        },
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      },
    },
  });
  await connection.sendNotification('initialized', {});
}

async function stop(connection: ProtocolConnection, child: ChildProcess): Promise<void> {
  await connection.sendRequest('shutdown');
  const gone = once(child, 'exit');
  await connection.sendNotification('exit');
  connection.dispose();
  await Promise.race([gone, delay(EXIT_TIME, undefined, { ref: false })]);
  child.kill();
}

async function refusal(sentence: string): Promise<never> {
  await delay(PATIENCE, undefined, { ref: false });
  throw new Error(`${sentence} in ${PATIENCE / 1000} s.`);
}

function peakMemoryOf(child: ChildProcess): number | undefined {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(systemFile(child, 'status') ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

/** User and system time are the 14th and 15th field of the line; the second, the program's name in brackets, may hold blanks (proc(5)). */
function processorTimeOf(child: ChildProcess): number | undefined {
  const [user, system] = systemFile(child, 'stat')?.split(') ').at(-1)?.split(' ').slice(11, 13) ?? [];
  return user === undefined || system === undefined ? undefined : ((Number(user) + Number(system)) * 1000) / TICKS;
}

/** What Linux tells of a process. */
function systemFile({ pid }: ChildProcess, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
