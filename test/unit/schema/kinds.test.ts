import { describe, expect, test } from 'vitest';
import { schemas } from '../../schemas.ts';

describe('kinds', () => {
  test('have a scope, and versions where not all have them', () => {
    expect(schemas.kind('apps/v1', 'Deployment', '1.36')).toEqual({ namespaced: true, served: true });
    expect(schemas.kind('v1', 'Namespace', '1.36')).toEqual({ namespaced: false, served: true });
    expect(schemas.kind('storage.k8s.io/v1', 'VolumeAttributesClass', '1.33')).toEqual({ namespaced: false, since: '1.34', served: false });
    expect(schemas.kind('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', '1.31')).toEqual({
      namespaced: false,
      until: '1.31',
      served: true,
    });
  });

  test.each([
    ['example.com/v1', 'Thing'],
    ['v1', 'Deployment'],
    ['extensions/v1beta1', 'Ingress'],
    ['v1', 'toString'],
  ])('%s %s is unknown', (apiVersion, kind) => {
    expect(schemas.kind(apiVersion, kind, '1.36')).toBeUndefined();
  });

  test('versions are listed in order, the newest last', () => {
    expect(schemas.versions.at(-1)).toBe(schemas.newest);
    expect(schemas.versions.length).toBeGreaterThanOrEqual(5);
  });

  test.each([
    ['', true],
    ['apps', true],
    ['extensions', true],
    ['networking.k8s.io', true],
    ['cert-manager.io', false],
    ['gateway.networking.k8s.io', false],
  ])('group %j: %s', (group, known) => {
    expect(schemas.knowsGroup(group)).toBe(known);
  });
});

describe('the nearest kind', () => {
  test.each([
    ['v1', 'Deployment', 'apps/v1', 'Deployment'],
    ['apps/v1', 'Deploymnt', 'apps/v1', 'Deployment'],
    ['app/v1', 'Deployment', 'apps/v1', 'Deployment'],
    ['apps/v1', 'statefulset', 'apps/v1', 'StatefulSet'],
    ['apps/v1', 'StatefullSet', 'apps/v1', 'StatefulSet'],
    ['batch/v2', 'CronJob', 'batch/v1', 'CronJob'],
    ['batch/v1', 'Cronjobs', 'batch/v1', 'CronJob'],
    ['network.k8s.io/v1', 'Ingress', 'networking.k8s.io/v1', 'Ingress'],
    ['networking.k8s.io/v1', 'Ingres', 'networking.k8s.io/v1', 'Ingress'],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'autoscaling/v2', 'HorizontalPodAutoscaler'],
    ['apps/v1', 'Service', 'v1', 'Service'],
    ['rbac.authorization.k8s.io/v1beta1', 'Role', 'rbac.authorization.k8s.io/v1', 'Role'],
  ])('of %s %s is %s %s', (apiVersion, kind, nearApiVersion, nearKind) => {
    expect(schemas.nearestKind(apiVersion, kind, '1.36')).toEqual({ apiVersion: nearApiVersion, kind: nearKind });
  });

  test.each([
    ['serving.knative.dev/v1', 'Service'],
    ['pki.example.com/v1', 'Certificate'],
    ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
    ['networking.example.com/v1', 'Gateway'],
    ['autoscaling.k8s.io/v1', 'VerticalPodAutoscaler'],
    ['v1', 'Completely'],
  ])('of %s %s is none: it is somebody else’s', (apiVersion, kind) => {
    expect(schemas.nearestKind(apiVersion, kind, '1.36')).toBeUndefined();
  });

  test('is one that the version has', () => {
    expect(schemas.nearestKind('storage.k8s.io/v1', 'VolumeAttributeClass', '1.36')?.apiVersion).toBe('storage.k8s.io/v1');
    expect(schemas.nearestKind('storage.k8s.io/v1', 'VolumeAttributeClass', '1.31')?.apiVersion).toBe('storage.k8s.io/v1beta1');
  });
});

describe('removed kinds', () => {
  test.each([
    ['extensions/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'],
    ['extensions/v1beta1', 'Deployment', '1.16', 'apps/v1'],
    ['policy/v1beta1', 'PodSecurityPolicy', '1.25', undefined],
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', '1.26', 'autoscaling/v2'],
    ['flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema', '1.32', 'flowcontrol.apiserver.k8s.io/v1'],
    ['networking.k8s.io/v1alpha1', 'IPAddress', '1.31', 'networking.k8s.io/v1beta1'],
  ])('%s %s went in %s for %s', (apiVersion, kind, removedIn, replacement) => {
    expect(schemas.removed(apiVersion, kind)).toEqual({ removedIn, replacement });
  });

  test('living ones were not removed', () => {
    expect(schemas.removed('apps/v1', 'Deployment')).toBeUndefined();
    expect(schemas.removed('example.com/v1', 'Thing')).toBeUndefined();
  });
});
