import { addressScope, isPublicName } from '../../resources/address.ts';
import { isLocalHost } from '../../resources/hosts.ts';
import { isPlaceholder } from '../placeholder.ts';

/**
 * True for a host that is certainly beyond the machine, the cluster and private networks; false where that can't be known.
 * @param localHosts patterns as {@link isLocalHost} takes them
 */
export function isFarHost(host: string, localHosts: readonly string[]): boolean {
  if (isPlaceholder(host) || isLocalHost(host, localHosts)) return false;
  const scope = addressScope(host);
  return scope === undefined ? isPublicName(host) : scope === 'public';
}
