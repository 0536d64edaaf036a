import { classOf, isChallengeSolver, isIngress, isPartOfAnother } from '../../resources/ingress.ts';
import { objectMemo } from '../../resources/object-memo.ts';
import type { Entry, Inventory, ObjectTrait, Resource } from '../../resources/types.ts';
import { isMap, listAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';

export default defineRule({
  id: 'references/ingress-conflict',
  level: 'warning',
  scope: 'resource',
  kinds: ['Ingress'],
  workspace: true,
  docs: {
    summary: 'Two Ingresses of one class claim the same host and path',
    why:
      'A controller has one place for a host and a path. Of two Ingresses that claim it one is left out, usually the younger one and without a word, so ' +
      'which backend gets the requests depends on the order in which they were applied.',
    fix: 'Give one of them another host or path, or join both in one Ingress.',
    exceptions:
      'Information where the two are not applied together by what the workspace shows, and may be for different clusters. Silent for Ingresses of one ' +
      'name and namespace, which are one object, of different classes or path types, for canaries, mergeable Ingresses and ACME solvers, in patches and ' +
      'templates, and for hosts and paths that are filled in later.',
    sources: [
      'ingress-nginx documentation, How it works: the oldest rule wins where the same path for the same host is defined in more than one Ingress',
    ],
  },
  messages: {
    conflict: '{object} claims {place}, and so does {other}; the controller serves one of them and leaves the other out.',
  },
  *check(resource, { inventory, partial }) {
    if (!isIngress(resource) || partial || isApart(resource)) return;
    for (const { key, route, text } of claimsOf(resource)) {
      const known = claimsBy(key, inventory);
      const other = known.find((claim) => claim.entry.resource !== resource && isRival(resource, claim.entry, inventory));
      if (!other || !isLater(resource, other.entry, known)) continue;
      const title = titleOf(other.entry.resource);
      yield {
        at: route,
        part: 'value',
        message: 'conflict',
        level: inventory.areAppliedTogether(resource, other.entry.resource) ? 'warning' : 'info',
        data: { object: titleOf(resource), place: text, other: title },
        related: [{ in: other.entry.resource, at: other.route, message: `${title} claims it, too` }],
      };
    }
  },
});

/** A host and path of an Ingress. */
interface Claim {
  /** The same for claims that are in each other's way. */
  readonly key: string;
  readonly route: Route;
  readonly text: string;
}

interface KnownClaim extends Claim {
  readonly entry: Entry;
}

/** All that have a claim of a key. */
function claimsBy(key: string, inventory: Inventory): readonly KnownClaim[] {
  return inventory.filedBy(CLAIMS, key).flatMap((entry) => {
    const claims = claimsOf(entry.resource).filter((claim) => claim.key === key);
    return claims.map((claim) => ({ ...claim, entry }));
  });
}

const CLAIMS: ObjectTrait = {
  id: 'ingress-claim',
  kinds: ['Ingress'],
  keysOf: (ingress) => (isIngress(ingress) && !isApart(ingress) ? claimsOf(ingress).map(({ key }) => key) : []),
};

/** True where an Ingress is made to share the host and path of another. */
function isApart(ingress: Resource): boolean {
  return isPartOfAnother(ingress) || isChallengeSolver(ingress);
}

const claimsOf: (ingress: Resource) => readonly Claim[] = objectMemo((ingress) => {
  const route: Route = [...ingress.route, 'spec', 'rules'];
  return (listAt(ingress.value, ['spec', 'rules']) ?? []).flatMap((rule, index) => {
    const host = stringAt(rule, ['host']) || undefined;
    const paths = listAt(rule, ['http', 'paths']) ?? [];
    return paths.flatMap((path, at) => claimOf(ingress, host, path, [...route, index, 'http', 'paths', at, 'path']));
  });
});

function claimOf(ingress: Resource, host: string | undefined, value: Json, route: Route): readonly Claim[] {
  if (!isMap(value)) return [];
  const path = stringAt(value, ['path']) || '/';
  if (isPlaceholder(path) || (host !== undefined && isPlaceholder(host))) return [];
  const type = stringAt(value, ['pathType']) ?? 'ImplementationSpecific';
  // A prefix is matched by its elements, so that a slash at its end makes no difference (Kubernetes documentation, Ingress: Path types).
  const matched = type === 'Prefix' ? path.replace(/\/+$/, '') : path;
  const key = JSON.stringify([classOf(ingress) ?? null, host ?? null, type, matched]);
  return [{ key, route, text: `${path} of ${host ?? 'every host'}` }];
}

/** Whether another Ingress is one more that reaches the cluster, not the same object in another place, a patch, or a template. */
function isRival(resource: Resource, { resource: other, uri }: Entry, inventory: Inventory): boolean {
  const isSame = other.name === resource.name && inventory.namespaceOf(other) === inventory.namespaceOf(resource);
  return !isSame && !inventory.contextOf(uri).partial && inventory.placementsOf(other).length > 0;
}

/** It is told once, at the one that comes later in the workspace. */
function isLater(resource: Resource, other: Entry, claims: readonly KnownClaim[]): boolean {
  const index = (of: Resource): number => claims.findIndex(({ entry }) => entry.resource === of);
  return index(resource) > index(other.resource);
}
