import type { Connection, Diagnostic } from 'vscode-languageserver';
import { CodeLensRefreshRequest } from 'vscode-languageserver';
import type { Analyzers } from './analyzers.ts';
import type { AnswerKind } from './answers.ts';
import { Answers } from './answers.ts';
import type { Client } from './client.ts';
import type { OpenDocuments } from './documents.ts';
import type { Guard } from './guard.ts';
import type { Reporter } from './report.ts';
import { debounced, inSlices, whenQuiet } from './schedule.ts';

/** Milliseconds without a change after which what depends on other files is brought up to date. */
const SETTLE = 25;

/** What publishing needs of the rest of the server. */
export interface PublisherHost {
  readonly connection: Connection;
  readonly client: Client;
  readonly guard: Guard;
  readonly analyzers: Analyzers;
  readonly documents: OpenDocuments;
  readonly reporter: Reporter;
  /** Called whenever things have settled. */
  readonly onSettled: () => void;
}

/**
 * Keeps what the client shows up to date: pushes diagnostics to a client that doesn't pull them, and tells one that does, and that shows
 * hints and lenses, when a change in one file has made those of another out of date.
 */
export class Publisher {
  /** What the client has on its screen because it has asked. */
  readonly answers = new Answers();
  readonly #host: PublisherHost;
  /** Open files that have changed. */
  readonly #dirty = new Set<string>();
  /** Closed ones that have changed or are gone, where those are shown: hundreds at a time when a branch is switched. */
  readonly #dirtyClosed = new Set<string>();
  readonly #flushSoon: () => void;
  readonly #settleSoon: { (): void; cancel(): void };
  #started = false;
  #showsClosed = false;
  /** Whether closed files may have other findings now. They follow when something is saved, not at every pause of typing. */
  #closedAreStale = false;
  #updatesClosed = false;

  constructor(host: PublisherHost) {
    this.#host = host;
    this.#flushSoon = whenQuiet(() => void host.guard.run('Publishing', () => this.#flush())());
    this.#settleSoon = debounced(SETTLE, () => void this.settle());
  }

  /** Nothing is published before: diagnostics with the wrong settings are worse than late ones. */
  start(): void {
    this.#started = true;
    this.#flushSoon();
  }

  /** Ends what is waiting. */
  stop(): void {
    this.#started = false;
    this.#settleSoon.cancel();
  }

  /** A file has changed: its own diagnostics follow at once, those of others when things have settled. */
  touch(uri: string): void {
    if (this.#host.documents.get(uri) !== undefined) {
      this.#dirty.add(uri);
      this.#flushSoon();
    } else {
      if (this.#showsClosed) this.#dirtyClosed.add(uri);
      this.#closedAreStale = true;
    }
    this.#settleSoon();
  }

  /** Something was saved, which closed files may depend on. */
  saved(): void {
    this.#closedAreStale = true;
    this.#settleSoon();
  }

  /** The client has opened a file. One that pulls asks for the diagnostics itself, so what was pushed of the closed file goes. */
  opened(uri: string): void {
    if (this.#showsClosed && this.#host.client.pullsDiagnostics) this.#send(uri, []);
    this.touch(uri);
  }

  /** The client has closed a file: it shows nothing of it any more. */
  closed(uri: string, clientUri: string): void {
    this.answers.forget(uri);
    this.#host.reporter.forget(uri);
    if (!this.#host.client.pullsDiagnostics) this.#send(clientUri, []);
    this.touch(uri);
  }

  /** From here on files that aren't open have their diagnostics published, too. */
  showClosed(): void {
    this.#showsClosed = true;
  }

  /** Publishes a file's diagnostics if they have changed, and if it is for us to publish them. */
  publish(uri: string): void {
    const isOpen = this.#host.documents.get(uri) !== undefined;
    if (isOpen ? this.#host.client.pullsDiagnostics : !this.#showsClosed) return;
    const changed = this.#host.reporter.changed(uri);
    if (changed) this.#send(uri, changed);
  }

  /** Brings up to date what may depend on files that have changed. */
  readonly settle = async (): Promise<void> => {
    if (!this.#started) return;
    await this.#host.guard.run('Updating what depends on other files', () => this.#update())();
  };

  async #update(): Promise<void> {
    this.#settleSoon.cancel();
    const { analyzers, documents } = this.#host;
    await inSlices([...documents.uris()], (uri) => this.publish(uri));
    for (const kind of this.answers.outdated((uri) => analyzers.analysisOf(uri)?.file)) this.#refresh(kind);
    this.#host.onSettled();
    if (this.#showsClosed && !this.#updatesClosed) await this.#updateClosed();
  }

  /** One round at a time: rounds side by side would take their slices of time one after the other, and requests would wait for all of them. */
  async #updateClosed(): Promise<void> {
    this.#updatesClosed = true;
    try {
      while (this.#started && this.#closedAreStale) {
        this.#closedAreStale = false;
        const closed = new Set([...this.#dirtyClosed, ...this.#host.analyzers.uris()]);
        this.#dirtyClosed.clear();
        await inSlices(closed, (uri) => this.publish(uri));
      }
    } finally {
      this.#updatesClosed = false;
    }
  }

  #flush(): void {
    if (!this.#started) return;
    for (const uri of [...this.#dirty]) {
      this.#dirty.delete(uri);
      this.publish(uri);
    }
  }

  #send(uri: string, diagnostics: Diagnostic[]): void {
    const { connection, documents, guard } = this.#host;
    const document = documents.get(uri);
    const params = { uri: document?.uri ?? uri, ...(document && { version: document.version }), diagnostics };
    void guard.run('Publishing diagnostics', () => connection.sendDiagnostics(params))();
  }

  #refresh(kind: AnswerKind): void {
    const { client, connection, guard } = this.#host;
    if (!client.refreshes[kind]) return;
    const requests: Record<AnswerKind, () => Promise<void>> = {
      diagnostics: () => connection.languages.diagnostics.refresh(),
      hints: () => connection.languages.inlayHint.refresh(),
      lenses: () => connection.sendRequest(CodeLensRefreshRequest.type),
    };
    void guard.run(`Refreshing ${kind}`, requests[kind])();
  }
}
