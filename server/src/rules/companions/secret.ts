import type { Resource } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { companionMetadata } from './metadata.ts';

/** A Secret with its keys and no values: those are to be filled in outside of the repository. */
export function secretSkeleton(owner: Pick<Resource, 'namespace' | 'labels'>, name: string, keys: readonly string[]): JsonMap {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: companionMetadata(owner, name),
    type: 'Opaque',
    stringData: Object.fromEntries(keys.map((key) => [key, ''])),
  };
}
