import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Diagnostic, ProtocolConnection } from 'vscode-languageserver/node';
import {
  createProtocolConnection,
  PublishDiagnosticsNotification,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** A language server under measurement, spoken to as an editor would over stdio. */
export interface Peer {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  /** Settles when diagnostics of this version (or, where the server sends none, the next ones) are published. */
  diagnostics(uri: string, version: number): Promise<readonly Diagnostic[]>;
  /** Peak resident memory so far, in MB; undefined where the system doesn't tell. */
  peakMemory(): number | undefined;
  /** Resident memory now, in MB. */
  memory(): number | undefined;
  stop(): Promise<void>;
}

/** Milliseconds that a server may take to end by itself. */
const EXIT_TIME = 2000;

/** Starts a server and performs the handshake. `settings` answers `workspace/configuration` by section. */
export async function startPeer(
  command: string,
  args: readonly string[],
  settings: Readonly<Record<string, unknown>>,
  rootUri: string | null,
): Promise<Peer> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const waiting = new Map<string, (version: number | undefined, diagnostics: readonly Diagnostic[]) => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, (report) => waiting.get(report.uri)?.(report.version, report.diagnostics));
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
    workspaceFolders: rootUri === null ? null : [{ uri: rootUri, name: 'bench' }],
    capabilities: {
      workspace: { configuration: true },
      textDocument: {
        publishDiagnostics: { versionSupport: true },
        hover: { contentFormat: ['markdown'] },
        completion: { completionItem: { snippetSupport: true } },
      },
    },
  });
  await connection.sendNotification('initialized', {});
  return {
    connection,
    process: child,
    diagnostics: (uri, version) =>
      new Promise((resolve) => {
        waiting.set(uri, (published, diagnostics) => {
          if (published !== undefined && published < version) return;
          waiting.delete(uri);
          resolve(diagnostics);
        });
      }),
    peakMemory: () => statusOf(child, 'VmHWM'),
    memory: () => statusOf(child, 'VmRSS'),
    stop: async () => {
      await connection.sendRequest('shutdown');
      const gone = once(child, 'exit');
      await connection.sendNotification('exit');
      connection.dispose();
      await Promise.race([gone, delay(EXIT_TIME, undefined, { ref: false })]);
      child.kill();
    },
  };
}

function statusOf(child: ChildProcess, field: string): number | undefined {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  } catch {
    return undefined;
  }
}
