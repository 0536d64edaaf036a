import type { CustomSource } from '../../schema/types.ts';
import type { Context } from '../types.ts';
import type { Owner } from './place.ts';

/** A release of the project that defines a custom kind. */
export type Release = Extract<CustomSource, { readonly from: 'release' }>;

/**
 * The release that an object is judged by; undefined where its schema is Kubernetes' or the workspace's own. A cluster may well run another
 * release, which knows more, so what this one rejects is no certain error.
 */
export function releaseFor(owner: Owner, { schemas, settings }: Context): Release | undefined {
  if (owner === undefined || !('kind' in owner)) return undefined;
  const source = schemas.kind(owner.apiVersion, owner.kind, settings.kubernetesVersion)?.custom;
  return source?.from === 'release' ? source : undefined;
}
