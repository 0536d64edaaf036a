import { getAt, listAt } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import type { LabelSelector } from './label-selectors.ts';
import { labelSelectorsOf } from './label-selectors.ts';
import { objectMemo } from './object-memo.ts';
import type { Resource } from './types.ts';

/** A place at which an object says which port it means of what its selectors match. */
export interface PortUse {
  /** Of the port, absolute in the document. */
  readonly route: Route;
  /** As written: usually a name or a number. */
  readonly value: Json;
  /** Those that choose the pods (or Services, as {@link LabelSelector.of} says) whose port it is. */
  readonly selectors: readonly LabelSelector[];
}

/** Where the ports of an object are, and of whom. */
interface Shape {
  /** To the list that holds what has ports. */
  readonly list: Route;
  /** From an entry to its own list of ports; without it, the entry is the port. */
  readonly inner?: string;
  /** The port in what has it. */
  readonly field: string;
  /** Whose selector it is; `peer` is that of the entry's own peers. */
  readonly whose: LabelSelector['via'] | 'peer';
}

/** By `group/Kind`. Sources: Kubernetes API reference; the Prometheus operator's API reference. */
const SHAPES: ReadonlyMap<string, readonly Shape[]> = new Map([
  ['/Service', [{ list: ['spec', 'ports'], field: 'targetPort', whose: 'service' }]],
  [
    'networking.k8s.io/NetworkPolicy',
    [
      { list: ['spec', 'ingress'], inner: 'ports', field: 'port', whose: 'policy' },
      { list: ['spec', 'egress'], inner: 'ports', field: 'port', whose: 'peer' },
    ],
  ],
  ['monitoring.coreos.com/ServiceMonitor', [{ list: ['spec', 'endpoints'], field: 'port', whose: 'monitor' }]],
  ['monitoring.coreos.com/PodMonitor', [{ list: ['spec', 'podMetricsEndpoints'], field: 'port', whose: 'monitor' }]],
]);

/** The ports that an object names of the pods or Services which it selects. Memoised by object. */
export const portUsesOf: (resource: Resource) => readonly PortUse[] = objectMemo((resource) =>
  (SHAPES.get(`${resource.group}/${resource.kind}`) ?? []).flatMap((shape) => usesOf(resource, shape)),
);

function usesOf(resource: Resource, { list, inner, field, whose }: Shape): readonly PortUse[] {
  const { value, route } = resource;
  return (listAt(value, list) ?? []).flatMap((entry, index) => {
    const at = [...list, index];
    const holders = inner === undefined ? [{ holder: entry, at }] : itemsOf(entry, inner, at);
    const selectors = selectorsOf(resource, whose, [...route, ...at]);
    return holders.flatMap(({ holder, at: own }) => {
      const port = getAt(holder, [field]);
      return port === undefined ? [] : [{ route: [...route, ...own, field], value: port, selectors }];
    });
  });
}

function itemsOf(entry: Json, field: string, at: Route): readonly { readonly holder: Json; readonly at: Route }[] {
  return (listAt(entry, [field]) ?? []).map((holder, index) => ({ holder, at: [...at, field, index] }));
}

/** @param at route of the entry, absolute */
function selectorsOf(resource: Resource, whose: Shape['whose'], at: Route): readonly LabelSelector[] {
  const all = labelSelectorsOf(resource);
  if (whose !== 'peer') return all.filter(({ via }) => via === whose);
  return all.filter(({ via, route }) => via === 'policy-peer' && at.every((step, index) => step === route[index]));
}
