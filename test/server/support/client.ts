import type { ChildProcess } from 'node:child_process';
import { PassThrough } from 'node:stream';
import type {
  ClientCapabilities,
  CodeAction,
  ConfigurationParams,
  Diagnostic,
  InitializeParams,
  InitializeResult,
  MessageConnection,
  PublishDiagnosticsParams,
  Range,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { createConnection, createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { offsetAt } from '../../../server/src/features/positions.ts';
import { startServer } from '../../../server/src/protocol/connection.ts';
import type { Platform } from '../../../server/src/protocol/platform.ts';
import { applySplices } from '../../../server/src/yaml/edit.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';

/** A client that can all that the server knows of, and publishes nothing by itself. */
export const FULL_CAPABILITIES: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
    inlayHint: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true, dataSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    completion: { completionItem: { snippetSupport: true } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
};

/** The same for a client that asks for diagnostics itself. */
export const PULL_CAPABILITIES: ClientCapabilities = {
  ...FULL_CAPABILITIES,
  textDocument: { ...FULL_CAPABILITIES.textDocument, diagnostic: { dynamicRegistration: false, relatedDocumentSupport: false } },
};

/** Rules about what a manifest has around it. The tests' manifests stand alone, unless they are about just that. */
export const ALONE = { 'network/policy': 'off', 'scaling/autoscaler': 'off', 'references/service-account': 'off' };

/** Settings as a test gives them; rules that it sets hold. */
function aloneWith(settings: unknown): unknown {
  if (typeof settings !== 'object' || settings === null) return settings;
  const { rules = {} } = settings as { readonly rules?: object };
  return { ...settings, rules: { ...ALONE, ...rules } };
}

interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly folders?: readonly string[];
  readonly rootUri?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly initializationOptions?: unknown;
}

/** A language client as small as a test needs it. What the server sends is kept, and can be waited for. */
export class TestClient {
  readonly connection: MessageConnection;
  /** The diagnostics published last, by URI. */
  readonly published = new Map<string, PublishDiagnosticsParams>();
  /** Methods of the requests and notifications that the server has sent, in order. */
  readonly received: string[] = [];
  readonly statuses: { state: string; text: string; detail?: string }[] = [];
  readonly logged: string[] = [];
  /** What `workspace/configuration` answers, by scope; the empty text is for none. */
  readonly settings: Record<string, unknown>;
  readonly #texts = new Map<string, { version: number; text: string }>();
  readonly #waiting = new Set<() => void>();

  constructor(connection: MessageConnection, settings: Readonly<Record<string, unknown>> = {}) {
    this.connection = connection;
    this.settings = { ...settings };
    this.#listen();
  }

  /** Does the handshake. */
  async initialize({
    capabilities = FULL_CAPABILITIES,
    folders,
    rootUri,
    initializationOptions,
  }: ClientOptions = {}): Promise<InitializeResult> {
    const params: InitializeParams = {
      processId: null,
      rootUri: rootUri ?? null,
      capabilities,
      initializationOptions,
      workspaceFolders: folders?.map((uri) => ({ uri, name: uri })) ?? null,
    };
    const result = await this.connection.sendRequest<InitializeResult>('initialize', params);
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  /** Opens a document. */
  async open(uri: string, text: string): Promise<void> {
    this.#texts.set(uri, { version: 1, text });
    await this.connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
  }

  /** Closes a document. */
  async close(uri: string): Promise<void> {
    this.#texts.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** Replaces the first occurrence of a text by another one, as an incremental edit. */
  async replace(uri: string, find: string, by: string): Promise<void> {
    const { text } = this.#document(uri);
    const start = text.indexOf(find);
    if (start < 0) throw new Error(`${find} is not in ${uri}`);
    const range = { start: positionAt(text, start), end: positionAt(text, start + find.length) };
    await this.edit(uri, [{ range, newText: by }]);
  }

  /** Applies edits to a document and tells the server, from the last to the first, as editors do. */
  async edit(uri: string, edits: readonly TextEdit[]): Promise<void> {
    const { version, text } = this.#document(uri);
    this.#texts.set(uri, { version: version + 1, text: applyEdits(text, edits) });
    const backwards = edits.toSorted(
      (a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character,
    );
    const contentChanges = backwards.map(({ range, newText }) => ({ range, text: newText }));
    await this.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: version + 1 }, contentChanges });
  }

  /** The document's text as the client has it. */
  text(uri: string): string {
    return this.#document(uri).text;
  }

  /** The document's version as the client has it. */
  version(uri: string): number {
    return this.#document(uri).version;
  }

  /** Sends a request about a document. */
  request<T>(method: string, uri: string, params: object = {}): Promise<T> {
    return this.connection.sendRequest<T>(`textDocument/${method}`, { textDocument: { uri }, ...params });
  }

  /** Waits for the diagnostics of the document's present version. */
  async diagnostics(uri: string, wanted: (diagnostics: readonly Diagnostic[]) => boolean = () => true): Promise<Diagnostic[]> {
    await this.until(() => {
      const published = this.published.get(uri);
      return published?.version === this.#texts.get(uri)?.version && published !== undefined && wanted(published.diagnostics);
    });
    return this.published.get(uri)?.diagnostics ?? [];
  }

  /** Waits until a condition holds that depends on what the server sends. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** The code actions for diagnostics. */
  actions(uri: string, diagnostics: readonly Diagnostic[], only?: readonly string[]): Promise<CodeAction[]> {
    const range: Range = diagnostics[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    return this.request('codeAction', uri, { range, context: { diagnostics, ...(only && { only }) } });
  }

  /** Applies an action to the document as an editor does, asking for its edit where it came without. */
  async apply(action: CodeAction): Promise<void> {
    const { edit } = action.edit ? action : await this.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    for (const uri of createdBy(edit)) await this.open(uri, '');
    for (const { uri, edits } of editsOf(edit)) await this.edit(uri, edits);
  }

  /** Ends the connection. */
  dispose(): void {
    this.connection.dispose();
  }

  #document(uri: string): { version: number; text: string } {
    const document = this.#texts.get(uri);
    if (!document) throw new Error(`${uri} is not open`);
    return document;
  }

  #listen(): void {
    const { connection } = this;
    this.#on('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => this.published.set(params.uri, params));
    this.#on('plimsoll/status', (status: { state: string; text: string }) => this.statuses.push(status));
    this.#on('window/logMessage', ({ message }: { message: string }) => this.logged.push(message));
    connection.onRequest((method: string) => {
      this.#arrived(method);
      return null;
    });
    connection.onRequest('workspace/configuration', ({ items }: ConfigurationParams) => {
      this.#arrived('workspace/configuration');
      return items.map(({ scopeUri = '' }) => aloneWith(this.settings[scopeUri] ?? {}));
    });
    connection.listen();
  }

  #on<T>(method: string, handle: (params: T) => void): void {
    this.connection.onNotification(method, (params: T) => {
      handle(params);
      this.#arrived(method);
    });
  }

  #arrived(method: string): void {
    this.received.push(method);
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}

/** A server in this process, spoken to over streams as any other. */
export function connect(platform: Platform, settings?: Readonly<Record<string, unknown>>): TestClient {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  startServer(createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient)), platform);
  return new TestClient(createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer)), settings);
}

/** A client of a server's process. */
export function connectTo({ stdin, stdout }: ChildProcess, settings?: Readonly<Record<string, unknown>>): TestClient {
  if (!stdin || !stdout) throw new Error('The process has no pipes.');
  return new TestClient(createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin)), settings);
}

/** The files that an edit makes. */
function createdBy(edit: WorkspaceEdit | undefined): string[] {
  return (edit?.documentChanges ?? []).flatMap((change) => ('kind' in change && change.kind === 'create' ? [change.uri] : []));
}

function editsOf(edit: WorkspaceEdit | undefined): { uri: string; edits: TextEdit[] }[] {
  const changes = Object.entries(edit?.changes ?? {}).map(([uri, edits]) => ({ uri, edits }));
  const documents = (edit?.documentChanges ?? []).flatMap((change) =>
    'edits' in change ? [{ uri: change.textDocument.uri, edits: change.edits as TextEdit[] }] : [],
  );
  return [...changes, ...documents];
}

/** A text after edits, which don't overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const file = parseFile(text);
  const splices = edits.map(({ range, newText }) => ({
    start: offsetAt(file, range.start),
    end: offsetAt(file, range.end),
    text: newText,
  }));
  return applySplices(
    text,
    splices.toSorted((a, b) => a.start - b.start),
  );
}

function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
