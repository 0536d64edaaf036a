import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver';
import { DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { RenderedFinding } from '../analyzer-rendered.ts';
import type { DiagnosticsContext } from '../features/diagnostics.ts';
import { diagnosticsOf, failureDiagnostic, sameDiagnostics, tooLargeDiagnostic } from '../features/diagnostics.ts';
import { renderedDiagnostics } from '../features/rendered-diagnostics.ts';
import { settingsDiagnostics } from '../features/settings-diagnostics.ts';
import type { YamlFile } from '../yaml/types.ts';
import type { Analyzers } from './analyzers.ts';
import { isConfigFile } from './config-files.ts';
import type { OpenDocuments } from './documents.ts';
import type { Guard } from './guard.ts';
import { LARGEST_DOCUMENT } from './platform.ts';

/** The diagnostics of one state of a file. */
interface Report {
  /** Rises with every report that differs from the one before. */
  readonly id: number;
  readonly file: YamlFile | undefined;
  readonly items: Diagnostic[];
}

/** What reports are made with. */
export interface ReporterHost {
  readonly analyzers: Analyzers;
  readonly documents: OpenDocuments;
  readonly guard: Guard;
  readonly context: DiagnosticsContext;
  /** What was found in a file by other means than the rules. */
  readonly more: (uri: string) => readonly RenderedFinding[];
}

/** Computes a file's diagnostics, and knows whether they differ from what it reported last. Serves pushing and pulling alike. */
export class Reporter {
  readonly #host: ReporterHost;
  readonly #last = new Map<string, Report>();
  #ids = 0;

  constructor(host: ReporterHost) {
    this.#host = host;
  }

  /**
   * The diagnostics if they, or the text that they are about, have changed since the last report; else undefined. A file that is none of
   * ours gets no word at all.
   */
  changed(uri: string): Diagnostic[] | undefined {
    const before = this.#last.get(uri);
    const report = this.#report(uri);
    if (report === before) return undefined;
    const hadAny = before !== undefined && before.items.length > 0;
    return hadAny || report.items.length > 0 || this.#host.analyzers.analysisOf(uri)?.ours ? report.items : undefined;
  }

  /** The answer to a client that pulls; `known` is the id of the report it has. */
  pull(uri: string, known: string | undefined): DocumentDiagnosticReport {
    const { id, items } = this.#report(uri);
    const resultId = String(id);
    if (known === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  }

  /** Id of the report as it is now. */
  idOf(uri: string): number {
    return this.#report(uri).id;
  }

  /** Forgets a file: its next report is a new one. */
  forget(uri: string): void {
    this.#last.delete(uri);
  }

  /** The diagnostics as they are now. A failure becomes a diagnostic of its own. */
  #compute(uri: string): Diagnostic[] {
    try {
      if (this.#host.documents.get(uri)?.isTooLarge) return [tooLargeDiagnostic(LARGEST_DOCUMENT)];
      const analysis = this.#host.analyzers.analysisOf(uri);
      if (!analysis) return [];
      if (isConfigFile(uri)) return settingsDiagnostics(analysis.file.text);
      const own = diagnosticsOf(analysis, this.#host.context);
      return [...own, ...renderedDiagnostics(this.#host.more(uri), own)];
    } catch (error) {
      this.#host.guard.failed(`Checking ${uri}`, error);
      return [failureDiagnostic()];
    }
  }

  /** Same text and same diagnostics is the same report; after an edit it is a new one, as the client may have moved its marks by itself. */
  #report(uri: string): Report {
    const file = this.#host.analyzers.analysisOf(uri)?.file;
    const items = this.#compute(uri);
    const before = this.#last.get(uri);
    if (before && before.file === file && sameDiagnostics(before.items, items)) return before;
    const report = { id: ++this.#ids, file, items };
    this.#last.set(uri, report);
    return report;
  }
}
