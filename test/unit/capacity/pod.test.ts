import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limitDefaults, podAmounts } from '../../../server/src/capacity/pod.ts';
import { formatBytes, formatCores } from '../../../server/src/resources/quantity.ts';
import { fuzz } from '../../fuzz.ts';
import { deployment, resourceOf, workloadFrom } from '../resources/workspace.ts';

const MI = 2 ** 20;

interface Part {
  readonly requests?: string;
  readonly limits?: string;
}

const resources = ({ requests, limits }: Part) =>
  `resources: {${requests ? `requests: ${requests}` : ''}${requests && limits ? ', ' : ''}${limits ? `limits: ${limits}` : ''}}`;
const container = (name: string, part: Part) => `- {name: ${name}, ${resources(part)}}`;
const init = (name: string, part: Part) => `- {name: ${name}, ${resources(part)}}`;
const sidecar = (name: string, part: Part) => `- {name: ${name}, restartPolicy: Always, ${resources(part)}}`;
const pod = (containers: readonly string[], initContainers: readonly string[] = [], more = '') =>
  workloadFrom(
    deployment('api', {
      pod: `${initContainers.length > 0 ? `initContainers:\n${initContainers.join('\n')}\n` : ''}containers:\n${containers.join('\n')}\n${more}`,
    }),
  );
const both = (cpu: string, memory: string): Part => ({
  requests: `{cpu: ${cpu}, memory: ${memory}}`,
  limits: `{cpu: ${cpu}, memory: ${memory}}`,
});

describe('a pod', () => {
  test('is the sum of its containers', () => {
    const { guaranteed, burst } = podAmounts(
      pod([
        container('a', { requests: '{cpu: 100m, memory: 64Mi}', limits: '{cpu: 200m, memory: 128Mi}' }),
        container('b', both('300m', '64Mi')),
      ]),
    );
    expect(guaranteed).toEqual({ cores: 0.4, bytes: 128 * MI });
    expect(burst).toEqual({ cores: 0.5, bytes: 192 * MI });
  });

  test('guarantees the limit where there is no request', () => {
    expect(podAmounts(pod([container('a', { limits: '{cpu: 1, memory: 1Gi}' })]))).toMatchObject({
      guaranteed: { cores: 1, bytes: 1024 * MI },
      burst: { cores: 1, bytes: 1024 * MI },
      missing: [],
    });
  });

  test('says what is unknown', () => {
    expect(podAmounts(pod([container('a', { requests: '{cpu: 1}' }), container('b', both('1', '1Gi'))]))).toEqual({
      guaranteed: { cores: 2, bytes: undefined },
      burst: { cores: undefined, bytes: undefined },
      missing: ['container "a" has no memory request or limit'],
    });
  });

  test('without containers is unknown', () => {
    expect(podAmounts(workloadFrom('apiVersion: apps/v1\nkind: Deployment\n'))).toEqual({
      guaranteed: { cores: undefined, bytes: undefined },
      burst: { cores: undefined, bytes: undefined },
      missing: ['the pod has no containers, so its CPU is unknown', 'the pod has no containers, so its memory is unknown'],
    });
  });
});

describe('init containers', () => {
  test('count only where one is larger than the sum', () => {
    const small = podAmounts(pod([container('a', both('200m', '100Mi'))], [init('i', both('100m', '50Mi'))]));
    expect(small.guaranteed).toEqual({ cores: 0.2, bytes: 100 * MI });
    const large = podAmounts(
      pod([container('a', both('200m', '100Mi'))], [init('i', both('1', '50Mi')), init('j', both('100m', '500Mi'))]),
    );
    expect(large.guaranteed).toEqual({ cores: 1, bytes: 500 * MI });
  });

  test('that state nothing make nothing unknown', () => {
    expect(podAmounts(pod([container('a', both('200m', '100Mi'))], [init('i', {})]))).toMatchObject({
      guaranteed: { cores: 0.2, bytes: 100 * MI },
      missing: [],
    });
  });

  test('that stay are sidecars and add to the sum', () => {
    const { guaranteed, missing } = podAmounts(pod([container('a', both('200m', '100Mi'))], [sidecar('s', both('100m', '50Mi'))]));
    expect(guaranteed).toEqual({ cores: 0.3, bytes: 150 * MI });
    expect(missing).toEqual([]);
  });

  test('come on top of the sidecars started before them, not after', () => {
    const before = podAmounts(
      pod([container('a', both('100m', '10Mi'))], [sidecar('s', both('100m', '10Mi')), init('i', both('1', '10Mi'))]),
    );
    expect(before.guaranteed.cores).toBe(1.1);
    const after = podAmounts(
      pod([container('a', both('100m', '10Mi'))], [init('i', both('1', '10Mi')), sidecar('s', both('100m', '10Mi'))]),
    );
    expect(after.guaranteed.cores).toBe(1);
  });

  test('a sidecar that states nothing makes the sum unknown', () => {
    expect(podAmounts(pod([container('a', both('1', '1Gi'))], [sidecar('s', {})])).missing).toEqual([
      'sidecar "s" has no CPU request or limit',
      'sidecar "s" has no memory request or limit',
    ]);
  });
});

describe('pod-level resources', () => {
  test('win where they are set', () => {
    const { guaranteed, burst } = podAmounts(
      pod([container('a', both('1', '1Gi'))], [], 'resources: {requests: {cpu: 2}, limits: {cpu: 3}}'),
    );
    expect(guaranteed).toEqual({ cores: 2, bytes: 1024 * MI });
    expect(burst).toEqual({ cores: 3, bytes: 1024 * MI });
  });

  test('a limit alone guarantees what the containers ask for, else itself', () => {
    const asked = podAmounts(
      pod([container('a', { requests: '{cpu: 500m}' }), container('b', {})], [], 'resources: {limits: {cpu: 2, memory: 2Gi}}'),
    );
    expect(asked).toMatchObject({ guaranteed: { cores: 0.5, bytes: 2048 * MI }, missing: [] });
  });
});

describe('a LimitRange', () => {
  const range = (limits: string) =>
    resourceOf(`apiVersion: v1\nkind: LimitRange\nspec:\n  limits:\n  - {type: Pod, max: {cpu: 9}}\n  - ${limits}\n`);

  test('gives what containers do not state', () => {
    const limits = range('{type: Container, default: {cpu: 1, memory: 1Gi}, defaultRequest: {cpu: 100m, memory: 128Mi}}');
    expect(podAmounts(pod([container('a', {}), container('b', both('1', '1Gi'))]), limits)).toEqual({
      guaranteed: { cores: 1.1, bytes: 1152 * MI },
      burst: { cores: 2, bytes: 2048 * MI },
      missing: [],
    });
  });

  test("a container's own limit comes before the default request", () => {
    const limits = range('{type: Container, defaultRequest: {cpu: 100m}}');
    expect(podAmounts(pod([container('a', { limits: '{cpu: 2}' })]), limits).guaranteed.cores).toBe(2);
  });

  test('is completed as the API server does', () => {
    const defaults = limitDefaults(range('{type: Container, max: {cpu: 4}, min: {cpu: 100m, memory: 64Mi}, default: {memory: 1Gi}}'));
    expect(defaults.limits).toMatchObject({ cpu: { value: 4 }, memory: { value: 1024 * MI } });
    expect(defaults.requests).toMatchObject({ cpu: { value: 4 }, memory: { value: 1024 * MI } });
    expect(limitDefaults(range('{type: Container, min: {cpu: 100m}}')).requests.cpu?.value).toBe(0.1);
  });

  test('without defaults for containers leaves them unknown', () => {
    expect(
      podAmounts(pod([container('a', {})]), range('{type: PersistentVolumeClaim, max: {storage: 1Gi}}')).guaranteed.cores,
    ).toBeUndefined();
  });
});

test('a pod never guarantees less than any of its containers, whatever their order', () => {
  const part = fc.record({ milli: fc.integer({ min: 1, max: 4000 }), mebi: fc.integer({ min: 1, max: 4096 }) });
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
      const written = parts.map(({ milli, mebi }, index) => container(`c${index}`, both(formatCores(milli / 1000), `${mebi}Mi`)));
      const { guaranteed } = podAmounts(pod(written));
      expect(podAmounts(pod([...written].reverse())).guaranteed).toEqual(guaranteed);
      expect(guaranteed.cores).toBe(parts.reduce((sum, { milli }) => sum + milli, 0) / 1000);
      expect(formatBytes(guaranteed.bytes!)).toBe(formatBytes(parts.reduce((sum, { mebi }) => sum + mebi * MI, 0)));
    }),
    fuzz(50),
  );
});
