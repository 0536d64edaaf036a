import { expect, test } from 'vitest';
import { controllerOf } from '../../../server/src/resources/ingress-controller.ts';
import { resourcesOf } from '../../../server/src/resources/resource.ts';
import type { Resource } from '../../../server/src/resources/types.ts';
import { parseFile } from '../../../server/src/yaml/parse.ts';

function ingress(className: string | undefined, annotations: Readonly<Record<string, string>>): Resource {
  const value = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'chat', annotations },
    spec: className === undefined ? {} : { ingressClassName: className },
  };
  const [placed] = parseFile(JSON.stringify(value)).documents;
  const [resource] = placed ? resourcesOf(placed.document) : [];
  if (resource === undefined) throw new Error('An Ingress is a resource');
  return resource;
}

test.each([
  ['nginx', 'ingress-nginx'],
  ['public-nginx', 'ingress-nginx'],
  ['webapprouting.kubernetes.azure.com', 'ingress-nginx'],
  ['traefik', 'traefik'],
  ['contour-internal', 'contour'],
  ['kong', 'kong'],
  ['alb', 'aws'],
  ['gce-internal', 'gce'],
  ['azure-application-gateway', 'azure'],
  ['istio', 'istio'],
  ['cilium', 'cilium'],
  ['openshift-default', 'openshift'],
  // Two controllers go by this name.
  ['haproxy', undefined],
  ['edge', undefined],
])('the class %s is of %s', (className, id) => {
  expect(controllerOf(ingress(className, {}))?.id).toBe(id);
});

test.each([
  ['nginx.ingress.kubernetes.io/affinity', 'ingress-nginx'],
  ['nginx.org/ssl-redirect', 'nginx'],
  ['haproxy.org/ssl-redirect', 'haproxy'],
  ['haproxy-ingress.github.io/ssl-redirect', 'haproxy-ingress'],
  ['alb.ingress.kubernetes.io/scheme', 'aws'],
  ['appgw.ingress.kubernetes.io/ssl-redirect', 'azure'],
  ['konghq.com/plugins', 'kong'],
  ['cert-manager.io/cluster-issuer', undefined],
])('without a class, %s is of %s', (annotation, id) => {
  expect(controllerOf(ingress(undefined, { [annotation]: 'x' }))?.id).toBe(id);
  expect(controllerOf(ingress('edge', { [annotation]: 'x' }))?.id).toBe(id);
});

test('annotations decide between the controllers of one class, and no others', () => {
  expect(controllerOf(ingress('nginx', { 'nginx.org/ssl-redirect': 'true' }))?.id).toBe('nginx');
  expect(controllerOf(ingress('haproxy', { 'haproxy.org/ssl-redirect': 'true' }))?.id).toBe('haproxy');
  expect(controllerOf(ingress('traefik', { 'nginx.ingress.kubernetes.io/affinity': 'cookie' }))?.id).toBe('traefik');
  const both = { 'nginx.ingress.kubernetes.io/affinity': 'cookie', 'traefik.ingress.kubernetes.io/router.tls': 'true' };
  expect(controllerOf(ingress(undefined, both))).toBeUndefined();
});

test('the old annotation gives the class', () => {
  expect(controllerOf(ingress(undefined, { 'kubernetes.io/ingress.class': 'kong' }))?.id).toBe('kong');
});
