import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import type { Diagnostic, TextDocument } from 'vscode';
import { CodeActionKind, commands, DiagnosticSeverity, Uri } from 'vscode';
import { action, apply, closeAll, findings, openFile, replace, ruleOf, untilFindings } from './editor.ts';

const LIMITS = '            limits:\n              cpu: 1000m\n';
const LIMITS_FIXED = `${LIMITS}              memory: 2Gi\n`;

describe('Findings', () => {
  let api: TextDocument;
  let finding: Diagnostic;

  beforeEach(async () => {
    api = await openFile('api.yaml');
    const [first] = await untilFindings(api, ['resources/memory-limit']);
    assert.ok(first);
    finding = first;
  });

  afterEach(closeAll);

  it('name the container, and link to the page of the rule', () => {
    assert.equal(finding.severity, DiagnosticSeverity.Warning);
    assert.match(finding.message, /\bapi\b.*memory limit/);
    assert.ok(typeof finding.code === 'object' && finding.code.target instanceof Uri);
    assert.match(finding.code.target.path, /resources\/memory-limit/);
  });

  it('are fixed by the lightbulb, and nothing else in the file changes', async () => {
    const before = api.getText();
    await apply(await action(api, finding.range, CodeActionKind.QuickFix, /memory/));
    assert.equal(api.getText(), before.replace(LIMITS, LIMITS_FIXED));
    await untilFindings(api, []);
  });

  it('stay where nobody says why they should be ignored', async () => {
    const before = api.getText();
    const { command } = await action(api, finding.range, CodeActionKind.QuickFix, /ignore .* on this line/i);
    assert.ok(command);
    const asking = commands.executeCommand(command.command, ...(command.arguments ?? []));
    await commands.executeCommand('workbench.action.closeQuickOpen');
    await asking;
    assert.equal(api.getText(), before);
  });

  it('follow typing', async () => {
    await replace(api, 'containerPort: 8080', 'containerPort: 8080\n              protocl: TCP');
    const now = await untilFindings(api, ['resources/memory-limit', 'schema/unknown-property']);
    const typo = now.find((one) => ruleOf(one) === 'schema/unknown-property');
    assert.ok(typo);
    assert.equal(api.getText(typo.range), 'protocl');
    assert.match(typo.message, /\bprotocol\b/);
    await replace(api, 'protocl', 'protocol');
    await untilFindings(api, ['resources/memory-limit']);
  });

  it('are none where nothing is wrong', async () => {
    const worker = await openFile('worker.yaml');
    // First there is one, so that none afterwards is an answer and not silence.
    await replace(worker, 'memory: 1Gi', 'memory: 1GB');
    await untilFindings(worker, ['schema/quantity']);
    await replace(worker, 'memory: 1GB', 'memory: 1Gi');
    await untilFindings(worker, []);
  });

  it('follow a change on disk', async () => {
    const text = await readFile(api.uri.fsPath, 'utf8');
    try {
      await writeFile(api.uri.fsPath, text.replace(LIMITS, LIMITS_FIXED));
      await untilFindings(api, []);
    } finally {
      await writeFile(api.uri.fsPath, text);
    }
    await untilFindings(api, ['resources/memory-limit']);
    assert.equal(findings(api).length, 1);
  });
});
