import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Location, LocationLink, Position, TextDocument, WorkspaceEdit } from 'vscode';
import { CodeActionKind, commands, Range, Uri, workspace } from 'vscode';
import {
  action,
  apply,
  closeAll,
  codeLenses,
  completions,
  eventually,
  findings,
  hoverText,
  labelOf,
  openFile,
  positionOf,
  replace,
  ruleOf,
} from './editor.ts';

const ACCOUNT = 'serviceAccountName: assistant-api';

describe('Names of the workspace', () => {
  let api: TextDocument;

  beforeEach(async () => {
    api = await openFile('api.yaml');
  });

  afterEach(closeAll);

  const behind = (text: string): Position => positionOf(api, text).translate(0, text.length);

  it('lead to where they are given', async () => {
    const ask = () => commands.executeCommand<(Location | LocationLink)[]>('vscode.executeDefinitionProvider', api.uri, behind(ACCOUNT));
    const [found] = await eventually(ask, ({ length }) => length === 1);
    assert.ok(found && 'uri' in found);
    assert.equal(pathIn(found.uri), 'accounts.yaml');
    const accounts = await workspace.openTextDocument(found.uri);
    assert.equal(accounts.getText(found.range), 'assistant-api');
  });

  it('are renamed in every file', async () => {
    const rename = () =>
      commands.executeCommand<WorkspaceEdit>('vscode.executeDocumentRenameProvider', api.uri, behind(ACCOUNT), 'assistant-runner');
    const edit = await eventually(rename, ({ size }) => size === 2);
    assert.deepEqual(
      edit
        .entries()
        .map(([uri]) => pathIn(uri))
        .toSorted(),
      ['accounts.yaml', 'api.yaml'],
    );
    const accounts = await openFile('accounts.yaml');
    const before = [api.getText(), accounts.getText()];
    assert.ok(await workspace.applyEdit(edit));
    assert.equal(api.getText(), before[0]?.replace(ACCOUNT, 'serviceAccountName: assistant-runner'));
    assert.equal(accounts.getText(), before[1]?.replace('name: assistant-api', 'name: assistant-runner'));
  });

  it('can not become what is no name', async () => {
    const rename = commands.executeCommand('vscode.executeDocumentRenameProvider', api.uri, behind(ACCOUNT), 'No Name');
    await assert.rejects(async () => rename, /can be no name of this ServiceAccount/);
  });

  it('are proposed', async () => {
    await replace(api, ACCOUNT, 'serviceAccountName: ');
    const ask = () => completions(api, behind('serviceAccountName: '));
    const found = await eventually(ask, (items) => items.some((item) => labelOf(item) === 'assistant-worker'));
    const account = found.find((item) => labelOf(item) === 'assistant-worker');
    assert.equal(account?.detail, 'ServiceAccount · accounts.yaml');
  });

  it('are counted above what they select', async () => {
    const lenses = await eventually(
      () => codeLenses(api),
      (titles) => titles.some((title) => title.startsWith('selected by')),
    );
    assert.ok(lenses.includes('selected by 1 Service, 1 budget, 0 policies'), lenses.join());
  });
});

describe('Schemas', () => {
  let api: TextDocument;

  beforeEach(async () => {
    api = await openFile('api.yaml');
  });

  afterEach(closeAll);

  it('propose the fields of an object, with what they are', async () => {
    await replace(api, '      automountServiceAccountToken', '      \n      automountServiceAccountToken');
    const line = positionOf(api, '      automountServiceAccountToken').line - 1;
    const ask = () => completions(api, api.lineAt(line).range.end);
    const found = await eventually(ask, (items) => items.some((item) => labelOf(item) === 'terminationGracePeriodSeconds'));
    assert.ok(!found.some((item) => labelOf(item) === 'containers'));
  });

  it('describe a field', async () => {
    const text = await eventually(
      () => hoverText(api, positionOf(api, 'whenUnsatisfiable')),
      (shown) => shown !== '',
    );
    assert.match(text, /whenUnsatisfiable/);
    assert.match(text, /string, required/);
  });
});

describe('What a workload lacks', () => {
  const rule = 'availability/disruption-budget';
  let gateway: TextDocument;
  let budgets: { readonly file: string; readonly text: string };

  before(async () => {
    const file = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'budgets.yaml');
    budgets = { file, text: await readFile(file, 'utf8') };
    await writeFile(
      file,
      budgets.text
        .split('---\n')
        .filter((text) => !text.includes('gateway'))
        .join('---\n'),
    );
  });

  after(() => writeFile(budgets.file, budgets.text));

  beforeEach(async () => {
    gateway = await openFile('gateway.yaml');
    await eventually(
      () => lacking(),
      (isLacking) => isLacking,
    );
  });

  afterEach(closeAll);

  const lacking = () => findings(gateway).some((one) => ruleOf(one) === rule);
  const fix = (title: RegExp) => action(gateway, finding(), CodeActionKind.QuickFix, title);
  const finding = () => findings(gateway).find((one) => ruleOf(one) === rule)?.range ?? new Range(0, 0, 0, 0);

  it('is written behind it', async () => {
    const before = gateway.getText();
    await apply(await fix(/PodDisruptionBudget.*in this file/));
    assert.ok(gateway.getText().startsWith(`${before}---\napiVersion: policy/v1\nkind: PodDisruptionBudget\n`), gateway.getText());
    await eventually(
      () => lacking(),
      (isLacking) => !isLacking,
    );
  });

  it('is written into a new file beside it', async () => {
    const before = gateway.getText();
    const chosen = await fix(/PodDisruptionBudget.*new file/);
    const created = join(gateway.uri.fsPath, '..', /: (\S+)$/.exec(chosen.title)?.[1] ?? '');
    try {
      await apply(chosen);
      assert.equal(gateway.getText(), before);
      const text = (await workspace.openTextDocument(Uri.file(created))).getText();
      assert.match(text, /^apiVersion: policy\/v1\nkind: PodDisruptionBudget\nmetadata:\n {2}name: assistant-gateway\n/);
      await eventually(
        () => lacking(),
        (isLacking) => !isLacking,
      );
    } finally {
      await rm(created, { force: true });
    }
  });
});

/** A file of the workspace by its path in there. */
function pathIn(uri: Uri): string {
  return workspace.asRelativePath(uri);
}
