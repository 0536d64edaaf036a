import type {
  Connection,
  DidChangeTextDocumentParams,
  DidChangeWatchedFilesParams,
  DidOpenTextDocumentParams,
  InitializeParams,
  InitializeResult,
  WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver';
import { DidChangeWatchedFilesNotification, WatchKind } from 'vscode-languageserver';
import type { Analysis } from '../analyzer.ts';
import { Analyzer } from '../analyzer.ts';
import { workloadSizing } from '../capacity/sizing.ts';
import { sizingStatus } from '../features/sizing-status.ts';
import { ruleOf } from '../rules/registry.ts';
import type { Schemas } from '../schema/schemas.ts';
import { createSchemas } from '../schema/schemas.ts';
import { Analyzers } from './analyzers.ts';
import { capabilitiesFor } from './capabilities.ts';
import { Charts, isTrusted, withoutTrust } from './charts.ts';
import type { Client } from './client.ts';
import { clientOf, foldersOf } from './client.ts';
import { CONFIG_FILE, ConfigFiles, isConfigFile } from './config-files.ts';
import { EditorConfiguration } from './configuration.ts';
import { OpenDocuments } from './documents.ts';
import { Guard } from './guard.ts';
import type { ServerStatus } from './messages.ts';
import type { Platform } from './platform.ts';
import { withProgress } from './progress.ts';
import { Publisher } from './publisher.ts';
import { Reporter } from './report.ts';
import { debounced, Gate, inSlices } from './schedule.ts';
import { SettingsStore } from './settings.ts';
import { statusSender } from './status.ts';
import { canonicalUri, fileIn } from './uris.ts';
import { Workspace } from './workspace.ts';

/** Milliseconds without a change after which the status is brought up to date. */
const STATUS_DELAY = 300;

/** One client's session: the rooms wired together, and the way from what happens to what has to be done about it. */
export class Server {
  readonly connection: Connection;
  readonly client: Client;
  readonly platform: Platform;
  readonly guard: Guard;
  /** What is known without any file: each analyzer adds the custom kinds of its own files. */
  readonly schemas: Schemas;
  readonly analyzers: Analyzers;
  readonly documents: OpenDocuments;
  readonly settings: SettingsStore;
  readonly workspace: Workspace;
  readonly reporter: Reporter;
  readonly publisher: Publisher;
  readonly charts: Charts;
  /** Opens when the client's settings are known, or the client has not told them in time. */
  readonly ready = new Gate();
  /** Opens when the workspace has been read, or its user wouldn't wait for that. */
  readonly #scanned = new Gate();
  readonly #configuration: EditorConfiguration;
  readonly #configFiles: ConfigFiles;
  readonly #sendStatus: (status: ServerStatus) => void;
  #isScanned = false;
  readonly #statusSoon = debounced(STATUS_DELAY, () => void this.guard.run('Showing the status', () => this.#showStatus())());
  /** The file that was opened or edited last; the status is that of its deployment. */
  #latest: string | undefined;

  constructor(connection: Connection, platform: Platform, params: InitializeParams) {
    const log = connection.console;
    this.connection = connection;
    this.platform = platform;
    this.client = clientOf(params.capabilities);
    this.guard = new Guard(log);
    this.schemas = createSchemas(platform.readSchema);
    this.analyzers = this.#createAnalyzers();
    this.documents = new OpenDocuments(this.analyzers);
    const onFile = (uri: string, text: string | undefined) => this.#fileRead(uri, text);
    this.workspace = new Workspace({ platform, analyzers: this.analyzers, documents: this.documents, log, onFile }, foldersOf(params));
    this.#configuration = new EditorConfiguration(connection, this.client, this.guard, withoutTrust(params.initializationOptions));
    this.#configFiles = new ConfigFiles(platform);
    this.settings = new SettingsStore(this.#configuration, this.#configFiles, (uri) => this.workspace.folderOf(uri), log);
    this.#sendStatus = statusSender(connection, this.guard);
    this.charts = new Charts({
      platform,
      analyzers: this.analyzers,
      schemas: this.schemas,
      guard: this.guard,
      log,
      trusted: isTrusted(params.initializationOptions),
      onChange: (uri) => this.publisher.touch(uri),
    });
    this.reporter = this.#createReporter();
    this.publisher = new Publisher({
      connection,
      client: this.client,
      guard: this.guard,
      analyzers: this.analyzers,
      documents: this.documents,
      reporter: this.reporter,
      onSettled: this.#statusSoon,
    });
  }

  /** The answer to `initialize`. */
  initializeResult(): InitializeResult {
    return { serverInfo: { name: 'plimsoll' }, capabilities: capabilitiesFor(this.client) };
  }

  /** The analysis of a document, by the client's URI or the canonical one; undefined where it is unknown or none of ours. */
  analysisOf(uri: string): Analysis | undefined {
    const analysis = this.analyzers.analysisOf(canonicalUri(uri));
    return analysis?.ours && analysis.settings.enable ? analysis : undefined;
  }

  /** Runs once the client is ready for requests: fetches the settings, then reads the workspace in the background. */
  async start(): Promise<void> {
    void this.guard.run('Registering', () => this.#register())();
    const folders = this.workspace.folders();
    await Promise.all([this.#configuration.pullFirst(folders), this.#discoverAbove(folders)]);
    this.#applySettings();
    this.ready.open();
    this.publisher.start();
    await this.#scan();
  }

  /** The client has opened a document. */
  async open({ textDocument }: DidOpenTextDocumentParams): Promise<void> {
    this.documents.open(textDocument);
    const uri = canonicalUri(textDocument.uri);
    this.#latest = uri;
    this.#configTextChanged(uri);
    await Promise.all([this.#configFiles.discover(uri), this.charts.opened(uri)]);
    this.publisher.opened(uri);
  }

  /** The client has edited an open document. */
  change({ textDocument, contentChanges }: DidChangeTextDocumentParams): void {
    this.documents.change(textDocument.uri, textDocument.version, contentChanges);
    const uri = canonicalUri(textDocument.uri);
    this.#latest = uri;
    this.#configTextChanged(uri);
    this.publisher.touch(uri);
  }

  /** The client has saved a document. */
  async saved(clientUri: string): Promise<void> {
    this.publisher.saved();
    await this.charts.saved(canonicalUri(clientUri));
  }

  /** The client has closed a document: what is on the disk counts again. */
  async close(clientUri: string): Promise<void> {
    const uri = canonicalUri(clientUri);
    this.documents.close(uri);
    this.publisher.closed(uri, clientUri);
    await this.workspace.refresh([uri]);
  }

  /** Files have changed on the disk, whoever did it. */
  async filesChanged({ changes }: DidChangeWatchedFilesParams): Promise<void> {
    await this.workspace.refresh(changes.map(({ uri }) => uri));
  }

  /** Folders were opened and closed. */
  async foldersChanged({ added, removed }: WorkspaceFoldersChangeEvent): Promise<void> {
    const [opened, closed] = [added, removed].map((folders) => folders.map(({ uri }) => canonicalUri(uri)));
    await this.#discoverAbove(opened ?? []);
    await this.workspace.changeFolders(opened ?? [], closed ?? []);
    await this.#configuration.pull(this.workspace.folders());
    this.#settingsChanged();
  }

  /** The client's settings have changed; `settings` comes from clients that cannot be asked for them. */
  async configurationChanged(settings: unknown): Promise<void> {
    this.#configuration.push(settings);
    await this.#configuration.pull(this.workspace.folders());
    this.#settingsChanged();
  }

  /** Resolves when the workspace has been read; where its user has cancelled that, it is read now. */
  async whenScanned(): Promise<void> {
    await this.#scanned.opened;
    if (!this.#isScanned) await this.#scan();
  }

  /** Resolves when the settings that apply to a file are known. */
  async whenKnown(uri: string): Promise<void> {
    await this.ready.opened;
    await this.#configFiles.discover(uri);
  }

  /** Ends all that is going on in the background. */
  shutDown(): void {
    this.guard.shutDown();
    this.publisher.stop();
    this.charts.stop();
    this.#statusSoon.cancel();
  }

  async #register(): Promise<void> {
    await this.#configuration.register();
    if (!this.client.registers.watchers) return;
    await this.connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [
        { globPattern: '**/*.{yaml,yml}' },
        // Not every editor has `*` stand for a dot at the start of a name.
        { globPattern: '**/.plimsoll.yaml' },
        { globPattern: '**/{Kustomization,kustomization}' },
        // A folder that goes takes its files with it, and editors tell of the folder only.
        { globPattern: '**', kind: WatchKind.Delete },
      ],
    });
  }

  async #scan(): Promise<void> {
    if (this.workspace.folders().length > 0) this.#sendStatus({ state: 'busy', text: 'Reading the workspace' });
    this.#isScanned = await withProgress(this.connection, this.guard, 'Reading the workspace', (token, report) =>
      this.workspace.scan({ token, report }),
    );
    if (!this.#isScanned) this.#sendStatus(NOT_READ);
    this.#scanned.open();
    await this.publisher.settle();
    await this.#showStatus();
  }

  async #discoverAbove(folders: readonly string[]): Promise<void> {
    await Promise.all(folders.map((folder) => this.#configFiles.discover(fileIn(folder, CONFIG_FILE))));
  }

  #createAnalyzers(): Analyzers {
    const settingsFor = (uri: string) => this.settings.settingsFor(uri);
    const create = () => new Analyzer({ schemas: this.schemas, settingsFor });
    return new Analyzers(create, (uri) => this.workspace.groupOf(uri));
  }

  #createReporter(): Reporter {
    return new Reporter({
      analyzers: this.analyzers,
      documents: this.documents,
      guard: this.guard,
      context: {
        analysisOf: (uri) => this.analyzers.analysisOf(uri),
        clientUri: (uri) => this.documents.get(uri)?.uri ?? uri,
        relatedInformation: this.client.relatedInformation,
        // Until the whole workspace is known, what seems to be missing in it may only not have been read yet.
        shows: (rule) => this.#isScanned || ruleOf(rule)?.workspace !== true,
      },
      more: (uri) => this.charts.findingsIn(uri),
    });
  }

  #fileRead(uri: string, text: string | undefined): void {
    if (isConfigFile(uri)) this.#configChanged(uri, text);
    this.publisher.touch(uri);
  }

  #configTextChanged(uri: string): void {
    if (isConfigFile(uri)) this.#configChanged(uri, this.analyzers.analysisOf(uri)?.file.text);
  }

  #configChanged(uri: string, text: string | undefined): void {
    this.#configFiles.set(uri, text);
    this.#settingsChanged();
  }

  #settingsChanged(): void {
    this.#applySettings();
    void this.publisher.settle();
  }

  #applySettings(): void {
    this.settings.invalidate();
    this.analyzers.settingsChanged();
  }

  async #showStatus(): Promise<void> {
    if (!this.#isScanned) return;
    const [folder = ''] = this.workspace.folders();
    const uri = this.#latest ?? fileIn(folder, CONFIG_FILE);
    const { inventory } = this.analyzers.of(uri);
    // To size thousands of workloads takes long the first time; most of what is found is kept for the sum.
    await inSlices(inventory.workloads(), ({ workload }) => workloadSizing(workload, inventory));
    this.#sendStatus(sizingStatus(inventory, this.settings.settingsFor(uri)));
  }
}

const NOT_READ: ServerStatus = {
  state: 'ok',
  text: 'Workspace not read',
  detail: 'Reading the workspace was cancelled, so nothing is said of what depends on other files. Check the workspace to read it.',
};
