import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import type { TextDocument } from 'vscode';
import { closeAll, codeLenses, completions, eventually, hoverText, inlayHints, openFile, positionOf, replace, symbols } from './editor.ts';

describe('Sizing', () => {
  let api: TextDocument;

  beforeEach(async () => {
    api = await openFile('api.yaml');
  });

  afterEach(closeAll);

  for (const place of ['replicas', 'resources', 'assistant-api', 'memory: 2Gi']) {
    it(`is in the hover over ${place}`, async () => {
      await untilHover(api, place, /carries.*20-40/);
    });
  }

  it('is behind the replicas in a few characters, and follows them', async () => {
    await untilHint(api, 'replicas: 2', /20-40 conversations/);
    await replace(api, 'replicas: 2', 'replicas: 4');
    await untilHint(api, 'replicas: 4', /40-80 conversations/);
  });

  it('follows an autoscaler in another file', async () => {
    const autoscaler = await openFile('autoscaler.yaml');
    const worker = await openFile('worker.yaml');
    await untilHint(worker, 'resources:', /^· 3-12 ×/);
    const text = await readFile(autoscaler.uri.fsPath, 'utf8');
    try {
      await writeFile(autoscaler.uri.fsPath, text.replace('maxReplicas: 12', 'maxReplicas: 24'));
      await untilHint(worker, 'resources:', /^· 3-24 ×/);
    } finally {
      await writeFile(autoscaler.uri.fsPath, text);
    }
    await untilHint(worker, 'resources:', /^· 3-12 ×/);
  });

  it('of the whole deployment is above the first workload', async () => {
    const titles = await eventually(
      () => codeLenses(api),
      (lenses) => lenses.length > 0,
    );
    assert.match(titles.join('\n'), /conversations/);
  });

  it('is in the hover and the hints of a plan', async () => {
    const plan = await openFile('small-team.plan.yaml');
    await untilHint(plan, 'replicas: 2', /20-40 conversations/);
    await untilHover(plan, 'replicas', /carries.*20-40/);
  });
});

describe('The outline', () => {
  afterEach(closeAll);

  it('knows a workload by its kind and name', async () => {
    const api = await openFile('api.yaml');
    const outline = await eventually(
      () => symbols(api),
      ([first]) => first?.name.includes('assistant-api') === true,
    );
    assert.deepEqual(
      outline.map(({ name, detail }) => /Deployment/.test(`${name} ${detail}`)),
      [true],
    );
  });
});

describe('Completion', () => {
  afterEach(closeAll);

  it('offers a plan of every tier in an empty file', async () => {
    const plan = await openFile('empty.plan.yaml');
    const labels = await eventually(
      async () => (await completions(plan, plan.positionAt(0))).map(({ label }) => (typeof label === 'string' ? label : label.label)),
      (all) => all.some((label) => label.includes('small-team')),
    );
    assert.deepEqual(
      ['small-team', 'growing-team', 'enterprise'].filter((tier) => !labels.some((label) => label.includes(tier))),
      [],
    );
  });
});

async function untilHint(document: TextDocument, line: string, wanted: RegExp): Promise<void> {
  await eventually(
    async () => (await inlayHints(document)).get(line) ?? '',
    (hint) => wanted.test(hint),
  );
}

/** Markdown marks figures as it likes; what is read is the text without them. */
async function untilHover(document: TextDocument, place: string, wanted: RegExp): Promise<void> {
  await eventually(
    async () => (await hoverText(document, positionOf(document, place))).replaceAll(/[*`_]/g, ''),
    (text) => wanted.test(text),
  );
}
