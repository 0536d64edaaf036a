import { afterEach, describe, expect, test } from 'vitest';
import type { CodeAction, Diagnostic, WorkspaceEdit, WorkspaceEditClientCapabilities } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { connect, FULL_CAPABILITIES } from './support/client.ts';
import { MemoryPlatform } from './support/platform.ts';

const FOLDER = 'file:///work';
const FILE = `${FOLDER}/deployment.yaml`;
const LISTING = `${FOLDER}/kustomization.yaml`;
const NEW = `${FOLDER}/pdb.yaml`;
const RULE = 'availability/disruption-budget';

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  replicas: 2
  selector:
    matchLabels:
      app: api
  template:
    metadata:
      labels:
        app: api
    spec:
      containers:
        - name: api
          image: registry.example.com/api:1.0.0
          ports:
            - containerPort: 8080
`;
const BUDGET = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: api
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: api
  unhealthyPodEvictionPolicy: AlwaysAllow
`;
const KUSTOMIZATION = 'kind: Kustomization\nresources:\n  - deployment.yaml\n';

let client: TestClient;
afterEach(() => client.dispose());

/** A client whose edits can do this, with the Deployment open. */
async function start(workspaceEdit: WorkspaceEditClientCapabilities, listing = KUSTOMIZATION): Promise<void> {
  client = connect(new MemoryPlatform({ [FILE]: DEPLOYMENT, ...(listing === '' ? {} : { [LISTING]: listing }) }));
  const { workspace, ...others } = FULL_CAPABILITIES;
  await client.initialize({ capabilities: { ...others, workspace: { ...workspace, workspaceEdit } }, folders: [FOLDER] });
  await client.open(FILE, DEPLOYMENT);
}

async function found(): Promise<Diagnostic> {
  const diagnostics = await client.diagnostics(FILE, (all) => all.some(({ code }) => code === RULE));
  return diagnostics.find(({ code }) => code === RULE) as Diagnostic;
}

/** What is offered besides suppressions. */
async function fixes(): Promise<CodeAction[]> {
  const actions = await client.actions(FILE, [await found()], ['quickfix']);
  return actions.filter(({ title }) => title.startsWith('Add'));
}

function changesOf(edit: WorkspaceEdit | undefined): readonly string[] {
  return (edit?.documentChanges ?? []).map((change) => ('kind' in change ? change.kind : change.textDocument.uri));
}

const CREATES = { documentChanges: true, resourceOperations: ['create' as const] };

describe('a fix that writes an object', () => {
  test('is offered in two places, the customary one first', async () => {
    await start(CREATES);
    expect((await fixes()).map(({ title }) => title)).toEqual([
      'Add a PodDisruptionBudget for Deployment "api", in a new file beside it: pdb.yaml',
      'Add a PodDisruptionBudget for Deployment "api", in this file',
    ]);
  });

  test('puts it behind the document, which ends the matter', async () => {
    await start(CREATES, '');
    const [first] = await fixes();
    expect(first?.title).toMatch(/in this file$/);
    await client.apply(first as CodeAction);
    expect(client.text(FILE)).toBe(`${DEPLOYMENT}---\n${BUDGET}`);
    expect((await client.diagnostics(FILE, (all) => all.length > 0)).map(({ code }) => code)).not.toContain(RULE);
  });

  test('or makes a file of it and lists that, which ends the matter as well', async () => {
    await start(CREATES);
    await client.open(LISTING, KUSTOMIZATION);
    const [first] = await fixes();
    expect(changesOf(first?.edit)).toEqual(['create', NEW, LISTING]);
    await client.apply(first as CodeAction);
    expect(client.text(NEW)).toBe(BUDGET);
    expect(client.text(LISTING)).toBe(`${KUSTOMIZATION}  - pdb.yaml\n`);
    expect(client.text(FILE)).toBe(DEPLOYMENT);
    const left = await client.diagnostics(FILE, (all) => all.every(({ code }) => code !== RULE));
    expect(left.map(({ code }) => code)).not.toContain(RULE);
  });

  test('never overwrites a file, and names the version of each that is open', async () => {
    await start(CREATES);
    await client.open(LISTING, KUSTOMIZATION);
    const [first] = await fixes();
    expect(first?.edit?.documentChanges).toMatchObject([
      { kind: 'create', uri: NEW, options: { overwrite: false, ignoreIfExists: false } },
      { textDocument: { uri: NEW, version: null } },
      { textDocument: { uri: LISTING, version: 1 } },
    ]);
    expect(first?.edit?.changeAnnotations).toBeUndefined();
  });

  test('asks before it changes a file that nobody looks at, where that can be asked', async () => {
    await start({ ...CREATES, changeAnnotationSupport: {} });
    const [first] = await fixes();
    const [id, annotation] = Object.entries(first?.edit?.changeAnnotations ?? {})[0] ?? [];
    expect(annotation).toMatchObject({ needsConfirmation: true, label: 'List pdb.yaml in the kustomization' });
    expect(first?.edit?.documentChanges?.at(-1)).toMatchObject({
      textDocument: { uri: LISTING, version: null },
      edits: [{ annotationId: id }],
    });
  });

  test.each([
    ['takes no new files', { documentChanges: true }],
    ['takes plain changes only', {}],
  ])('stays in the file where the client %s', async (_, workspaceEdit) => {
    await start(workspaceEdit);
    expect((await fixes()).map(({ title }) => title)).toEqual(['Add a PodDisruptionBudget for Deployment "api"']);
  });
});
