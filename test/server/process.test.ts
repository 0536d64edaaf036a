import type { ChildProcess } from 'node:child_process';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInNewContext } from 'node:vm';
import type { BuildOptions } from 'esbuild';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Diagnostic, InlayHint } from 'vscode-languageserver/node';
import { ROOT } from '../../scripts/lib/paths.mts';
import { connectTo, TestClient } from './support/client.ts';
import { AUTOSCALER, BROKEN, WORKER } from './support/manifests.ts';

const HERE = mkdtempSync(join(tmpdir(), 'plimsoll-server-'));
const SERVER = join(HERE, 'dist/server.js');
const WORKSPACE = join(HERE, 'work space');
const FILE = pathToFileURL(join(WORKSPACE, 'worker.yaml')).href;

/** The bundle as `npm run build` makes it, beside the files that it reads. */
beforeAll(async () => {
  const options: BuildOptions = {
    entryPoints: [join(ROOT, 'server/src/main.server.ts')],
    outfile: SERVER,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  };
  await build(options);
  for (const folder of ['schemas', 'snippets']) symlinkSync(join(ROOT, folder), join(HERE, folder), 'junction');
  mkdirSync(join(WORKSPACE, 'node_modules/some'), { recursive: true });
  writeFileSync(join(WORKSPACE, 'hpa.yaml'), `\uFEFF${AUTOSCALER}`);
  writeFileSync(join(WORKSPACE, 'node_modules/some/hpa.yaml'), AUTOSCALER.replace('12', '99'));
});
afterAll(() => rmSync(HERE, { recursive: true, force: true }));

let child: ChildProcess | undefined;
afterEach(() => {
  if (child?.exitCode === null) child.kill();
});

function start(...args: string[]): ChildProcess {
  child = spawn(process.execPath, [SERVER, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  return child;
}

const exitOf = async (of: ChildProcess): Promise<number | null> => (of.exitCode === null ? (await once(of, 'exit'))[0] : of.exitCode);
const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

async function seesAndFixes(client: TestClient): Promise<void> {
  await client.initialize({ folders: [pathToFileURL(WORKSPACE).href] });
  await client.open(FILE, BROKEN);
  const found = await client.diagnostics(FILE, (diagnostics) => codes(diagnostics).includes('schema/quantity'));
  const quantity = found.filter(({ code }) => code === 'schema/quantity');
  await client.apply((await client.actions(FILE, quantity)).find(({ isPreferred }) => isPreferred)!);
  expect(client.text(FILE)).toBe(WORKER);
  expect(codes(await client.diagnostics(FILE))).not.toContain('schema/quantity');
}

describe('the built server', () => {
  test('serves an editor over its standard streams, and ends as it is told', async () => {
    const server = start('--stdio');
    const client = connectTo(server);
    await seesAndFixes(client);
    await client.connection.sendRequest('shutdown');
    await client.connection.sendNotification('exit');
    expect(await exitOf(server)).toBe(0);
  });

  test('reads the workspace from the disk, without node_modules', async () => {
    const client = connectTo(start('--stdio'));
    await client.initialize({ folders: [pathToFileURL(WORKSPACE).href] });
    await client.until(() => client.statuses.some(({ state }) => state === 'ok'));
    await client.open(FILE, WORKER);
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const [hint] = await client.request<InlayHint[]>('inlayHint', FILE, { range });
    expect(hint?.label).toBe('· 3-12 × 500m CPU, 1Gi → 15-120 conversations');
  });

  test('brings its snippets', async () => {
    const client = connectTo(start('--stdio'));
    await client.initialize();
    await client.open(FILE, '');
    const items = await client.request<{ label: string }[]>('completion', FILE, { position: { line: 0, character: 0 } });
    expect(items.some(({ label }) => label.includes('enterprise'))).toBe(true);
  });

  test('serves over a pipe of Node.js', async () => {
    const server = fork(SERVER, ['--node-ipc'], { stdio: 'ignore' });
    child = server;
    const { createMessageConnection, IPCMessageReader, IPCMessageWriter } = await import('vscode-languageserver/node');
    await seesAndFixes(new TestClient(createMessageConnection(new IPCMessageReader(server), new IPCMessageWriter(server))));
  });

  test('serves over a socket', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    start(`--socket=${typeof address === 'object' ? address?.port : ''}`);
    const [socket] = (await once(listener, 'connection')) as [Socket];
    const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = await import('vscode-languageserver/node');
    await seesAndFixes(new TestClient(createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket))));
    socket.destroy();
    listener.close();
  });

  test('ends with 1 where it is told to exit without shutdown, or its client goes away', async () => {
    const told = start('--stdio');
    const client = connectTo(told);
    await client.initialize();
    await client.connection.sendNotification('exit');
    expect(await exitOf(told)).toBe(1);
    const left = start('--stdio');
    await connectTo(left).initialize();
    left.stdin?.end();
    expect(await exitOf(left)).toBe(1);
  });

  test('says how it is started to someone who starts it by hand', async () => {
    const server = start();
    const said: string[] = [];
    server.stderr?.on('data', (data: Buffer) => said.push(data.toString()));
    expect(await exitOf(server)).toBe(2);
    expect(said.join('')).toMatch(/^plimsoll: .*--stdio.*\n$/);
  });

  test('survives messages that are no JSON', async () => {
    const server = start('--stdio');
    const client = connectTo(server);
    await client.initialize();
    server.stdin?.write('Content-Length: 9\r\n\r\n{"broken"');
    server.stdin?.write('Content-Length: 4\r\n\r\nnull');
    await client.open(FILE, BROKEN);
    expect(codes(await client.diagnostics(FILE))).toContain('schema/quantity');
  });
});

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly diagnostics?: readonly Diagnostic[] };
  readonly result?: unknown;
}

test('the worker for browsers serves without anything of Node.js', async () => {
  const outfile = join(HERE, 'dist/server.browser.js');
  const options: BuildOptions = {
    entryPoints: [join(ROOT, 'server/src/main.browser.ts')],
    outfile,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    mainFields: ['browser', 'module', 'main'],
    logLevel: 'error',
  };
  await build(options);
  const received: Message[] = [];
  const self = {
    onmessage: (_: { data: object }) => undefined,
    addEventListener: () => undefined,
    postMessage: (message: Message) => received.push(message),
  };
  const globals = { self, setTimeout, clearTimeout, setInterval, clearInterval, performance, console, TextEncoder, TextDecoder, URL };
  runInNewContext(readFileSync(outfile, 'utf8'), globals);
  const send = (message: object) => self.onmessage({ data: { jsonrpc: '2.0', ...message } });
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {}, workspaceFolders: null } });
  send({ method: 'initialized', params: {} });
  send({ method: 'textDocument/didOpen', params: { textDocument: { uri: FILE, languageId: 'yaml', version: 1, text: BROKEN } } });
  await vi.waitUntil(() => received.some(({ method }) => method === 'textDocument/publishDiagnostics'), { timeout: 20_000 });
  const published = received.find(({ method }) => method === 'textDocument/publishDiagnostics');
  expect(codes(published?.params?.diagnostics ?? [])).toContain('schema/quantity');
});
