import type { JsonMap } from '../../yaml/types.ts';

/**
 * The policy of Istio by which the pods of a namespace take mutual TLS only. The one that holds for a whole namespace is customarily called
 * `default` (Istio documentation, PeerAuthentication).
 * @param namespace undefined where none is stated
 */
export function peerAuthentication(namespace: string | undefined): JsonMap {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: 'default', ...(namespace === undefined ? {} : { namespace }) },
    spec: { mtls: { mode: 'STRICT' } },
  };
}
