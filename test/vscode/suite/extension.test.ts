import assert from 'node:assert/strict';
import type { TextDocument } from 'vscode';
import { ConfigurationTarget, commands, DiagnosticSeverity, extensions, languages, Uri, workspace } from 'vscode';
import {
  closeAll,
  codeLenses,
  eventually,
  findings,
  hoverText,
  inlayHints,
  openFile,
  positionOf,
  replace,
  ruleOf,
  symbols,
  untilFindings,
} from './editor.ts';

const EXTENSION = 'plimsoll.plimsoll';

describe('The extension', () => {
  let api: TextDocument;

  beforeEach(async () => {
    api = await openFile('api.yaml');
    await untilFindings(api, ['resources/memory-limit']);
  });

  afterEach(closeAll);

  it('is started by a YAML file', () => {
    assert.equal(extensions.getExtension(EXTENSION)?.isActive, true);
  });

  it('has every command that it declares', async () => {
    const declared = extensions.getExtension(EXTENSION)?.packageJSON.contributes.commands as { command: string }[];
    const known = await commands.getCommands(true);
    assert.deepEqual(
      declared.map(({ command }) => command).filter((command) => !known.includes(command)),
      [],
    );
  });

  it('leaves YAML alone that deploys nothing', async () => {
    const settings = await openFile('settings.yaml');
    assert.equal(await hoverText(settings, positionOf(settings, 'replicas')), '');
    assert.equal((await inlayHints(settings)).size, 0);
    assert.deepEqual(await codeLenses(settings), []);
    assert.deepEqual(findings(settings), []);
  });

  it('obeys a changed level at once', async () => {
    await withSetting('rules', { 'resources/memory-limit': 'error' }, () =>
      eventually(
        () => findings(api)[0]?.severity,
        (severity) => severity === DiagnosticSeverity.Error,
      ),
    );
    await withSetting('rules', { 'resources/memory-limit': 'off' }, () => untilFindings(api, []));
  });

  it('says nothing when it is switched off', async () => {
    await withSetting('enable', false, () => untilFindings(api, []));
  });

  it('shows hints or not, as the setting says', async () => {
    await eventually(
      () => inlayHints(api),
      ({ size }) => size > 0,
    );
    await withSetting('hints.enable', false, () =>
      eventually(
        () => inlayHints(api),
        ({ size }) => size === 0,
      ),
    );
  });

  it('works on after its server was restarted', async () => {
    await commands.executeCommand('plimsoll.restartServer');
    await untilFindings(api, ['resources/memory-limit']);
    await eventually(
      () => symbols(api),
      ({ length }) => length === 1,
    );
  });

  it('checks files that no test has opened', async () => {
    // It resolves when its message is answered, which nobody does here.
    void commands.executeCommand('plimsoll.checkWorkspace');
    await eventually(
      () => languages.getDiagnostics(Uri.joinPath(api.uri, '../gateway.yaml')).map(ruleOf),
      (rules) => rules.join() === 'resources/memory-limit',
    );
    await commands.executeCommand('notifications.clearAll');
  });

  it('shows the sizing of the deployment beside the file, and keeps it up to date', async () => {
    await commands.executeCommand('plimsoll.showSizing', api.uri.toString());
    const text = () => workspace.textDocuments.find(({ uri }) => uri.scheme === 'plimsoll-sizing')?.getText() ?? '';
    await eventually(text, (now) => /assistant-api.*20-40 conversations/.test(now));
    await replace(api, 'replicas: 2', 'replicas: 4');
    await eventually(text, (now) => /assistant-api.*40-80 conversations/.test(now));
    await replace(api, 'replicas: 4', 'replicas: 2');
  });
});

/** Gives a setting another value for the time of an action. */
async function withSetting(name: string, value: unknown, action: () => Promise<unknown>): Promise<void> {
  const settings = workspace.getConfiguration('plimsoll');
  await settings.update(name, value, ConfigurationTarget.Workspace);
  try {
    await action();
  } finally {
    await settings.update(name, undefined, ConfigurationTarget.Workspace);
  }
}
