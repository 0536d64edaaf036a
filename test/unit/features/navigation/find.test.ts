import { describe, expect, test } from 'vitest';
import { definitions, highlights, references } from '../../../../server/src/features/navigation/find.ts';
import type { Files } from './workspace.ts';
import { open, shown } from './workspace.ts';

const api = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
spec:
  selector:
    matchLabels:
      app: api
  template:
    metadata:
      labels:
        app: api
    spec:
      serviceAccountName: "runner"
      containers:
        - name: api
          image: registry.example.com/api:1.0.0
          ports:
            - name: http
              containerPort: 8080
          readinessProbe:
            httpGet:
              path: /ready
              port: http
          env:
            - name: LEVEL
              valueFrom:
                configMapKeyRef:
                  name: settings
                  key: level
            - name: CACHE_URL
              value: redis://cache.shop.svc:6379/0
          envFrom:
            - configMapRef:
                name: settings
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir: {}
`;
const service = `apiVersion: v1
kind: Service
metadata:
  name: api
  namespace: shop
spec:
  selector:
    app: api
  ports:
    - name: web
      port: 80
      targetPort: http
---
apiVersion: v1
kind: Service
metadata:
  name: cache
  namespace: shop
spec:
  selector:
    app: cache
  ports:
    - port: 6379
`;
const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: front
  namespace: shop
spec:
  rules:
    - host: shop.example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: api
                port:
                  name: web
`;
const settings = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: shop
data:
  level: info
  mode: fast
`;
const accounts = `apiVersion: v1
kind: ServiceAccount
metadata: { name: runner, namespace: shop }
`;
const all: Files = {
  'api.yaml': api,
  'service.yaml': service,
  'ingress.yaml': ingress,
  'settings.yaml': settings,
  'accounts.yaml': accounts,
};

/** The workspace with the cursor behind the first `word` after `after` in a file. */
function at(file: string, after: string, word: string) {
  const text = all[file] ?? '';
  const from = text.indexOf(word, text.indexOf(after)) + 1;
  return open({ ...all, [file]: `${text.slice(0, from)}<|>${text.slice(from)}` });
}

describe('going to the definition', () => {
  test.each([
    ['a ConfigMap that gives a variable', 'api.yaml', 'configMapKeyRef', 'settings', ['settings.yaml:4:settings']],
    ['the key of a ConfigMap', 'api.yaml', 'key:', 'level', ['settings.yaml:7:level']],
    ['a service account in quotes', 'api.yaml', 'serviceAccountName', 'runner', ['accounts.yaml:3:runner']],
    ['the Service of a route', 'ingress.yaml', 'service:', 'api', ['service.yaml:4:api']],
    ['the port of a route', 'ingress.yaml', 'port:', 'web', ['service.yaml:10:web']],
    ['the port behind a Service', 'service.yaml', 'targetPort', 'http', ['api.yaml:20:http']],
    ['the port of a probe', 'api.yaml', 'path: /ready', 'http', ['api.yaml:20:http']],
    ['the label that a Service selects by', 'service.yaml', 'selector', 'api', ['api.yaml:13:api']],
    ['a volume', 'api.yaml', 'volumeMounts', 'tmp', ['api.yaml:41:tmp']],
    ['nothing, where nothing is named', 'api.yaml', 'containerPort', '8080', []],
  ])('finds %s', (_, file, after, word, expected) => {
    const { analysis, offset, places } = at(file, after, word);
    expect(shown(definitions(analysis, offset, places), places)).toEqual(expected);
  });

  test('on the definition itself leads to what refers to it', () => {
    const { analysis, offset, places } = at('accounts.yaml', 'name', 'runner');
    expect(shown(definitions(analysis, offset, places), places)).toEqual(['api.yaml:15:runner']);
  });

  test('leads nowhere from a name that is not in the workspace', () => {
    const { analysis, offset, places } = open({ 'api.yaml': api.replace('name: settings', 'name: set<|>tings') });
    expect(definitions(analysis, offset, places)).toEqual([]);
  });

  test('leads nowhere in a file that is not ours', () => {
    const { analysis, offset, places } = open({ ...all, 'notes.yaml': 'name: a<|>pi\n' });
    expect(definitions(analysis, offset, places)).toEqual([]);
  });
});

describe('finding references', () => {
  test('of a ConfigMap names every use', () => {
    const { analysis, offset, places } = at('settings.yaml', 'name', 'settings');
    expect(shown(references(analysis, offset, true, places), places)).toEqual([
      'api.yaml:30:settings',
      'api.yaml:36:settings',
      'settings.yaml:4:settings',
    ]);
    expect(shown(references(analysis, offset, false, places), places)).not.toContain('settings.yaml:4:settings');
  });

  test('of a Service includes addresses in variables', () => {
    const { analysis, offset, places } = at('service.yaml', '---', 'cache');
    expect(shown(references(analysis, offset, false, places), places)).toEqual(['api.yaml:33:cache']);
  });

  test('of a port name goes from the container to its probes and Services', () => {
    const { analysis, offset, places } = at('api.yaml', 'ports:', 'http');
    expect(shown(references(analysis, offset, true, places), places)).toEqual([
      'api.yaml:20:http',
      'api.yaml:25:http',
      'service.yaml:12:http',
    ]);
  });

  test('of a label finds its selectors', () => {
    const { analysis, offset, places } = at('api.yaml', 'labels:', 'api');
    expect(shown(references(analysis, offset, true, places), places)).toEqual(['api.yaml:9:api', 'api.yaml:13:api', 'service.yaml:8:api']);
  });
});

test('highlights stay in the file', () => {
  const { analysis, offset, places } = at('api.yaml', 'configMapKeyRef', 'settings');
  const found = highlights(analysis, offset, places).map(({ range }) => ({ uri: analysis.uri, range }));
  expect(shown(found, places)).toEqual(['api.yaml:30:settings', 'api.yaml:36:settings']);
});
