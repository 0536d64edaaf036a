/** What a person does in the editor, for the tests: open, wait, look, edit. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  CodeAction,
  CodeActionKind,
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  Hover,
  InlayHint,
  Position,
  TextDocument,
} from 'vscode';
import { commands, DiagnosticSeverity, languages, MarkdownString, Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';

/** Milliseconds to wait for what the server must come up with. */
const PATIENCE = 20_000;
const PAUSE = 50;

/** Opens a file of the test workspace in an editor. */
export async function openFile(name: string): Promise<TextDocument> {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'The tests need a folder that is open.');
  const document = await workspace.openTextDocument(Uri.joinPath(folder, name));
  await window.showTextDocument(document);
  return document;
}

/**
 * Asks until the answer is the wanted one. An editor may cancel a request while it is busy, and a server answers with what it knows by
 * then, so that one question proves nothing.
 */
export async function eventually<T>(ask: () => T | Thenable<T>, wanted: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await askOnce(ask);
    if (answer !== undefined && wanted(answer)) return answer;
    assert.ok(Date.now() < end, `Waited in vain; the last answer was ${JSON.stringify(answer)}`);
    await sleep(PAUSE);
  }
}

async function askOnce<T>(ask: () => T | Thenable<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === 'Canceled') return undefined;
    throw error;
  }
}

/** Plimsoll's errors and warnings in a document, as they are now. What it merely remarks depends on all that the workspace has. */
export function findings(document: TextDocument): Diagnostic[] {
  const all = languages.getDiagnostics(document.uri).filter(({ source }) => source === 'plimsoll');
  return all.filter(({ severity }) => severity <= DiagnosticSeverity.Warning);
}

/** Plimsoll's findings in a document, as soon as they are of exactly these rules. */
export function untilFindings(document: TextDocument, rules: readonly string[]): Promise<Diagnostic[]> {
  const wanted = rules.toSorted().join();
  return eventually(
    () => findings(document),
    (now) => now.map(ruleOf).toSorted().join() === wanted,
  );
}

/** A finding's rule. */
export function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Where a text begins in the document; it must be there. */
export function positionOf(document: TextDocument, text: string): Position {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `"${text}" is not in the document.`);
  return document.positionAt(offset);
}

/** The code action of a kind whose title matches, with its edit or its command. */
export async function action(document: TextDocument, range: Range, kind: CodeActionKind, title: RegExp): Promise<CodeAction> {
  const resolved = 20;
  const find = async (): Promise<CodeAction | undefined> => {
    const all = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, kind.value, resolved);
    return all.find((one) => (one.edit ?? one.command) && title.test(one.title));
  };
  const found = await eventually(find, (one) => one !== undefined);
  assert.ok(found);
  return found;
}

/** Applies a code action as choosing it does. */
export async function apply({ edit, title }: CodeAction): Promise<void> {
  assert.ok(edit, `"${title}" has no edit.`);
  assert.ok(await workspace.applyEdit(edit), `"${title}" could not be applied.`);
}

/** The text that hovering shows, all of its parts in one. */
export async function hoverText(document: TextDocument, position: Position): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return hovers.flatMap(({ contents }) => contents.map((part) => (part instanceof MarkdownString ? part.value : ''))).join('\n');
}

/** The inlay hints of a whole document: what each says, by the text of its line. */
export async function inlayHints(document: TextDocument): Promise<ReadonlyMap<string, string>> {
  const whole = new Range(0, 0, document.lineCount, 0);
  const hints = await commands.executeCommand<InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
  return new Map(hints.map(({ label, position }) => [document.lineAt(position.line).text.trim(), textOf(label)]));
}

function textOf(label: InlayHint['label']): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}

/** The titles of a document's code lenses. */
export async function codeLenses(document: TextDocument): Promise<string[]> {
  const resolved = 10;
  const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, resolved);
  return lenses.flatMap(({ command }) => (command ? [command.title] : []));
}

/** The outline. */
export function symbols(document: TextDocument): Thenable<DocumentSymbol[]> {
  return commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
}

/** What completion proposes at a place. */
export async function completions(document: TextDocument, position: Position): Promise<CompletionList['items']> {
  const list = await commands.executeCommand<CompletionList>('vscode.executeCompletionItemProvider', document.uri, position);
  return list.items;
}

/** What a proposal is called. */
export function labelOf({ label }: CompletionItem): string {
  return typeof label === 'string' ? label : label.label;
}

/** Types over the first occurrence of a text. */
export async function replace(document: TextDocument, text: string, by: string): Promise<void> {
  const start = positionOf(document, text);
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(start, document.positionAt(document.offsetAt(start) + text.length)), by);
  assert.ok(await workspace.applyEdit(edit));
}

/** Puts all documents back to what is on disk, and closes all editors. */
export async function closeAll(): Promise<void> {
  for (const document of workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await window.showTextDocument(document);
    await commands.executeCommand('workbench.action.files.revert');
  }
  await commands.executeCommand('workbench.action.closeAllEditors');
}
