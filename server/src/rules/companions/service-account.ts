import type { Resource } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { companionMetadata } from './metadata.ts';

/**
 * A service account for an object's pods.
 * @param name the account's; the owner's own where absent
 * @param token whether the pods get a token for the Kubernetes API
 * @returns undefined where there is no name
 */
export function serviceAccount(
  owner: Resource,
  { token, name = owner.name }: { readonly token: boolean; readonly name?: string | undefined },
): JsonMap | undefined {
  if (name === undefined) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: companionMetadata(owner, name),
    ...(token ? {} : { automountServiceAccountToken: false }),
  };
}
