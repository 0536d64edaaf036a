import { describe, expect, test } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { codeLenses, SHOW_LOCATIONS } from '../../../../server/src/features/code-lens.ts';
import { hover } from '../../../../server/src/features/hover.ts';
import { documentLinks } from '../../../../server/src/features/navigation/document-links.ts';
import { definitions, references } from '../../../../server/src/features/navigation/find.ts';
import { workspaceSymbols } from '../../../../server/src/features/navigation/workspace-symbols.ts';
import { schemas } from '../../../schemas.ts';
import type { Files } from './workspace.ts';
import { open, shown } from './workspace.ts';

const workload = (name: string, labels: string, kind = 'Deployment') => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
  namespace: shop
spec:
  selector:
    matchLabels: { ${labels} }
  template:
    metadata:
      labels: { ${labels} }
    spec:
      containers: [{ name: main, image: "example/main:1.0.0" }]
`;
const service = (name: string, labels: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n  selector:\n    ${labels}\n  ports: [{ port: 80 }]\n`;

describe('the paths of a kustomization', () => {
  const links = (text: string, others: Files = {}) => {
    const { analysis, places } = open({ ...others, 'kustomization.yaml': `${text}<|>` });
    return documentLinks(analysis, places).map(({ range, target }) => [shown([{ uri: analysis.uri, range }], places)[0], target]);
  };

  test.each<[string, string, string, string]>([
    ['a manifest', 'resources:\n  - web.yaml\n', 'kustomization.yaml:2:web.yaml', 'file:///shop/web.yaml'],
    ['a patch', 'patches:\n  - path: patches/web.yaml\n', 'kustomization.yaml:2:patches/web.yaml', 'file:///shop/patches/web.yaml'],
    ['a path upwards', 'resources: [../common/web.yaml]\n', 'kustomization.yaml:1:../common/web.yaml', 'file:///common/web.yaml'],
    [
      'a generated file',
      'configMapGenerator:\n  - name: a\n    files: [web.conf=conf/a.conf]\n',
      'kustomization.yaml:3:web.conf=conf/a.conf',
      'file:///shop/conf/a.conf',
    ],
    ['a file of variables', 'secretGenerator:\n  - name: a\n    envs: [.env]\n', 'kustomization.yaml:3:.env', 'file:///shop/.env'],
    [
      'a path with blanks',
      'resources: ["my web (1).yaml"]\n',
      'kustomization.yaml:1:"my web (1).yaml"',
      'file:///shop/my%20web%20%281%29.yaml',
    ],
  ])('lead to %s', (_, text, shownText, target) => {
    expect(links(text)).toEqual([[shownText, target]]);
  });

  test('lead to the kustomization of a folder', () => {
    const others = { 'base/kustomization.yml': 'resources: []\n', 'more/Kustomization': 'resources: []\n' };
    expect(links('resources: [base, more]\n', others).map(([, target]) => target)).toEqual([
      'file:///shop/base/kustomization.yml',
      'file:///shop/more/Kustomization',
    ]);
  });

  test('lead nowhere from what is elsewhere, or a patch in the text', () => {
    const text =
      'resources: ["https://example.com/a.yaml", "github.com/example/a//base?ref=v1"]\npatchesStrategicMerge:\n  - |-\n    kind: A\n    a: b\n';
    expect(links(text)).toEqual([]);
    const { analysis, places } = open({ 'web.yaml': `${workload('web', 'app: web')}<|>` });
    expect(documentLinks(analysis, places)).toEqual([]);
  });
});

describe('symbols of the workspace', () => {
  const files = {
    'a.yaml': `${workload('api', 'app: api')}<|>`,
    'b.yaml': service('api-gateway', 'app: api'),
    'compose.yaml': 'services:\n  cache:\n    image: redis:7\n',
    'notes.yaml': 'hello: api\n',
  };
  const found = (query: string) => {
    const { analyzer, places } = open(files);
    const analyses = [...analyzer.uris()].map((uri) => analyzer.analysisOf(uri)).filter((analysis) => analysis !== undefined);
    const symbols = workspaceSymbols(query, analyses);
    return symbols.map(({ name, containerName, location }) => [name, containerName, shown([location], places)[0]]);
  };

  test.each<[string, unknown[]]>([
    ['Deployment/api', [['Deployment/api', 'shop', 'a.yaml:4:api']]],
    ['dep api', [['Deployment/api', 'shop', 'a.yaml:4:api']]],
    ['gway', [['Service/api-gateway', 'shop', 'b.yaml:4:api-gateway']]],
    ['cache', [['service/cache', undefined, 'compose.yaml:2:cache']]],
    [
      'shop/',
      [
        ['Deployment/api', 'shop', 'a.yaml:4:api'],
        ['Service/api-gateway', 'shop', 'b.yaml:4:api-gateway'],
      ],
    ],
    ['nothing', []],
  ])('answer %j', (query, expected) => {
    expect(found(query).toSorted()).toEqual(expected);
  });
});

describe('the hover of a selector', () => {
  const text = (files: Files) => {
    const { analysis, offset } = open(files);
    const shownHover = hover(analysis, offset, { schemas, markdown: true });
    return (shownHover?.contents as MarkupContent | undefined)?.value ?? '';
  };

  test('says what it matches', () => {
    const files = { 'a.yaml': workload('api', 'app: api, tier: back'), 'b.yaml': workload('more', 'app: api', 'StatefulSet') };
    expect(text({ ...files, 'c.yaml': service('api', 'app: a<|>pi') })).toContain(
      'Selects 2 workloads of this workspace:\n\n- Deployment `shop/api`\n- StatefulSet `shop/more`',
    );
    expect(text({ ...files, 'c.yaml': service('api', 'tier: ba<|>ck') })).toContain(
      'Selects 1 workload of this workspace:\n\n- Deployment `shop/api`',
    );
  });

  test('says where it matches nothing', () => {
    expect(text({ 'c.yaml': service('api', 'app: a<|>pi') })).toContain('Selects no workloads that are found in this workspace.');
  });

  test('says which Services a monitor matches', () => {
    const monitor =
      'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: a\n  namespace: shop\nspec:\n  selector:\n    match<|>Labels: { team: a }\n';
    const labelled = service('api', 'app: api').replace('name: api\n', 'name: api\n  labels: { team: a }\n');
    expect(text({ 'a.yaml': monitor, 'b.yaml': labelled })).toContain('Selects 1 Service of this workspace:\n\n- Service `shop/api`');
  });
});

describe('the lens of a workload', () => {
  const lenses = (files: Files) => {
    const { analysis, places } = open(files);
    return codeLenses(analysis, analysis.uri, places).filter(({ command }) => command?.command === SHOW_LOCATIONS);
  };

  test('counts who selects it, and leads there', () => {
    const budget =
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: api\n  namespace: shop\nspec:\n  selector: { matchLabels: { app: api } }\n';
    const [lens, ...others] = lenses({
      'a.yaml': `${workload('api', 'app: api')}<|>`,
      'b.yaml': service('api', 'app: api'),
      'c.yaml': budget,
    });
    expect(others).toEqual([]);
    expect(lens?.command?.title).toBe('selected by 1 Service, 1 budget, 0 policies');
    const [uri, position, locations] = lens?.command?.arguments ?? [];
    expect([uri, position]).toEqual(['file:///shop/a.yaml', { line: 0, character: 0 }]);
    expect((locations as { uri: string }[]).map((location) => location.uri)).toEqual(['file:///shop/b.yaml', 'file:///shop/c.yaml']);
  });

  test('is there for what runs on, and is selected', () => {
    expect(lenses({ 'a.yaml': `${workload('api', 'app: api')}<|>` })).toEqual([]);
    const job =
      'apiVersion: batch/v1\nkind: Job\nmetadata: { name: a, namespace: shop }\nspec: { template: { metadata: { labels: { app: api } } } }\n';
    expect(lenses({ 'a.yaml': `${job}<|>`, 'b.yaml': service('api', 'app: api') })).toEqual([]);
  });
});

describe('a namespace', () => {
  const files: Files = {
    'namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n',
    'api.yaml': workload('api', 'app: api'),
    'kustomization.yaml': 'namespace: shop\nresources: [api.yaml]\n',
    'binding.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: a, namespace: bank }
subjects: [{ kind: ServiceAccount, name: runner, namespace: shop }]
roleRef: { kind: Role, name: a, apiGroup: rbac.authorization.k8s.io }
`,
  };

  test.each<[string, string, string]>([
    ['an object in it', 'api.yaml', 'namespace: sh'],
    ['a kustomization', 'kustomization.yaml', 'namespace: sh'],
    ['a subject', 'binding.yaml', 'runner, namespace: sh'],
  ])('is found from %s', (_, file, before) => {
    const at = (files[file] ?? '').indexOf(before) + before.length;
    const { analysis, offset, places } = open({ ...files, [file]: `${files[file]?.slice(0, at)}<|>${files[file]?.slice(at)}` });
    expect(shown(definitions(analysis, offset, places), places)).toEqual(['namespace.yaml:4:shop']);
  });

  test('has references', () => {
    const { analysis, offset, places } = open({
      ...files,
      'namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: sh<|>op\n',
    });
    expect(shown(references(analysis, offset, false, places), places)).toEqual([
      'api.yaml:5:shop',
      'binding.yaml:4:shop',
      'kustomization.yaml:1:shop',
    ]);
  });
});
