import { describe, expect, test } from 'vitest';
import { accepted, complete } from './schema-support.ts';
import { CURSOR } from './support.ts';

type Options = Parameters<typeof complete>[1];

const others = {
  'file:///shop/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  level: info
  nginx.conf: |
    events {}
    http {}
---
apiVersion: v1
kind: Secret
metadata:
  name: credentials
stringData:
  password: hunter2
---
apiVersion: v1
kind: Secret
metadata:
  name: pull
type: kubernetes.io/dockerconfigjson
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: runner
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: uploads
---
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    team: sales
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: auditor
`,
  'file:///shop/web.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web, tier: front }
  template:
    metadata:
      labels: { app: web, tier: front, version: "3" }
    spec:
      containers:
        - name: web
          ports:
            - name: http
              containerPort: 8080
            - name: metrics
              containerPort: 9090
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  selector:
    matchLabels: { app: db }
  template:
    metadata:
      labels: { app: db }
    spec:
      containers:
        - name: db
          ports:
            - containerPort: 5432
---
apiVersion: v1
kind: Service
metadata:
  name: web
  labels:
    app: web
spec:
  selector:
    app: web
  ports:
    - name: http
      port: 80
      targetPort: http
    - name: admin
      port: 8081
---
apiVersion: v1
kind: Service
metadata:
  name: db
spec:
  selector:
    app: db
  ports:
    - port: 5432
`,
  'file:///elsewhere/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: distant
data:
  level: debug
`,
};

const pod = (lines: string) => `apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
${lines.replace(/^/gm, '  ')}
`;
const env = (source: string) =>
  pod(
    `containers:\n  - name: api\n    env:\n      - name: LEVEL\n        valueFrom:\n          ${source.replaceAll('\n', '\n          ')}`,
  );
const service = (lines: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: api\nspec:\n${lines.replace(/^/gm, '  ')}\n`;
const object = (apiVersion: string, kind: string, lines: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: api\n${lines}\n`;
const route = (backend: string) =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    `spec:\n  rules:\n    - http:\n        paths:\n          - path: /\n            pathType: Prefix\n            backend:\n              service:\n                ${backend.replaceAll('\n', '\n                ')}`,
  );
const scaler = (lines: string) => object('autoscaling/v2', 'HorizontalPodAutoscaler', `spec:\n  scaleTargetRef:\n${lines}`);
const binding = (lines: string) => object('rbac.authorization.k8s.io/v1', 'RoleBinding', lines);
const policy = (lines: string) => object('networking.k8s.io/v1', 'NetworkPolicy', `spec:\n${lines.replace(/^/gm, '  ')}`);
const monitor = (lines: string) => object('monitoring.coreos.com/v1', 'ServiceMonitor', `spec:\n${lines.replace(/^/gm, '  ')}`);

const proposed = (text: string, options: Options = {}) => complete(text, { others, ...options });
const labels = (text: string, options?: Options) => proposed(text, options).map(({ label }) => label);

describe('a reference is completed with what is there', () => {
  test.each<[string, string, string[]]>([
    ['a ConfigMap of a variable', env(`configMapKeyRef:\n  name: ${CURSOR}`), ['settings', 'distant']],
    ['half a name', env(`configMapKeyRef:\n  name: set${CURSOR}`), ['settings', 'distant']],
    ['a name with more behind the cursor', env(`configMapKeyRef:\n  name: s${CURSOR}et\n  key: level`), ['settings', 'distant']],
    ['a Secret of a variable', env(`secretKeyRef:\n  name: ${CURSOR}`), ['credentials', 'pull']],
    ['brackets', env(`secretKeyRef: { name: ${CURSOR} }`), ['credentials', 'pull']],
    ['brackets with more behind', env(`secretKeyRef: { name: cr${CURSOR}, key: password }`), ['credentials', 'pull']],
    ['a key', env(`configMapKeyRef:\n  name: settings\n  key: ${CURSOR}`), ['level', 'nginx.conf']],
    ['a key before the name', env(`configMapKeyRef:\n  key: ${CURSOR}\n  name: settings`), ['level', 'nginx.conf']],
    ['a key in brackets', env(`configMapKeyRef: { name: settings, key: ${CURSOR} }`), ['level', 'nginx.conf']],
    ['a key of nothing that is there', env(`configMapKeyRef:\n  name: nothing\n  key: ${CURSOR}`), []],
    [
      'all of a ConfigMap',
      pod(`containers:\n  - name: api\n    envFrom:\n      - configMapRef:\n          name: ${CURSOR}`),
      ['settings', 'distant'],
    ],
    ['a volume', pod(`volumes:\n  - name: files\n    configMap:\n      name: ${CURSOR}`), ['settings', 'distant']],
    [
      'items of a volume',
      pod(`volumes:\n  - name: files\n    configMap:\n      name: settings\n      items:\n        - key: ${CURSOR}`),
      ['level', 'nginx.conf'],
    ],
    ['a secret volume', pod(`volumes:\n  - name: files\n    secret:\n      secretName: ${CURSOR}`), ['credentials', 'pull']],
    ['a claim', pod(`volumes:\n  - name: files\n    persistentVolumeClaim:\n      claimName: ${CURSOR}`), ['uploads']],
    ['a service account', pod(`serviceAccountName: ${CURSOR}`), ['runner']],
    ['an image pull secret', pod(`imagePullSecrets:\n  - name: ${CURSOR}`), ['credentials', 'pull']],
    ['the backend of a route', route(`name: ${CURSOR}`), ['db', 'web']],
    ['the port of a route by name', route(`name: web\nport:\n  name: ${CURSOR}`), ['admin', 'http']],
    ['the port of a route by number', route(`name: web\nport:\n  number: ${CURSOR}`), ['80', '8081']],
    ['the port of a route in brackets', route(`name: web\nport: { number: ${CURSOR} }`), ['80', '8081']],
    ['a TLS secret', object('networking.k8s.io/v1', 'Ingress', `spec:\n  tls:\n    - secretName: ${CURSOR}`), ['credentials', 'pull']],
    ['what an autoscaler scales', scaler(`    apiVersion: apps/v1\n    kind: Deployment\n    name: ${CURSOR}`), ['web']],
    ['a StatefulSet that an autoscaler scales', scaler(`    apiVersion: apps/v1\n    name: ${CURSOR}\n    kind: StatefulSet`), ['db']],
    ['a role', binding(`roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: ${CURSOR}`), ['reader']],
    ['a cluster role', binding(`roleRef:\n  kind: ClusterRole\n  name: ${CURSOR}`), ['auditor']],
    ['the subject of a role', binding(`subjects:\n  - kind: ServiceAccount\n    name: ${CURSOR}`), ['runner']],
    ['its namespace', binding(`subjects:\n  - kind: ServiceAccount\n    name: runner\n    namespace: ${CURSOR}`), ['shop']],
    ['the namespace of an object', `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: ${CURSOR}\n`, ['shop']],
    ['a name of nothing', pod(`hostname: ${CURSOR}`), []],
  ])('%s', (_, text, expected) => {
    expect(labels(text)).toEqual(expected);
    expect(labels(text.replaceAll('\n', '\r\n'))).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    [
      'a target port',
      service(`selector:\n  app: web\nports:\n  - port: 80\n    targetPort: ${CURSOR}`),
      ['8080', '9090', 'http', 'metrics'],
    ],
    [
      'a target port in brackets',
      service(`selector: { app: web }\nports: [{ port: 80, targetPort: ${CURSOR} }]`),
      ['8080', '9090', 'http', 'metrics'],
    ],
    ['a target port of pods without names', service(`selector:\n  app: db\nports:\n  - port: 80\n    targetPort: ${CURSOR}`), ['5432']],
    ['a target port of nothing that is there', service(`selector:\n  app: nothing\nports:\n  - port: 80\n    targetPort: ${CURSOR}`), []],
    [
      'a port that may be reached',
      policy(`podSelector:\n  matchLabels:\n    app: db\ningress:\n  - ports:\n      - port: ${CURSOR}`),
      ['5432'],
    ],
    [
      'a port that may be called',
      policy(
        `podSelector: {}\negress:\n  - to:\n      - podSelector:\n          matchLabels:\n            app: web\n    ports:\n      - port: ${CURSOR}`,
      ),
      ['8080', '9090', 'http', 'metrics'],
    ],
    ['a monitored port', monitor(`selector:\n  matchLabels:\n    app: web\nendpoints:\n  - port: ${CURSOR}`), ['admin', 'http']],
  ])('%s', (_, text, expected) => {
    expect(labels(text)).toEqual(expected);
  });
});

describe('a selector is completed with the labels of what it could select', () => {
  test.each<[string, string, string[]]>([
    ['keys of a Service', service(`selector:\n  ${CURSOR}`), ['app', 'tier', 'version']],
    ['half a key', service(`selector:\n  ti${CURSOR}`), ['app', 'tier', 'version']],
    ['keys of what has the others', service(`selector:\n  app: db\n  ${CURSOR}`), []],
    ['keys that are not there yet', service(`selector:\n  app: web\n  ${CURSOR}`), ['tier', 'version']],
    ['keys in brackets', service(`selector: { ${CURSOR} }`), ['app', 'tier', 'version']],
    ['a value', service(`selector:\n  app: ${CURSOR}`), ['db', 'web']],
    ['a value in brackets', service(`selector: { app: ${CURSOR} }`), ['db', 'web']],
    ['a value of what has the others', service(`selector:\n  tier: front\n  app: ${CURSOR}`), ['web']],
    ['a budget', object('policy/v1', 'PodDisruptionBudget', `spec:\n  selector:\n    matchLabels:\n      app: ${CURSOR}`), ['db', 'web']],
    ['a policy', policy(`podSelector:\n  matchLabels:\n    ${CURSOR}`), ['app', 'tier', 'version']],
    [
      'a policy’s peer',
      policy(`podSelector: {}\ningress:\n  - from:\n      - podSelector:\n          matchLabels:\n            app: ${CURSOR}`),
      ['db', 'web'],
    ],
    [
      'a policy’s namespace',
      policy(
        `podSelector: {}\ningress:\n  - from:\n      - namespaceSelector:\n          matchLabels:\n            kubernetes.io/metadata.name: ${CURSOR}`,
      ),
      ['shop'],
    ],
    ['the key of an expression', policy(`podSelector:\n  matchExpressions:\n    - key: ${CURSOR}`), ['app', 'tier', 'version']],
    [
      'the values of an expression',
      policy(`podSelector:\n  matchExpressions:\n    - key: app\n      operator: In\n      values:\n        - ${CURSOR}`),
      ['db', 'web'],
    ],
    [
      'the values of an expression in brackets',
      policy(`podSelector:\n  matchExpressions:\n    - { key: app, operator: In, values: [web, ${CURSOR}] }`),
      ['db', 'web'],
    ],
    ['the Services of a monitor', monitor(`selector:\n  matchLabels:\n    app: ${CURSOR}`), ['web']],
    [
      'a Deployment its own',
      object(
        'apps/v1',
        'Deployment',
        `spec:\n  selector:\n    matchLabels:\n      ${CURSOR}\n  template:\n    metadata:\n      labels:\n        app: api\n    spec: {}`,
      ),
      ['app'],
    ],
  ])('%s', (_, text, expected) => {
    expect(labels(text).filter((label) => !label.startsWith('app.kubernetes.io/'))).toEqual(expected);
  });
});

describe('a proposal', () => {
  test('says what it is, where it is, and what it holds', () => {
    const [settings, distant] = proposed(env(`configMapKeyRef:\n  name: ${CURSOR}`));
    expect(settings).toMatchObject({ detail: 'ConfigMap · config.yaml', documentation: { value: 'Keys: `level`, `nginx.conf`' } });
    expect(distant).toMatchObject({ label: 'distant' });
  });

  test('of a key shows its value, unless it is secret', () => {
    const [level, file] = proposed(env(`configMapKeyRef:\n  name: settings\n  key: ${CURSOR}`));
    expect(level).toMatchObject({ detail: 'ConfigMap settings', documentation: { value: '```\ninfo\n```' } });
    expect(file).toMatchObject({ documentation: { value: '```\nevents {}\nhttp {}\n```' } });
    const [password] = proposed(env(`secretKeyRef:\n  name: credentials\n  key: ${CURSOR}`));
    expect(password).toMatchObject({ label: 'password', detail: 'Secret credentials' });
    expect(JSON.stringify(password)).not.toContain('hunter2');
  });

  test('of a label says who has it', () => {
    const app = proposed(service(`selector:\n  ${CURSOR}`)).find(({ label }) => label === 'app');
    expect(app).toMatchObject({ detail: '2 values', documentation: { value: '- `web`: Deployment web\n- `db`: StatefulSet db' } });
  });

  test('of a port says whose it is', () => {
    const [number] = proposed(service(`selector:\n  app: web\nports:\n  - port: 80\n    targetPort: ${CURSOR}`));
    expect(number).toMatchObject({ label: '8080', detail: 'http · Deployment web' });
  });

  test('is none of what is in another namespace', () => {
    const foreign = others['file:///elsewhere/config.yaml'].replace('name: distant', 'name: foreign\n  namespace: bank');
    const all = { ...others, 'file:///elsewhere/other.yaml': foreign };
    const text = env(`configMapKeyRef:\n  name: ${CURSOR}`);
    expect(labels(text, { others: all })).toEqual(['settings', 'distant', 'foreign']);
    expect(labels(text.replace('name: api', 'name: api\n  namespace: shop'), { others: all })).toEqual(['settings', 'distant']);
  });

  test('comes first where it is applied together with the object', () => {
    const near = { 'file:///shop/config.yaml': others['file:///elsewhere/config.yaml'].replace('distant', 'zebra') };
    const found = labels(env(`configMapKeyRef:\n  name: ${CURSOR}`), { others: { ...others, ...near } });
    expect(found).toEqual(['zebra', 'distant']);
  });

  test('is there once', () => {
    const found = labels(service(`selector:\n  ${CURSOR}`), {
      others: { ...others, 'file:///shop/web.yaml': others['file:///shop/web.yaml'].replaceAll('tier:', 'app.kubernetes.io/name:') },
    });
    expect(found.filter((label) => label === 'app.kubernetes.io/name')).toHaveLength(1);
  });

  test('is there where schemas are left to others', () => {
    const options = { settings: { schemas: { enable: 'off' } } };
    expect(labels(pod(`serviceAccountName: ${CURSOR}`), options)).toEqual(['runner']);
    expect(labels(pod(`serviceAccountName: runner\n${CURSOR}`), options)).toEqual([]);
  });
});

describe('an accepted proposal', () => {
  test.each<[string, string, string, string]>([
    ['a name', env(`configMapKeyRef:\n  name: se${CURSOR}t # shared`), 'settings', env('configMapKeyRef:\n  name: settings # shared')],
    ['a port in brackets', route(`name: web\nport: { number: ${CURSOR} }`), '80', route('name: web\nport: { number: 80 }')],
    ['a label with one value', service(`selector:\n  ${CURSOR}`), 'tier', service('selector:\n  tier: front')],
    ['a label whose value needs quotes', service(`selector:\n  version: ${CURSOR}`), '3', service('selector:\n  version: "3"')],
    ['a label with several values', service(`selector:\n  ${CURSOR}`), 'app', service('selector:\n  app: web')],
    ['a label in brackets', service(`selector: { ti${CURSOR} }`), 'tier', service('selector: { tier: front }')],
    ['a label that has a value', service(`selector:\n  x${CURSOR}: web`), 'app', service('selector:\n  app: web')],
    [
      'an item of a list',
      policy(`podSelector:\n  matchExpressions:\n    - key: app\n      operator: In\n      values:\n        - w${CURSOR}`),
      'web',
      policy('podSelector:\n  matchExpressions:\n    - key: app\n      operator: In\n      values:\n        - web'),
    ],
  ])('%s', (_, text, label, expected) => {
    expect(accepted(text, label, { others })).toBe(expected);
  });
});
