import { describe, expect, test } from 'vitest';
import { schemas } from '../../schemas.ts';

describe('deprecation', () => {
  test.each([
    ['1.25', 'deprecated', '1.26'],
    ['1.26', 'removed', '1.26'],
    ['v1.36.2', 'removed', '1.26'],
  ])('autoscaling/v2beta2 in %s is %s', (target, state, version) => {
    const replacement = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' };
    expect(schemas.deprecation('autoscaling/v2beta2', 'HorizontalPodAutoscaler', target)).toEqual({
      state,
      version,
      event: 'removal',
      replacement,
    });
  });

  test('an API version is fine until three versions before its end', () => {
    expect(schemas.deprecation('autoscaling/v2beta2', 'HorizontalPodAutoscaler', '1.22')).toBeUndefined();
  });

  test('a beta is deprecated three versions after its first, where a stable version has followed', () => {
    const replacement = { apiVersion: 'networking.k8s.io/v1', kind: 'IPAddress' };
    const deprecated = { state: 'deprecated', version: '1.34', event: 'warning', replacement };
    expect(schemas.deprecation('networking.k8s.io/v1beta1', 'IPAddress', '1.33')).toBeUndefined();
    expect(schemas.deprecation('networking.k8s.io/v1beta1', 'IPAddress', '1.34')).toEqual(deprecated);
    expect(schemas.deprecation('certificates.k8s.io/v1beta1', 'ClusterTrustBundle', '1.36')).toBeUndefined();
  });

  test('what replaces a removed version is what the target has', () => {
    expect(schemas.deprecation('networking.k8s.io/v1alpha1', 'IPAddress', '1.32')?.replacement?.apiVersion).toBe(
      'networking.k8s.io/v1beta1',
    );
    expect(schemas.deprecation('networking.k8s.io/v1alpha1', 'IPAddress', '1.36')?.replacement?.apiVersion).toBe('networking.k8s.io/v1');
  });

  test('a stable version can be deprecated for another kind, or for nothing', () => {
    expect(schemas.deprecation('v1', 'Endpoints', '1.32')).toBeUndefined();
    expect(schemas.deprecation('v1', 'Endpoints', '1.33')?.replacement).toEqual({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
    });
    expect(schemas.deprecation('v1', 'ComponentStatus', '1.36')).toMatchObject({ state: 'deprecated', replacement: undefined });
  });

  test.each([
    ['apps/v1', 'Deployment'],
    ['example.com/v1beta1', 'Thing'],
    ['certificates.k8s.io/v1alpha1', 'PodCertificateRequest'],
  ])('%s %s is not deprecated in 1.33', (apiVersion, kind) => {
    expect(schemas.deprecation(apiVersion, kind, '1.33')).toBeUndefined();
  });
});
