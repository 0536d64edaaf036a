import type { Resource } from '../resources/types.ts';

/** How messages name an object: `Ingress "chat"`, or `This Ingress` where it has no name yet. */
export function titleOf({ kind, name }: Resource): string {
  return name === undefined ? `This ${kind}` : `${kind} "${name}"`;
}
