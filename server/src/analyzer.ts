import { InventoryStore } from './resources/inventory.ts';
import { isChartFile, isKustomizationFile } from './resources/kustomize.ts';
import { isPlanFile, planOf } from './resources/plan.ts';
import { resourcesOf } from './resources/resource.ts';
import type { Inventory, Plan, Resource } from './resources/types.ts';
import { fixPatches, joinFixes } from './rules/fix.ts';
import { allRules } from './rules/registry.ts';
import type { Checker, WorkspaceChecker } from './rules/run.ts';
import { createChecker, createWorkspaceChecker } from './rules/run.ts';
import type { FoundIn } from './rules/suppress.ts';
import { suppress } from './rules/suppress.ts';
import type { Suppression, SuppressionReach } from './rules/suppress-fix.ts';
import { suppressionsOf } from './rules/suppress-fix.ts';
import type { CheckedDocument, Finding, Rule } from './rules/types.ts';
import type { Schemas } from './schema/schemas.ts';
import type { Settings } from './settings.ts';
import { applyPatches, applySplices } from './yaml/edit.ts';
import { memo } from './yaml/memo.ts';
import { editFile, parseFile } from './yaml/parse.ts';
import type { Patch, PlacedDocument, Span, Splice, YamlDocument, YamlFile } from './yaml/types.ts';

/** One document of a file, with what it holds. */
export interface DocumentAnalysis {
  readonly placed: PlacedDocument;
  readonly resources: readonly Resource[];
  readonly plan: Plan | undefined;
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
  /** False for YAML that is none of ours: no Kubernetes object and no plan. It gets nothing at all. */
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
  /** The file's documents with what they hold, each once as long as it lives. */
  readonly check: (document: YamlDocument) => CheckedDocument;
}

/**
 * The files of a workspace and what is found in them. An edit costs the documents that it touches, and the workspace rules of those
 * documents that asked for something it changed.
 */
export class Analyzer {
  readonly #options: AnalyzerOptions;
  readonly #rules: readonly Rule[];
  readonly #rulesById: ReadonlyMap<string, Rule>;
  readonly #store = new InventoryStore();
  readonly #files = new Map<string, FileState>();
  readonly #checkers: (settings: Settings) => Checkers;

  constructor(options: AnalyzerOptions) {
    this.#options = options;
    this.#rules = options.rules ?? allRules;
    this.#rulesById = new Map(this.#rules.map((rule) => [rule.id, rule]));
    this.#checkers = memo((settings) => this.#createCheckers(settings));
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
    for (const [uri, { analysis, check }] of this.#files) {
      if (this.#options.settingsFor(uri) !== analysis.settings) this.#files.set(uri, this.#analyze(uri, analysis.file, check));
    }
  }

  /** The edits of a finding's fix, in offsets of the file; undefined where it doesn't apply. */
  fix(uri: string, { finding, documentIndex }: PlacedFinding, fixId: string): readonly Splice[] | undefined {
    const analysis = this.analysisOf(uri);
    const placed = analysis?.documents[documentIndex]?.placed;
    const rule = this.#rulesById.get(finding.rule);
    if (analysis === undefined || placed === undefined || rule === undefined) return undefined;
    const patches = fixPatches(rule, fixId, finding, placed.document, analysis.settings);
    return patches && splicesOf(placed, patches);
  }

  /**
   * The edits of each finding's first fix that is selected, in offsets of the file, in order. Fixes that would touch the same place wait:
   * call it again with the new text until it gives none.
   */
  fixAll(uri: string, selection: FixSelection): readonly Splice[] {
    const analysis = this.analysisOf(uri);
    if (analysis === undefined) return [];
    const findings = analysis.findings();
    return analysis.documents.flatMap(({ placed }, index) => {
      const own = findings.filter(({ documentIndex }) => documentIndex === index);
      const groups = own.flatMap(({ finding }) => {
        const patches = this.#selectedFix(finding, placed.document, analysis.settings, selection);
        return patches === undefined ? [] : [patches];
      });
      return groups.length === 0 ? [] : joinedSplices(placed, groups);
    });
  }

  /** The ways to suppress a finding: on its line, for its object, in its file. */
  suppressions(uri: string, { finding, documentIndex }: PlacedFinding): readonly Suppression[] {
    const documents = this.analysisOf(uri)?.documents ?? [];
    const [first, own] = [documents[0], documents[documentIndex]];
    return first && own ? suppressionsOf(finding, own.placed.document, first.placed.document) : [];
  }

  /** The edits that suppress a finding, in offsets of the file; undefined where that can't be done. */
  suppress(uri: string, found: PlacedFinding, reach: SuppressionReach): readonly Splice[] | undefined {
    const suppression = this.suppressions(uri, found).find((one) => one.reach === reach);
    const documents = this.analysisOf(uri)?.documents ?? [];
    const target = documents[reach === 'file' ? 0 : found.documentIndex];
    return suppression && target && splicesOf(target.placed, suppression.patches);
  }

  #put(uri: string, file: YamlFile, state: FileState | undefined): void {
    this.#store.update(uri, file);
    const check = state?.check ?? memo((document) => ({ document, resources: resourcesOf(document), plan: planOf(document, uri) }));
    this.#files.set(uri, this.#analyze(uri, file, check));
  }

  #analyze(uri: string, file: YamlFile, check: FileState['check']): FileState {
    const settings = this.#options.settingsFor(uri);
    const documents = file.documents.map((placed) => {
      const { resources, plan } = check(placed.document);
      return { placed, resources, plan };
    });
    const ours = documents.some(isOurs);
    const findings = () => (ours && settings.enable ? this.#findingsOf(uri, file, settings, check) : []);
    return { check, analysis: { uri, file, settings, documents, ours, inventory: this.inventory, findings } };
  }

  #findingsOf(uri: string, file: YamlFile, settings: Settings, check: FileState['check']): readonly PlacedFinding[] {
    const checkers = this.#checkers(settings);
    const checkDocument = this.inventory.contextOf(uri).partial ? checkers.partial : checkers.whole;
    const ofWorkspace = checkers.workspace();
    const found: FoundIn[] = file.documents.map(({ document }) => {
      const own = checkDocument(check(document));
      const shared = ofWorkspace.get(document);
      return { document, findings: shared === undefined ? own : [...own, ...shared] };
    });
    const kept = suppress(found, { rules: this.#rulesById, settings });
    return mostImportant(
      file.documents.flatMap((placed, index) => placeAll(kept[index] ?? [], placed, index)),
      settings.maxProblems,
    );
  }

  #selectedFix(finding: Finding, document: YamlDocument, settings: Settings, { safe, rule }: FixSelection): readonly Patch[] | undefined {
    const declared = this.#rulesById.get(finding.rule);
    if (declared === undefined || (rule !== undefined && rule !== finding.rule)) return undefined;
    for (const fix of finding.fixes) {
      const patches = safe && !fix.safe ? undefined : fixPatches(declared, fix.id, finding, document, settings);
      if (patches !== undefined) return patches;
    }
    return undefined;
  }

  #createCheckers(settings: Settings): Checkers {
    const options = { rules: this.#rules, settings, schemas: this.#options.schemas, store: this.#store };
    return {
      whole: createChecker({ ...options, partial: false }),
      partial: createChecker({ ...options, partial: true }),
      workspace: createWorkspaceChecker({ ...options, partial: false }),
    };
  }
}

/** What checks the files that have the same settings. */
interface Checkers {
  readonly whole: Checker;
  /** For files that a kustomization lays over others. */
  readonly partial: Checker;
  readonly workspace: WorkspaceChecker;
}

/** Cheap and generous: false means that nothing in the text could be of use, so it isn't even parsed. */
function mayBeOurs(uri: string, text: string): boolean {
  if (isPlanFile(uri) || isKustomizationFile(uri) || isChartFile(uri)) return true;
  return (text.includes('apiVersion') && text.includes('kind')) || /_deployment["']?\s*:|^services\s*:/m.test(text);
}

/** A document that no longer parses is still ours where its text says what it is. */
function isOurs({ placed: { document }, resources, plan }: DocumentAnalysis): boolean {
  if (resources.length > 0 || plan !== undefined) return true;
  return document.problems.length > 0 && /^apiVersion\s*:/m.test(document.text) && /^kind\s*:/m.test(document.text);
}

function edited(uri: string, file: YamlFile, edit: Splice): YamlFile {
  if (file.documents.length > 0) return editFile(file, edit);
  const text = applySplices(file.text, [edit]);
  return mayBeOurs(uri, text) ? parseFile(text) : { text, documents: [] };
}

function placeAll(findings: readonly Finding[], { offset }: PlacedDocument, documentIndex: number): readonly PlacedFinding[] {
  return findings.map((finding) => ({
    finding,
    documentIndex,
    span: { start: finding.span.start + offset, end: finding.span.end + offset },
  }));
}

const SEVERITIES = ['error', 'warning', 'info'] as const;

/** Where there are too many, the first ones of the worst levels, in their order. */
function mostImportant(findings: readonly PlacedFinding[], most: number): readonly PlacedFinding[] {
  if (findings.length <= most) return findings;
  const kept = new Set(SEVERITIES.flatMap((level) => findings.filter(({ finding }) => finding.level === level)).slice(0, most));
  return findings.filter((found) => kept.has(found));
}

/** The splices of all groups of patches together or, where they can't be applied as one, of as many from the first on as can be. */
function joinedSplices(placed: PlacedDocument, groups: readonly (readonly Patch[])[]): readonly Splice[] {
  const splices = splicesOf(placed, joinFixes(groups));
  if (splices !== undefined) return splices;
  const applicable = groups.filter((patches) => applyPatches(placed.document, patches) !== undefined);
  if (applicable.length === groups.length) return splicesOf(placed, applicable[0] ?? []) ?? [];
  return applicable.length === 0 ? [] : joinedSplices(placed, applicable);
}

function splicesOf({ document, offset }: PlacedDocument, patches: readonly Patch[]): readonly Splice[] | undefined {
  return applyPatches(document, patches)?.map(({ start, end, text }) => ({ start: start + offset, end: end + offset, text }));
}
