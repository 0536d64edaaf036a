import type { CodeAction, CodeActionContext, Diagnostic, WorkspaceEdit } from 'vscode-languageserver-types';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { Analysis, PlacedFinding } from '../analyzer.ts';
import type { FixBeside, PlaceBeside } from '../analyzer-companions.ts';
import type { Suppression, SuppressionReach } from '../rules/suppress-fix.ts';
import type { Splice } from '../yaml/types.ts';
import type { DiagnosticData } from './diagnostics.ts';
import { SOURCE } from './diagnostics.ts';
import type { BesideContext, EditTarget } from './edits.ts';
import { besideEdit, workspaceEdit } from './edits.ts';
import { offsetAt, rangeAt } from './positions.ts';

/** Kind of the action that applies every safe fix of a file. */
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.plimsoll`;

/**
 * Command of the client that asks for the reason of a suppression. Its argument is a {@link DeferredSuppression}; to have it written, the
 * client resolves a code action that carries the same, and the reason, as its data.
 */
export const SUPPRESS_COMMAND = 'plimsoll.suppress';

/** Kinds that the server offers. */
export const CODE_ACTION_KINDS = [CodeActionKind.QuickFix, FIX_ALL_KIND] as const;

/** What writes the changes: the analyzer. All splices are by offsets of the file. */
export interface Fixer {
  fix(uri: string, placed: PlacedFinding, fixId: string): readonly Splice[] | undefined;
  /** Whether `fix` can be expected to give changes; it costs less. */
  mayFix(uri: string, placed: PlacedFinding, fixId: string): boolean;
  /** `fix` with the objects that it writes in a file of their own; undefined where it writes none. */
  fixBeside(uri: string, placed: PlacedFinding, fixId: string): FixBeside | undefined;
  /** Where `fixBeside` puts the objects; it costs less. */
  placeBeside(uri: string, placed: PlacedFinding, fixId: string): PlaceBeside | undefined;
  fixAll(uri: string, options: { readonly safe: boolean; readonly rule?: string }): readonly Splice[];
  suppressions(uri: string, placed: PlacedFinding): readonly Pick<Suppression, 'reach' | 'title'>[];
  suppress(uri: string, placed: PlacedFinding, reach: SuppressionReach, reason?: string): readonly Splice[] | undefined;
}

/** What an action for a whole file carries along until the client asks for its edit. */
export interface FileFix {
  readonly uri: string;
  /** True: safe fixes only. */
  readonly safe: boolean;
  /** undefined: of all rules. */
  readonly rule?: string;
}

/** What an action that mends its diagnostic carries along where its edit is left until the client asks for it. */
export interface DeferredFix {
  readonly uri: string;
  readonly diagnostic: Diagnostic;
  /** Id of the fix. */
  readonly fix: string;
  /** Whether it makes a file of the new objects that it writes. */
  readonly beside: boolean;
}

/** What an action that suppresses its diagnostic carries along until the client asks for its edit. */
export interface DeferredSuppression {
  readonly uri: string;
  readonly reach: SuppressionReach;
  readonly diagnostic: Diagnostic;
  /** Why, in the user's own words; absent where nobody was asked. */
  readonly reason?: string;
}

/** What code actions need besides the analysis. */
export interface ActionContext {
  readonly fixer: Fixer;
  readonly target: EditTarget;
  /** Whether the client asks for an action's edit when it is chosen; else every action comes with it. */
  readonly resolves: boolean;
  /** Whether the client knows {@link SUPPRESS_COMMAND}. */
  readonly asksReasons: boolean;
  /** Absent where the client takes no edits that create files, or the document is in no folder. */
  readonly beside?: Omit<BesideContext, 'target'>;
}

/** The actions for the diagnostics that a client shows at a place. */
export function codeActions(analysis: Analysis, request: CodeActionContext, context: ActionContext): CodeAction[] {
  const actions: CodeAction[] = [];
  if (wants(request, CodeActionKind.QuickFix)) actions.push(...quickFixes(analysis, request.diagnostics, context));
  if (wants(request, FIX_ALL_KIND) && analysis.findings().some(hasSafeFix)) {
    actions.push(
      ...fileAction('Fix all safely fixable problems in this file', FIX_ALL_KIND, { uri: analysis.uri, safe: true }, analysis, context),
    );
  }
  return actions;
}

/** The edit of an action for a whole file; undefined where there is nothing left to change. */
export function fileFixEdit(analysis: Analysis, { uri, safe, rule }: FileFix, { fixer, target }: ActionContext): WorkspaceEdit | undefined {
  const splices = fixer.fixAll(uri, rule === undefined ? { safe } : { safe, rule });
  return splices.length > 0 ? workspaceEdit(analysis.file, splices, target) : undefined;
}

/** The edit that mends a diagnostic; undefined where that can't be done. */
export function fixEdit(analysis: Analysis, { diagnostic, fix, beside }: DeferredFix, context: ActionContext): WorkspaceEdit | undefined {
  const { fixer, target } = context;
  const placed = findingOf(analysis, diagnostic);
  if (placed === undefined) return undefined;
  if (beside) {
    const written = context.beside && fixer.fixBeside(analysis.uri, placed, fix);
    return written && context.beside && besideEdit(analysis.file, written, { ...context.beside, target });
  }
  const splices = fixer.fix(analysis.uri, placed, fix);
  return splices && splices.length > 0 ? workspaceEdit(analysis.file, splices, target) : undefined;
}

/** The edit that suppresses a diagnostic; undefined where that can't be done. */
export function suppressionEdit(
  analysis: Analysis,
  { reach, diagnostic, reason }: DeferredSuppression,
  { fixer, target }: ActionContext,
): WorkspaceEdit | undefined {
  const placed = findingOf(analysis, diagnostic);
  const splices = placed && fixer.suppress(analysis.uri, placed, reach, reason);
  return splices && splices.length > 0 ? workspaceEdit(analysis.file, splices, target) : undefined;
}

function wants({ only }: CodeActionContext, kind: string): boolean {
  return only === undefined || only.length === 0 || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
}

/** A diagnostic with the finding that it was made of. */
interface KnownDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly placed: PlacedFinding;
}

function quickFixes(analysis: Analysis, diagnostics: readonly Diagnostic[], context: ActionContext): CodeAction[] {
  const known = diagnostics.flatMap((diagnostic): KnownDiagnostic[] => {
    const placed = findingOf(analysis, diagnostic);
    return placed ? [{ diagnostic, placed }] : [];
  });
  const waits = context.resolves && areLongToWrite(analysis, known);
  return [
    ...known.flatMap((one) => fixesOf(analysis, one, context, waits)),
    ...rulesOf(known).flatMap(({ rule, diagnostics }) => fixAllOf(analysis, rule, diagnostics, context)),
    ...known.flatMap(({ diagnostic, placed }) => suppressionsOf(analysis, diagnostic, placed, context)),
  ];
}

/** Characters of documents that are read again at once for the fixes of a list, since each is tried: a millisecond or two. */
const READ_AT_ONCE = 10_000;

function areLongToWrite({ file }: Analysis, known: readonly KnownDiagnostic[]): boolean {
  const lengths = known.map(({ placed: { finding, documentIndex } }) => {
    return finding.fixes.length * (file.documents[documentIndex]?.document.text.length ?? 0);
  });
  return lengths.reduce((sum, length) => sum + length, 0) > READ_AT_ONCE;
}

/** @param waits whether edits are left until the client asks for them */
function fixesOf(analysis: Analysis, { diagnostic, placed }: KnownDiagnostic, context: ActionContext, waits: boolean): CodeAction[] {
  const { uri } = analysis;
  const preferred = placed.finding.fixes.find(({ safe }) => safe);
  const written = (data: DeferredFix): Written | undefined => {
    if (waits) return context.fixer.mayFix(uri, placed, data.fix) ? { data } : undefined;
    const edit = fixEdit(analysis, data, context);
    return edit && { edit };
  };
  return placed.finding.fixes.flatMap((fix) => {
    const data: DeferredFix = { uri, diagnostic, fix: fix.id, beside: false };
    const here = written(data);
    if (here === undefined) return [];
    const isPreferred = fix === preferred && { isPreferred: true };
    const action: CodeAction = { title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], ...isPreferred };
    const place = context.beside && context.fixer.placeBeside(uri, placed, fix.id);
    const there = place && written({ ...data, beside: true });
    return place && there ? inBothPlaces(action, here, there, place) : [{ ...action, ...here }];
  });
}

type Written = Pick<CodeAction, 'data' | 'edit'>;

/** A fix that writes new objects as two actions: one that writes them into the file, and one that makes a file of them. */
function inBothPlaces(action: CodeAction, here: Written, there: Written, { name, preferred }: PlaceBeside): CodeAction[] {
  const { title } = action;
  const inFile: CodeAction = { ...action, ...here, title: `${title}, in this file` };
  const beside: CodeAction = { ...action, ...there, title: `${title}, in a new file beside it: ${name}` };
  return preferred ? [beside, inFile] : [inFile, beside];
}

function rulesOf(known: readonly KnownDiagnostic[]): { rule: string; diagnostics: Diagnostic[] }[] {
  const rules = new Map<string, Diagnostic[]>();
  for (const { diagnostic, placed } of known) {
    const { rule } = placed.finding;
    rules.set(rule, [...(rules.get(rule) ?? []), diagnostic]);
  }
  return [...rules].map(([rule, diagnostics]) => ({ rule, diagnostics }));
}

function fixAllOf(analysis: Analysis, rule: string, diagnostics: Diagnostic[], context: ActionContext): CodeAction[] {
  const fixable = analysis.findings().filter(({ finding }) => finding.rule === rule && finding.fixes.length > 0);
  if (fixable.length < 2) return [];
  const title = `Fix all ${fixable.length} \`${rule}\` problems in this file`;
  return fileAction(title, CodeActionKind.QuickFix, { uri: analysis.uri, safe: false, rule }, analysis, context).map((action) => ({
    ...action,
    diagnostics,
  }));
}

function fileAction(title: string, kind: string, fix: FileFix, analysis: Analysis, context: ActionContext): CodeAction[] {
  if (context.resolves) return [{ title, kind, data: fix }];
  const edit = fileFixEdit(analysis, fix, context);
  return edit ? [{ title, kind, edit }] : [];
}

/** To write a suppression means to parse the document again, so where it can wait, it does: nobody chooses all that are offered. */
function suppressionsOf(analysis: Analysis, diagnostic: Diagnostic, placed: PlacedFinding, context: ActionContext): CodeAction[] {
  const { uri } = analysis;
  return context.fixer.suppressions(uri, placed).flatMap(({ reach, title }): CodeAction[] => {
    const action: CodeAction = { title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] };
    const deferred: DeferredSuppression = { uri, reach, diagnostic };
    if (context.asksReasons) {
      const asking = `${title}…`;
      return [{ ...action, title: asking, command: { title: asking, command: SUPPRESS_COMMAND, arguments: [deferred] } }];
    }
    if (context.resolves) return [{ ...action, data: deferred }];
    const edit = suppressionEdit(analysis, deferred, context);
    return edit ? [{ ...action, edit }] : [];
  });
}

/** The finding that a diagnostic was made of: from what it carries, or for clients that drop that, by rule and place. */
function findingOf(analysis: Analysis, diagnostic: Diagnostic): PlacedFinding | undefined {
  if (diagnostic.source !== SOURCE) return undefined;
  if (isDiagnosticData(diagnostic.data)) return restore(analysis, diagnostic, diagnostic.data);
  return analysis.findings().find((placed) => {
    const { start, end } = rangeAt(analysis.file, placed.span);
    return placed.finding.rule === diagnostic.code && isSame(start, diagnostic.range.start) && isSame(end, diagnostic.range.end);
  });
}

function restore(
  analysis: Analysis,
  diagnostic: Diagnostic,
  { rule, document, at, data, fixes }: DiagnosticData,
): PlacedFinding | undefined {
  const offset = analysis.file.documents[document]?.offset;
  if (offset === undefined) return undefined;
  const span = { start: offsetAt(analysis.file, diagnostic.range.start), end: offsetAt(analysis.file, diagnostic.range.end) };
  const relative = { start: span.start - offset, end: span.end - offset };
  const message = typeof diagnostic.message === 'string' ? diagnostic.message : diagnostic.message.value;
  const finding = { rule, level: 'info', message, at, span: relative, data, fixes, related: [], tags: [], resource: undefined } as const;
  return { finding, documentIndex: document, span };
}

function isDiagnosticData(data: unknown): data is DiagnosticData {
  const { rule, document, at, fixes } = (data ?? {}) as Partial<DiagnosticData>;
  return typeof rule === 'string' && typeof document === 'number' && Array.isArray(at) && Array.isArray(fixes);
}

function isSame(a: Diagnostic['range']['start'], b: Diagnostic['range']['start']): boolean {
  return a.line === b.line && a.character === b.character;
}

function hasSafeFix({ finding }: PlacedFinding): boolean {
  return finding.fixes.some(({ safe }) => safe);
}
