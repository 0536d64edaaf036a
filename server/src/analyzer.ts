import type { CompanionSource, FixBeside, PlaceBeside } from './analyzer-companions.ts';
import { fixBeside, placeBeside } from './analyzer-companions.ts';
import type { FindingSource } from './analyzer-findings.ts';
import { createFindingSource, findingsOfFile } from './analyzer-findings.ts';
import type { FixSource } from './analyzer-fixes.ts';
import { allFixes, fixSplices, mayFix, splicesOf } from './analyzer-fixes.ts';
import type { DocumentEntry, FileReport } from './analyzer-report.ts';
import { entriesOf } from './analyzer-report.ts';
import { composeOf, isComposeFile } from './resources/compose.ts';
import { InventoryStore } from './resources/inventory.ts';
import { isChartFile, isKustomizationFile } from './resources/kustomize.ts';
import { isPlanFile, planOf } from './resources/plan.ts';
import { resourcesOf } from './resources/resource.ts';
import type { ComposeFile, Inventory, Plan, Resource } from './resources/types.ts';
import { allRules } from './rules/registry.ts';
import type { Suppression, SuppressionReach } from './rules/suppress-fix.ts';
import { suppressionsOf } from './rules/suppress-fix.ts';
import type { CheckedDocument, Finding, Rule } from './rules/types.ts';
import { once } from './schema/once.ts';
import type { Schemas } from './schema/schemas.ts';
import type { Settings } from './settings.ts';
import { applySplices } from './yaml/edit.ts';
import { editFile } from './yaml/edit-file.ts';
import { memo } from './yaml/memo.ts';
import { parseFile } from './yaml/parse.ts';
import type { PlacedDocument, Span, Splice, YamlDocument, YamlFile } from './yaml/types.ts';

/** One document of a file, with what it holds. */
export interface DocumentAnalysis {
  readonly placed: PlacedDocument;
  readonly resources: readonly Resource[];
  readonly plan: Plan | undefined;
  readonly compose: ComposeFile | undefined;
}

/** A finding at its place in a file. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly documentIndex: number;
  /** Relative to the file. */
  readonly span: Span;
}

/** All that is known of one version of a file. It doesn't change; a new version of the file has a new one. */
export interface Analysis {
  readonly uri: string;
  readonly file: YamlFile;
  readonly settings: Settings;
  readonly documents: readonly DocumentAnalysis[];
  /** False for YAML that is none of ours: no Kubernetes object, no plan and no Compose file. It gets nothing at all. */
  readonly ours: boolean;
  /** The workspace as it is now. */
  readonly inventory: Inventory;
  /** In the order of the text. They also depend on other files, so they are the workspace's as it is now. */
  findings(): readonly PlacedFinding[];
}

export interface AnalyzerOptions {
  readonly schemas: Schemas;
  /**
   * The settings of a file. Files with the same settings should be given the same object. A file that the settings exclude is given
   * settings with `enable: false`.
   */
  readonly settingsFor: (uri: string) => Settings;
  /** The rules to run; all there are where absent. */
  readonly rules?: readonly Rule[];
  /** True where no file changes any more once findings have been asked for: nothing is kept then to bring them up to date. */
  readonly settled?: boolean;
}

/** The findings to fix: those of one rule, or those that are safe to fix, or both. */
export interface FixSelection {
  /** Only fixes that cannot change what the manifest does against its author's will. */
  readonly safe: boolean;
  /** Only this rule's. */
  readonly rule?: string;
}

interface FileState {
  readonly analysis: Analysis;
  readonly entries: readonly DocumentEntry[];
  /** The file's last report, of whichever version; its next one is made from it. */
  readonly last: { report: FileReport | undefined };
}

/**
 * The files of a workspace and what is found in them. An edit costs the documents that it touches, and the workspace rules of those
 * documents that asked for something it changed.
 */
export class Analyzer {
  /** The schemas with the custom kinds that the workspace defines, as it is whenever they are asked. */
  readonly schemas: Schemas;
  readonly #options: AnalyzerOptions;
  readonly #rules: ReadonlyMap<string, Rule>;
  readonly #store: InventoryStore;
  readonly #files = new Map<string, FileState>();
  readonly #sourceFor: (settings: Settings) => FindingSource;
  /** Rises with every change of any file or setting; findings of one generation are the same. */
  #generation = 0;

  constructor(options: AnalyzerOptions) {
    this.#store = new InventoryStore({ tracks: options.settled !== true });
    this.schemas = options.schemas.over(this.#store.inventory);
    this.#options = options;
    this.#rules = new Map((options.rules ?? allRules).map((rule) => [rule.id, rule]));
    this.#sourceFor = memo((settings) => createFindingSource(this.#rules, settings, options.schemas, this.#store));
  }

  /** The workspace as it is now. */
  get inventory(): Inventory {
    return this.#store.inventory;
  }

  /** Adds a file or gives it a new text; documents whose text stays are not looked at again. */
  set(uri: string, text: string): void {
    const state = this.#files.get(uri);
    this.#put(uri, mayBeOurs(uri, text) ? parseFile(text, state?.analysis.file) : { text, documents: [] }, state);
  }

  /** Applies edits to a file one after the other, each to what the one before it left. */
  edit(uri: string, edits: readonly Splice[]): void {
    const state = this.#files.get(uri);
    if (state === undefined) return;
    const file = edits.reduce((before, edit) => edited(uri, before, edit), state.analysis.file);
    this.#put(uri, file, state);
  }

  /** Forgets a file. */
  remove(uri: string): void {
    this.#files.delete(uri);
    this.#store.update(uri, undefined);
    this.#generation += 1;
  }

  /** The analysis of a file as it is now; undefined for a file that was never set. */
  analysisOf(uri: string): Analysis | undefined {
    return this.#files.get(uri)?.analysis;
  }

  /** The files it knows. */
  uris(): Iterable<string> {
    return this.#files.keys();
  }

  /** Asks for the settings of all files again. */
  settingsChanged(): void {
    this.#generation += 1;
    for (const [uri, { analysis, entries, last }] of this.#files) {
      if (this.#options.settingsFor(uri) !== analysis.settings) this.#files.set(uri, this.#analyze(uri, analysis.file, entries, last));
    }
  }

  /** The edits of a finding's fix, in offsets of the file; undefined where it doesn't apply. */
  fix(uri: string, found: PlacedFinding, fixId: string): readonly Splice[] | undefined {
    const analysis = this.analysisOf(uri);
    return analysis && fixSplices(this.#fixSource(analysis), found, fixId);
  }

  /** Whether {@link fix} can be expected to give edits; it costs less. */
  mayFix(uri: string, found: PlacedFinding, fixId: string): boolean {
    const analysis = this.analysisOf(uri);
    return analysis !== undefined && mayFix(this.#fixSource(analysis), found, fixId);
  }

  /** {@link fix} with the new objects that it writes in a file of their own; undefined where it writes none, or doesn't apply. */
  fixBeside(uri: string, found: PlacedFinding, fixId: string): FixBeside | undefined {
    const source = this.#companionSource(uri);
    return source && fixBeside(source, found, fixId);
  }

  /** Where {@link fixBeside} puts the new objects; it costs less. */
  placeBeside(uri: string, found: PlacedFinding, fixId: string): PlaceBeside | undefined {
    const source = this.#companionSource(uri);
    return source && placeBeside(source, found, fixId);
  }

  /**
   * The edits of each finding's first fix that is selected, in offsets of the file, in order. Fixes that would touch the same place wait:
   * call it again with the new text until it gives none.
   */
  fixAll(uri: string, selection: FixSelection): readonly Splice[] {
    const analysis = this.analysisOf(uri);
    return analysis ? allFixes(this.#fixSource(analysis), analysis.findings(), selection) : [];
  }

  /** The ways to suppress a finding: on its line, for its object, in its file. */
  suppressions(uri: string, { finding, documentIndex }: PlacedFinding, reason?: string): readonly Suppression[] {
    const documents = this.analysisOf(uri)?.documents ?? [];
    const [first, own] = [documents[0], documents[documentIndex]];
    return first && own ? suppressionsOf(finding, own.placed.document, first.placed.document, reason) : [];
  }

  /** The edits that suppress a finding, in offsets of the file; undefined where that can't be done. */
  suppress(uri: string, found: PlacedFinding, reach: SuppressionReach, reason?: string): readonly Splice[] | undefined {
    const suppression = this.suppressions(uri, found, reason).find((one) => one.reach === reach);
    const documents = this.analysisOf(uri)?.documents ?? [];
    const target = documents[reach === 'file' ? 0 : found.documentIndex];
    return suppression && target && splicesOf(target.placed, suppression.patches);
  }

  #put(uri: string, file: YamlFile, state: FileState | undefined): void {
    this.#store.update(uri, file);
    this.#generation += 1;
    const read = (document: YamlDocument): CheckedDocument => ({
      document,
      resources: resourcesOf(document),
      plan: planOf(document, uri),
      compose: composeOf(document, uri),
    });
    const entries = entriesOf(file.documents, state?.entries ?? [], read);
    this.#files.set(uri, this.#analyze(uri, file, entries, state?.last ?? { report: undefined }));
  }

  #analyze(uri: string, file: YamlFile, entries: FileState['entries'], last: FileState['last']): FileState {
    const settings = this.#options.settingsFor(uri);
    const ours = entries.some(({ checked }) => isOurs(checked));
    // Whoever asks for one finding need not pay for all documents.
    const documents = once(() => file.documents.map((placed, index) => toAnalysis(placed, entries[index]?.checked)));
    let known: { readonly generation: number; readonly findings: readonly PlacedFinding[] } | undefined;
    const findings = (): readonly PlacedFinding[] => {
      if (!ours || !settings.enable) return [];
      if (known?.generation !== this.#generation) {
        const { partial } = this.inventory.contextOf(uri);
        const { findings, report } = findingsOfFile(this.#sourceFor(settings), file.documents, entries, last.report, partial);
        last.report = report;
        known = { generation: this.#generation, findings };
      }
      return known.findings;
    };
    const { inventory } = this;
    return {
      entries,
      last,
      analysis: {
        uri,
        file,
        settings,
        ours,
        inventory,
        findings,
        get documents() {
          return documents();
        },
      },
    };
  }

  #companionSource(uri: string): CompanionSource | undefined {
    const analysis = this.analysisOf(uri);
    if (analysis === undefined) return undefined;
    const files = { uris: () => this.uris(), fileOf: (other: string) => this.analysisOf(other)?.file };
    return { ...this.#fixSource(analysis), ...files, uri, file: analysis.file };
  }

  #fixSource({ settings, file }: Analysis): FixSource {
    return { rules: this.#rules, settings, inventory: this.inventory, documents: file.documents };
  }
}

function toAnalysis(placed: PlacedDocument, checked: CheckedDocument | undefined): DocumentAnalysis {
  return { placed, resources: checked?.resources ?? [], plan: checked?.plan, compose: checked?.compose };
}

/** Cheap and generous: false means that nothing in the text could be of use, so it isn't even parsed. */
function mayBeOurs(uri: string, text: string): boolean {
  if (isComposeFile(uri) || isPlanFile(uri) || isKustomizationFile(uri) || isChartFile(uri)) return true;
  return (text.includes('apiVersion') && text.includes('kind')) || /_deployment["']?\s*:|^services\s*:/m.test(text);
}

/** A document that no longer parses is still ours where its text says what it is. */
function isOurs({ document, resources, plan, compose }: CheckedDocument): boolean {
  if (resources.length > 0 || plan !== undefined || compose !== undefined) return true;
  return document.problems.length > 0 && /^apiVersion\s*:/m.test(document.text) && /^kind\s*:/m.test(document.text);
}

function edited(uri: string, file: YamlFile, edit: Splice): YamlFile {
  if (file.documents.length > 0) return editFile(file, edit);
  const text = applySplices(file.text, [edit]);
  return mayBeOurs(uri, text) ? parseFile(text) : { text, documents: [] };
}
