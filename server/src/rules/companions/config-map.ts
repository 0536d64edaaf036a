import type { Resource } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { companionMetadata } from './metadata.ts';

/** A ConfigMap with its keys and no values, which only a person knows. */
export function configMapSkeleton(owner: Pick<Resource, 'namespace' | 'labels'>, name: string, keys: readonly string[]): JsonMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: companionMetadata(owner, name),
    data: Object.fromEntries(keys.map((key) => [key, ''])),
  };
}
