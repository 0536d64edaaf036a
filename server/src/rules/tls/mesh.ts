import { stringsOf } from '../../resources/resource.ts';
import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { getAt, stringAt } from '../../yaml/json.ts';

/** A service mesh that gives pods mutual TLS by a proxy beside them, or on their node. */
export type Mesh = 'Istio' | 'Linkerd';

/** What a namespace or pod says of the proxy beside its pods, by label or annotation. */
interface Injection {
  readonly mesh: Mesh;
  readonly key: string;
  readonly on: RegExp;
  readonly off: RegExp;
}

/** Source: Istio's documentation on sidecar injection and ambient mode, Linkerd's on automatic proxy injection. */
const INJECTIONS: readonly Injection[] = [
  { mesh: 'Istio', key: 'istio-injection', on: /^enabled$/, off: /^disabled$/ },
  { mesh: 'Istio', key: 'istio.io/rev', on: /./, off: /^$/ },
  { mesh: 'Istio', key: 'istio.io/dataplane-mode', on: /^ambient$/, off: /^none$/ },
  { mesh: 'Istio', key: 'sidecar.istio.io/inject', on: /^true$/, off: /^false$/ },
  { mesh: 'Linkerd', key: 'linkerd.io/inject', on: /^(?:enabled|ingress)$/, off: /^disabled$/ },
];

type Words = Readonly<Record<string, string>>;

/** The mesh that a namespace takes its pods into; undefined where it says nothing of one. */
export function meshOf({ labels, annotations }: Resource): Mesh | undefined {
  return INJECTIONS.find(({ key, on }) => on.test(labels[key] ?? annotations[key] ?? ''))?.mesh;
}

/** Where pods say that they stay out of a mesh: a label or annotation, by its key. */
export interface OptOut {
  readonly key: string;
  readonly value: string;
  readonly holder: 'labels' | 'annotations';
}

/** How the pods of a workload stay out of a mesh; undefined where they don't. */
export function optOutOf({ podLabels, templateRoute, resource }: Workload, mesh: Mesh): OptOut | undefined {
  const route = [...templateRoute.slice(resource.route.length), 'metadata', 'annotations'];
  const holders: readonly (readonly [OptOut['holder'], Words])[] = [
    ['labels', podLabels],
    ['annotations', stringsOf(getAt(resource.value, route))],
  ];
  for (const { key, off } of INJECTIONS.filter((injection) => injection.mesh === mesh)) {
    for (const [holder, words] of holders) {
      const value = words[key];
      if (value !== undefined && off.test(value)) return { key, value, holder };
    }
  }
  return undefined;
}

/** Namespaces that hold what counts for the whole mesh, unless its configuration says otherwise. */
const ROOT = 'istio-system';

/** True where a policy of Istio has all pods of a namespace take mutual TLS alone: one of its own, or one for the whole mesh. */
export function isStrict(namespace: string, inventory: Inventory): boolean {
  const policies = inventory.ofKind('PeerAuthentication').map(({ resource }) => resource);
  const forAll = policies.filter(({ value }) => Object.keys(stringsOf(getAt(value, ['spec', 'selector', 'matchLabels']))).length === 0);
  const modeIn = (wanted: string): string | undefined => {
    const found = forAll.filter((policy) => inventory.namespaceOf(policy) === wanted || inventory.namespaceOf(policy) === undefined);
    return found.map(({ value }) => stringAt(value, ['spec', 'mtls', 'mode'])).find((mode) => mode !== undefined && mode !== 'UNSET');
  };
  return (modeIn(namespace) ?? modeIn(ROOT)) === 'STRICT';
}

/** True where the namespace has a policy of its own for all pods, whatever that says: whoever wrote it is told there. */
export function hasPolicy(namespace: string, inventory: Inventory): boolean {
  return inventory.ofKind('PeerAuthentication').some(({ resource }) => {
    const own = inventory.namespaceOf(resource);
    return (own === undefined || own === namespace) && getAt(resource.value, ['spec', 'selector']) === undefined;
  });
}
