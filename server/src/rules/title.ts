import type { DatabaseClaim } from '../resources/database-claims.ts';
import type { Resource } from '../resources/types.ts';

/** How messages name an object: `Ingress "chat"`, or `This Ingress` where it has no name yet. */
export function titleOf({ kind, name }: Resource): string {
  return name === undefined ? `This ${kind}` : `${kind} "${name}"`;
}

/** How messages name a database's claim: `Claim "data" of StatefulSet "db"`. */
export function titleOfClaim({ name, owner }: DatabaseClaim): string {
  return name === undefined ? `The volume of ${titleOf(owner)}` : `Claim "${name}" of ${titleOf(owner)}`;
}
