import { describe, expect, test } from 'vitest';
import { prepareRename, rename } from '../../../../server/src/features/navigation/rename.ts';
import type { Files } from './workspace.ts';
import { applied, open } from './workspace.ts';

/** What a rename makes of the files; `<|>` is the cursor. */
function renamed(files: Files, newName: string): Record<string, string> | string {
  const { analysis, offset, places } = open(files);
  const renaming = rename(analysis, offset, newName, places);
  if (renaming.problem !== undefined) return renaming.problem;
  const untouched = Object.entries(files).map(([name, text]) => [name, text.replace('<|>', '')]);
  return { ...Object.fromEntries(untouched), ...applied(renaming.splices, places) };
}

/** Files in which every `@old@` is to become the new name, and nothing else. */
function expectRename(files: Files, [oldName, newName]: readonly [string, string]): void {
  const named = (name: string) =>
    Object.fromEntries(Object.entries(files).map(([file, text]) => [file, text.replaceAll('@', '').replaceAll('§', name)]));
  expect(renamed(named(oldName), newName)).toEqual(
    Object.fromEntries(Object.entries(named(newName)).map(([file, text]) => [file, text.replace('<|>', '')])),
  );
}

const workload = (labels: string, more = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { ${labels} }
  template:
    metadata:
      labels: { ${labels} }
    spec:
      containers:
        - name: web
          image: example/web:1.0.0
${more}`;

describe('a rename reaches', () => {
  test.each<[string, Files, [string, string]]>([
    [
      'what a kustomization patches in its own text',
      {
        'kustomization.yaml': `resources: [web.yaml]
patches:
  - patch: |-
      # for the shop
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: §
      spec:
        replicas: 3
  - target: { kind: Deployment, name: § }
    patch: |
      - op: remove
        path: /spec/paused
replicas:
  - name: §
    count: 3
replacements:
  - source: { kind: Deployment, name: §, fieldPath: metadata.name }
    targets:
      - select: { kind: Deployment, name: "§" }
        fieldPaths: [metadata.annotations.name]
`,
        'web.yaml': workload('app: shop').replace('name: web\nspec', 'name: <|>§\nspec'),
      },
      ['web', 'front'],
    ],
    [
      'what a patch in the text of a kustomization refers to',
      {
        'kustomization.yaml': `resources: [web.yaml, config.yaml]
patches:
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        template:
          spec:
            containers:
              - name: web
                envFrom:
                  - configMapRef:
                      name: "§" # shared
`,
        'web.yaml': workload('app: web'),
        'config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: <|>§\n',
      },
      ['settings', 'options'],
    ],
    [
      'files that patch an object',
      {
        'kustomization.yaml': 'resources: [web.yaml]\npatches:\n  - path: more.yaml\n',
        'web.yaml': workload('app: shop').replace('name: web\nspec', 'name: <|>§\nspec'),
        'more.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: §\nspec:\n  replicas: 3\n',
      },
      ['web', 'front'],
    ],
    [
      'an object from a file that patches it',
      {
        'kustomization.yaml': 'resources: [web.yaml]\npatches:\n  - path: more.yaml\n',
        'web.yaml': workload('app: shop').replace('name: web\nspec', 'name: §\nspec'),
        'more.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: <|>§\nspec:\n  replicas: 3\n',
      },
      ['web', 'front'],
    ],
    [
      'a generator from what mounts it',
      {
        'kustomization.yaml': 'resources: [web.yaml]\nconfigMapGenerator:\n  - name: §\n    literals: [LEVEL=info]\n',
        'web.yaml': workload('app: web', '          envFrom: [{ configMapRef: { name: <|>§ } }]\n'),
      },
      ['settings', 'options'],
    ],
    [
      'the key of a generator',
      {
        'kustomization.yaml':
          'resources: [web.yaml]\nconfigMapGenerator:\n  - name: settings\n    literals: ["§=info", MODE=fast]\n    files: [nginx.conf=conf/nginx.conf]\n',
        'web.yaml': workload('app: web', '          env: [{ name: L, valueFrom: { configMapKeyRef: { name: settings, key: <|>§ } } }]\n'),
      },
      ['LEVEL', 'VERBOSITY'],
    ],
    [
      'the key of a generator that has its own name for a file',
      {
        'kustomization.yaml': 'resources: [web.yaml]\nconfigMapGenerator:\n  - name: settings\n    files: [<|>§=conf/nginx.conf]\n',
        'web.yaml': workload('app: web', '          env: [{ name: L, valueFrom: { configMapKeyRef: { name: settings, key: § } } }]\n'),
      },
      ['nginx.conf', 'web.conf'],
    ],
    [
      'a label that a kustomization lays over all',
      {
        'kustomization.yaml': 'resources: [web.yaml, service.yaml]\nlabels:\n  - pairs: { app: <|>§ }\n    includeSelectors: true\n',
        'web.yaml': workload('tier: front'),
        'service.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: §\n  ports: [{ port: 80 }]\n',
      },
      ['shop', 'store'],
    ],
    [
      'a kustomization from the selector of a policy',
      {
        'kustomization.yaml': 'resources: [web.yaml, policy.yaml]\ncommonLabels:\n  app: §\n',
        'web.yaml': workload('tier: front'),
        'policy.yaml':
          'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\nspec:\n  podSelector:\n    matchLabels:\n      app: <|>§\n',
      },
      ['shop', 'store'],
    ],
    [
      'the peers of policies, and what keeps pods apart',
      {
        'web.yaml': workload(
          'app: <|>§',
          `      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchExpressions:
                  - { key: app, operator: In, values: [§] }
`,
        ).replace('labels: { app: <|>§', 'labels: { app: §'),
        'policy.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: db
spec:
  podSelector:
    matchLabels:
      app: db
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: §
`,
      },
      ['web', 'front'],
    ],
    [
      'the monitor that selects a Service by its own label',
      {
        'service.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels: { team: <|>§ }\nspec:\n  ports: [{ port: 80 }]\n',
        'monitor.yaml':
          'apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels: { team: § }\n',
      },
      ['shop', 'store'],
    ],
    [
      'what operators name after an object',
      {
        'db.yaml': 'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: <|>§\n',
        'web.yaml': workload(
          'app: web',
          `          env:
            - name: DB_PASSWORD
              valueFrom: { secretKeyRef: { name: §-app, key: password } }
`,
        ),
      },
      ['db', 'store'],
    ],
    [
      'the claims of a StatefulSet',
      {
        'db.yaml': `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: <|>§
spec:
  replicas: 2
  volumeClaimTemplates:
    - metadata: { name: data }
`,
        'web.yaml': workload('app: web', '      volumes: [{ name: d, persistentVolumeClaim: { claimName: data-§-1 } }]\n'),
      },
      ['data', 'store'],
    ],
    [
      'the Secret that a Certificate names',
      {
        'certificate.yaml': 'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata:\n  name: web\nspec:\n  secretName: §\n',
        'ingress.yaml': 'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\nspec:\n  tls:\n    - secretName: <|>§\n',
      },
      ['web-tls', 'shop-tls'],
    ],
    [
      'addresses in blocks of text, and leaves the rest of the block',
      {
        'service.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: <|>§\nspec:\n  ports: [{ port: 80 }]\n',
        'config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: proxy
data:
  nginx.conf: |
    # the way
      proxy_pass http://§:80; # not apiary

      proxy_pass "http://§:80";
`,
      },
      ['api', 'gateway'],
    ],
    [
      'a port of all that a Service, its policy and its monitor mean',
      {
        'a.yaml': workload('app: web, part: a', '          ports: [{ name: <|>§, containerPort: 80 }]\n'),
        'b.yaml': workload('app: web, part: b', '          ports: [{ name: §, containerPort: 80 }]\n').replace(
          'name: web\nspec',
          'name: other\nspec',
        ),
        'c.yaml': workload('app: else', '          ports: [{ name: http, containerPort: 80 }]\n').replace(
          'name: web\nspec',
          'name: third\nspec',
        ),
        'service.yaml':
          'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector: { app: web }\n  ports: [{ name: http, port: 80, targetPort: § }]\n',
        'only-b.yaml':
          'apiVersion: v1\nkind: Service\nmetadata:\n  name: b\nspec:\n  selector: { part: b }\n  ports: [{ port: 80, targetPort: § }]\n',
        'policy.yaml': `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: client
spec:
  podSelector: { matchLabels: { app: client } }
  egress:
    - to: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: § }]
    - to: [{ podSelector: { matchLabels: { app: else } } }]
      ports: [{ port: http }]
`,
      },
      ['http', 'plain'],
    ],
  ])('%s', (_, files, names) => {
    expectRename(files, names);
  });
});

describe('a rename is refused', () => {
  test.each<[string, Files, string]>([
    [
      'of what has its name from something else',
      {
        'db.yaml': 'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata:\n  name: db\n',
        'web.yaml': workload('app: web', '          envFrom: [{ secretRef: { name: db-<|>app } }]\n'),
      },
      'The Secret "db-app" has its name from the Cluster "db" that makes it.',
    ],
    [
      'of a sealed secret',
      {
        'a.yaml':
          'apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: toke<|>n\nspec:\n  encryptedData: { key: AgB }\n',
      },
      'The SealedSecret "token" can be read under its own name only, so under another one it has to be sealed again.',
    ],
    [
      'of a key that is the name of a file',
      {
        'kustomization.yaml': 'resources: [web.yaml]\nconfigMapGenerator:\n  - name: settings\n    files: [conf/nginx.conf]\n',
        'web.yaml': workload(
          'app: web',
          '          env: [{ name: L, valueFrom: { configMapKeyRef: { name: settings, key: nginx<|>.conf } } }]\n',
        ),
      },
      'The key "nginx.conf" is the name of the file that a kustomization takes it from.',
    ],
    [
      'of what other places share by an anchor',
      {
        'web.yaml': workload('app: web')
          .replace('{ app: web }', '&labels { app: we<|>b }')
          .replace('labels: { app: web }', 'labels: *labels'),
      },
      '"web" can\'t be renamed, because web.yaml has it behind an anchor, or written with escapes.',
    ],
    [
      'in a file that is broken',
      { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: se<|>t\n  x\n' },
      'a.yaml has a syntax error',
    ],
    ['of a namespace', { 'a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: sho<|>p\n' }, 'A Namespace is named in hosts'],
    [
      'of what Kubernetes brings',
      { 'web.yaml': workload('app: web', '          envFrom: [{ configMapRef: { name: kube-<|>root-ca.crt } }]\n') },
      'The ConfigMap "kube-root-ca.crt" is one of Kubernetes\' own.',
    ],
  ])('%s', (_, files, reason) => {
    expect(renamed(files, 'other')).toContain(reason);
  });

  test('before a name is asked for, where that is known', () => {
    const { analysis, offset, places } = open({ 'a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: sho<|>p\n' });
    expect(prepareRename(analysis, offset, places)).toMatchObject({ problem: expect.stringContaining('its name is left as it is') });
  });
});

test('a sealed secret whose scope is wider is renamed with its key and its uses', () => {
  const sealed = `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: §
  annotations: { sealedsecrets.bitnami.com/namespace-wide: "true" }
spec:
  encryptedData: { key: AgB }
`;
  const web = workload('app: web', '          env: [{ name: K, valueFrom: { secretKeyRef: { name: <|>§, key: key } } }]\n');
  expectRename({ 'sealed.yaml': sealed, 'web.yaml': web }, ['token', 'pass']);
  expectRename(
    {
      'sealed.yaml': sealed.replace('§', 'token').replace('{ key:', '{ §:'),
      'web.yaml': web.replace('<|>§', 'token').replace('key: key', 'key: <|>§'),
    },
    ['key', 'value'],
  );
});
