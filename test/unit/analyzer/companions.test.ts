import { describe, expect, test } from 'vitest';
import type { FixBeside } from '../../../server/src/analyzer-companions.ts';
import disruptionBudget from '../../../server/src/rules/availability/disruption-budget.ts';
import defaultServiceAccount from '../../../server/src/rules/security/default-service-account.ts';
import type { Rule } from '../../../server/src/rules/types.ts';
import { applySplices } from '../../../server/src/yaml/edit.ts';
import type { SourceFile } from '../../rules/check.ts';
import { analyze, findingsOf } from '../../rules/check.ts';

const FOLDER = 'file:///work/base/';
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
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: api\nspec:\n  selector:\n    app: api\n  ports:\n    - port: 80\n';

function kustomization(...resources: readonly string[]): string {
  return `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${resources.map((path) => `  - ${path}\n`).join('')}`;
}

/** What the first fix of the first finding in the first file is in a new file, and the other files as it leaves them. */
function beside(...files: readonly SourceFile[]): { fix: FixBeside | undefined; listed: readonly string[] } {
  const analyzer = analyze(files, [disruptionBudget as unknown as Rule]);
  const [{ uri = '' } = {}] = files;
  const [found] = findingsOf(analyzer, uri);
  const fix = found && analyzer.fixBeside(uri, found, 'add');
  return { fix, listed: (fix?.listings ?? []).map(({ file, splices }) => applySplices(file.text, splices)) };
}

function file(name: string, text: string): SourceFile {
  return { uri: FOLDER + name, text };
}

describe('a companion in a file of its own', () => {
  test('is written beside the file, and leaves that as it is', () => {
    const { fix } = beside(file('all.yaml', DEPLOYMENT));
    expect(fix).toEqual({
      created: { uri: `${FOLDER}api-pdb.yaml`, name: 'api-pdb.yaml', text: BUDGET },
      splices: [],
      listings: [],
      preferred: false,
    });
  });

  test.each([
    ['with CRLF', DEPLOYMENT.replaceAll('\n', '\r\n'), BUDGET.replaceAll('\n', '\r\n')],
    [
      'with wider indentation',
      DEPLOYMENT.replace(/^ +/gm, '$&$&').replace(/^ {20}image/m, `${' '.repeat(18)}image`),
      BUDGET.replace(/^ +/gm, '$&$&'),
    ],
    ['behind dashes', `---\n${DEPLOYMENT}`, `---\n${BUDGET}`],
    ['behind dashes and a byte order mark', `\uFEFF---\n${DEPLOYMENT}`, `---\n${BUDGET}`],
  ])('is written as its neighbour is: %s', (_, text, expected) => {
    expect(beside(file('all.yaml', text)).fix?.created.text).toBe(expected);
  });

  test('removes the finding, and is as sound as in the file', () => {
    const rule = disruptionBudget as unknown as Rule;
    const { fix } = beside(file('all.yaml', DEPLOYMENT));
    const { uri = '', text = '' } = fix?.created ?? {};
    expect(findingsOf(analyze([file('all.yaml', DEPLOYMENT), { uri, text }], [rule]), `${FOLDER}all.yaml`)).toEqual([]);
  });

  test('goes with what the fix changes in the file', () => {
    const uri = `${FOLDER}api.yaml`;
    const analyzer = analyze([{ uri, text: DEPLOYMENT }], [defaultServiceAccount as unknown as Rule]);
    const [found] = findingsOf(analyzer, uri);
    const fix = found && analyzer.fixBeside(uri, found, 'own');
    expect(fix?.created).toMatchObject({
      name: 'api-serviceaccount.yaml',
      text: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: api\nautomountServiceAccountToken: false\n',
    });
    expect(applySplices(DEPLOYMENT, fix?.splices ?? [])).toBe(DEPLOYMENT.replace(/$/, '      serviceAccountName: api\n'));
  });

  test('is none where the object is there already', () => {
    const uri = `${FOLDER}api.yaml`;
    const account = { uri: `${FOLDER}sa.yaml`, text: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: api\n' };
    const analyzer = analyze([{ uri, text: DEPLOYMENT }, account], [defaultServiceAccount as unknown as Rule]);
    const [found] = findingsOf(analyzer, uri);
    expect(found && analyzer.fix(uri, found, 'own')).toHaveLength(1);
    expect(found && analyzer.fixBeside(uri, found, 'own')).toBeUndefined();
  });

  test('knows the names of folders that are escaped', () => {
    const folder = 'file:///work/my%20app/';
    const listing = { uri: `${folder}kustomization.yaml`, text: kustomization('all.yaml') };
    const { fix, listed } = beside({ uri: `${folder}all.yaml`, text: DEPLOYMENT }, listing);
    expect(fix?.created.uri).toBe(`${folder}api-pdb.yaml`);
    expect(listed).toEqual([kustomization('all.yaml', 'api-pdb.yaml')]);
  });

  test('has nowhere to go where the file has no folder', () => {
    expect(beside({ uri: 'untitled:Untitled-1', text: DEPLOYMENT }).fix).toBeUndefined();
  });
});

describe('the kustomization that lists the file', () => {
  test.each([
    [
      'lists the new one behind it',
      kustomization('deployment.yaml', 'config.yaml'),
      kustomization('deployment.yaml', 'pdb.yaml', 'config.yaml'),
    ],
    [
      'keeps its order',
      kustomization('config.yaml', 'deployment.yaml', 'role.yaml'),
      kustomization('config.yaml', 'deployment.yaml', 'pdb.yaml', 'role.yaml'),
    ],
    ['keeps a leading dot', kustomization('./deployment.yaml'), kustomization('./deployment.yaml', './pdb.yaml')],
    [
      'keeps its comments',
      `${kustomization('deployment.yaml').trimEnd()} # the API\n  # The rest\n  - config.yaml\n`,
      `${kustomization('deployment.yaml').trimEnd()} # the API\n  - pdb.yaml\n  # The rest\n  - config.yaml\n`,
    ],
    [
      'is changed with CRLF',
      kustomization('deployment.yaml').replaceAll('\n', '\r\n'),
      kustomization('deployment.yaml', 'pdb.yaml').replaceAll('\n', '\r\n'),
    ],
    ['may write its list in brackets', 'resources: [deployment.yaml]\n', 'resources: [deployment.yaml, pdb.yaml]\n'],
  ])('%s', (_, before, after) => {
    const { listed } = beside(file('deployment.yaml', DEPLOYMENT), file('kustomization.yaml', before));
    expect(listed).toEqual([after]);
  });

  test('may be in another folder', () => {
    const other = { uri: 'file:///work/overlay/kustomization.yaml', text: kustomization('../base/deployment.yaml') };
    expect(beside(file('deployment.yaml', DEPLOYMENT), other).listed).toEqual([
      kustomization('../base/deployment.yaml', '../base/pdb.yaml'),
    ]);
  });

  test.each([
    ['it does not list the file', kustomization('service.yaml')],
    ['it has no list', 'kind: Kustomization\nnamePrefix: a-\n'],
    ['it does not parse', 'resources:\n  - deployment.yaml\n - broken: [\n'],
  ])('is left alone where %s', (_, text) => {
    const { fix, listed } = beside(file('deployment.yaml', DEPLOYMENT), file('kustomization.yaml', text));
    expect(fix?.created.name).toBe('pdb.yaml');
    expect(listed).toEqual([]);
  });
});

describe('the new file comes first', () => {
  const own = file('deployment.yaml', DEPLOYMENT);
  const listing = file('kustomization.yaml', kustomization('deployment.yaml', 'service.yaml'));

  test.each([
    ['where every object of a kustomization has one', true, [own, file('service.yaml', SERVICE), listing]],
    ['but not where several share one', false, [own, file('service.yaml', `${SERVICE}---\n${SERVICE}`), listing]],
    ['but not where no kustomization lists the file', false, [own, file('service.yaml', SERVICE)]],
  ])('%s', (_, preferred, files) => {
    expect(beside(...files).fix?.preferred).toBe(preferred);
  });
});
