import { describe, expect, test } from 'vitest';
import type { Workload } from '../../../../server/src/resources/types.ts';
import type { Traffic } from '../../../../server/src/rules/companions/network-policy.ts';
import { networkPolicy } from '../../../../server/src/rules/companions/network-policy.ts';
import { knownTraffic } from '../../../../server/src/rules/companions/traffic.ts';
import { stringify } from '../../../../server/src/yaml/format.ts';
import { analyze } from '../../../rules/check.ts';

interface Shape {
  readonly env?: string;
  readonly ports?: string;
  readonly namespace?: string;
}

function deployment(name: string, { env = '[]', ports = '[{name: http, containerPort: 8080}]', namespace }: Shape = {}): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}${namespace ? `, namespace: ${namespace}` : ''}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: ${name}
          image: registry.example.com/${name}:1.0.0
          ports: ${ports}
          env: ${env}
`;
}

function service(name: string, ports: string, { namespace, type }: { readonly namespace?: string; readonly type?: string } = {}): string {
  return `apiVersion: v1
kind: Service
metadata: {name: ${name}${namespace ? `, namespace: ${namespace}` : ''}}
spec: {${type ? `type: ${type}, ` : ''}selector: {app: ${name}}, ports: ${ports}}
`;
}

/** What is known of the first workload of some manifests. */
function trafficOf(...manifests: readonly string[]): Traffic {
  const { inventory } = analyze([{ uri: 'file:///work/all.yaml', text: manifests.join('---\n') }], []);
  return knownTraffic(inventory.workloads()[0]?.workload as Workload, inventory);
}

const POSTGRES = [
  deployment('postgres', { ports: '[{name: pg, containerPort: 5432}]' }),
  service('postgres', '[{port: 5000, targetPort: pg}]'),
] as const;
const TO_POSTGRES = { who: 'pods', labels: { app: 'postgres' }, ports: [{ port: 5432 }] };

describe('whom a workload connects to', () => {
  test.each([
    ['a URL', '[{name: DATABASE, value: "postgres://user@postgres:5000/app"}]'],
    ['a URL with the whole name', '[{name: DATABASE_URL, value: "postgres://postgres.data.svc.cluster.local:5000/app"}]'],
    ['a name and a port', '[{name: DATABASE, value: "postgres:5000"}]'],
    ['a bare name in what is called a host', '[{name: PGHOST, value: postgres}, {name: DATABASE_HOST, value: postgres}]'],
    ['one of a list', '[{name: SERVERS, value: "postgres:5000, postgres:5001"}]'],
  ])('is read from %s', (_, env) => {
    expect(trafficOf(deployment('api', { env }), ...POSTGRES).egress).toEqual([TO_POSTGRES]);
  });

  test('is read from a ConfigMap that it reads whole', () => {
    const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: api}\ndata: {DATABASE_URL: "postgres://postgres:5000"}\n';
    const api = deployment('api').replace('env: []', 'envFrom: [{configMapRef: {name: api}}]');
    expect(trafficOf(api, config, ...POSTGRES).egress).toEqual([TO_POSTGRES]);
  });

  test('may be on the internet', () => {
    const env = '[{name: MODEL_URL, value: "https://models.example.com/v1"}]';
    expect(trafficOf(deployment('api', { env })).egress).toEqual([{ who: 'internet', ports: [{ port: 443 }] }]);
  });

  test.each([
    ['its own address', '[{name: LISTEN_HOST, value: "0.0.0.0:8080"}, {name: BIND_ADDRESS, value: "127.0.0.1"}]'],
    ['a sidecar', '[{name: PROXY_URL, value: "http://localhost:15000"}]'],
    ['a number', '[{name: SERVER, value: "3"}]'],
  ])('is nobody where it is %s', (_, env) => {
    expect(trafficOf(deployment('api', { env })).egress).toEqual([]);
  });

  test('is nobody where a word is only like a name', () => {
    expect(trafficOf(deployment('api', { env: '[{name: STORE, value: postgres}]' }), ...POSTGRES).egress).toEqual([]);
  });

  test.each([
    ['an address from a Secret', '[{name: DATABASE_URL, valueFrom: {secretKeyRef: {name: db, key: url}}}]'],
    ['an address that is filled in later', '[{name: DATABASE_URL, value: "postgres://$(HOST):5432"}]'],
    ['a name that nothing in the workspace has', '[{name: DATABASE_URL, value: "postgres://primary.corp.internal:5432"}]'],
    ['an address of a private network', '[{name: DATABASE_URL, value: "postgres://10.1.2.3:5432"}]'],
  ])('is not limited with %s', (_, env) => {
    expect(trafficOf(deployment('api', { env }), ...POSTGRES)).not.toHaveProperty('egress');
  });

  test('names the namespace where it is another one', () => {
    const api = deployment('api', { namespace: 'chat', env: '[{name: CACHE_URL, value: "redis://redis.data:6379"}]' });
    const redis = deployment('redis', { namespace: 'data', ports: '[{containerPort: 6379}]' });
    expect(trafficOf(api, redis, service('redis', '[{port: 6379}]', { namespace: 'data' })).egress).toEqual([
      { who: 'pods', labels: { app: 'redis' }, namespace: 'data', ports: [{ port: 6379 }] },
    ]);
  });
});

describe('who connects to a workload', () => {
  const API = service('api', '[{port: 80, targetPort: http}]');

  test('is who is configured with its Service', () => {
    const callers = [
      deployment('web', { env: '[{name: API_URL, value: "http://api"}]' }),
      deployment('cron', { env: '[{name: OTHER_URL, value: "http://apis"}]' }),
    ];
    expect(trafficOf(deployment('api'), API, ...callers).ingress).toEqual([
      { who: 'pods', labels: { app: 'web' }, ports: [{ port: 8080 }] },
    ]);
  });

  test('is the whole cluster where a route leads to it, for whoever serves that is somewhere', () => {
    const ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: api}
spec: {defaultBackend: {service: {name: api, port: {number: 80}}}}
`;
    expect(trafficOf(deployment('api'), API, ingress).ingress).toEqual([{ who: 'cluster', ports: [{ port: 8080 }] }]);
  });

  test('is everyone where its Service is open to the outside', () => {
    const open = service('api', '[{port: 443, targetPort: http}]', { type: 'LoadBalancer' });
    expect(trafficOf(deployment('api'), open).ingress).toEqual([{ who: 'everyone', ports: [{ port: 8080 }] }]);
  });

  test('is nobody where nothing shows', () => {
    expect(trafficOf(deployment('api'), API)).toEqual({ ingress: [], egress: [] });
  });
});

describe('the policy', () => {
  test('lets all of them through, those with the same ports by one rule', () => {
    const env = '[{name: MODEL_URL, value: "https://models.example.com/v1"}, {name: DATABASE_URL, value: "postgres://postgres:5000"}]';
    const manifests = [
      deployment('api', { env }),
      service('api', '[{port: 80, targetPort: http}]'),
      ...POSTGRES,
      deployment('web', { env: '[{name: API_URL, value: "http://api"}]' }),
      deployment('worker', { env: '[{name: API_URL, value: "http://api"}]' }),
    ];
    const { inventory } = analyze([{ uri: 'file:///work/all.yaml', text: manifests.join('---\n') }], []);
    const workload = inventory.workloads()[0]?.workload as Workload;
    const spec = networkPolicy(workload, knownTraffic(workload, inventory))?.spec ?? null;
    expect(stringify(spec)).toBe(`podSelector:
  matchLabels:
    app: api
policyTypes:
- Ingress
- Egress
ingress:
- from:
  - podSelector:
      matchLabels:
        app: web
  - podSelector:
      matchLabels:
        app: worker
  ports:
  - protocol: TCP
    port: 8080
egress:
- to:
  - namespaceSelector:
      matchLabels:
        kubernetes.io/metadata.name: kube-system
    podSelector:
      matchLabels:
        k8s-app: kube-dns
  ports:
  - protocol: UDP
    port: 53
  - protocol: TCP
    port: 53
- to:
  - ipBlock:
      cidr: 0.0.0.0/0
      except:
      - 10.0.0.0/8
      - 172.16.0.0/12
      - 192.168.0.0/16
      - 169.254.0.0/16
  ports:
  - protocol: TCP
    port: 443
- to:
  - podSelector:
      matchLabels:
        app: postgres
  ports:
  - protocol: TCP
    port: 5432`);
  });
});
