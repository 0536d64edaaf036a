import type { LimitDefaults } from '../capacity/pod.ts';
import { limitDefaults } from '../capacity/pod.ts';
import { requestOf } from '../resources/container.ts';
import { patchesOf, patchesOfContainer } from '../resources/kustomize-patches.ts';
import { parseQuantity } from '../resources/quantity.ts';
import type { Container, Inventory, Quantity, Workload } from '../resources/types.ts';
import { once } from '../schema/once.ts';
import { getAt, isMap, mapAt } from '../yaml/json.ts';
import type { Json } from '../yaml/types.ts';
import type { Level } from './types.ts';

/** The resources that the guide gives every container. */
export type ResourceName = 'cpu' | 'memory';
/** The two lists of a container's resources. */
export type ListName = 'requests' | 'limits';

/** What a container ends up with once Kubernetes has filled in what its manifest leaves out. */
export interface Provision {
  /** False where neither the container, its pod, a kustomize patch nor a LimitRange states any request or limit. */
  readonly hasSome: boolean;
  /** True where somebody states the figure, be it one that can't be read. A limit is a request, too. */
  isGiven(list: ListName, resource: ResourceName | 'ephemeral-storage'): boolean;
  /** The request it is scheduled by; undefined where there is none, or none that can be read. */
  request(resource: ResourceName): Quantity | undefined;
  /** True where the pod states resources of its own, which its containers must then fit into. */
  readonly isPodLevel: boolean;
}

/** Resources that are no mapping are filled in later (`${RESOURCES}`), or wrong; either way nothing is known to be missing. */
const UNKNOWN: Provision = { hasSome: true, isGiven: () => true, request: () => undefined, isPodLevel: false };

/** What a container ends up with: its own resources, those of its pod, what patches lay over both, and the defaults of LimitRanges. */
export function provisionOf(container: Container, inventory: Inventory): Provision {
  const own = container.value.resources ?? null;
  if (own !== null && !isMap(own)) return UNKNOWN;
  const pod = mapAt(container.workload.podSpec, ['resources']);
  // Most containers state all of it themselves, so that nobody else need be asked.
  const patched = once(() => patchedResources(container, inventory));
  const defaults = once(() => defaultsFor(container.workload, inventory));
  const isStated = (list: ListName, resource: string) =>
    [own, pod].some((holder) => states(holder, list, resource)) || patched().some((holder) => states(holder, list, resource));
  const isDefaulted = (list: ListName, resource: string) => defaults().some((each) => each[list][resource] !== undefined);
  return {
    get hasSome() {
      return [own, pod].some(hasEntries) || patched().some(hasEntries) || defaults().some(hasDefaults);
    },
    isGiven: (list, resource) =>
      isStated(list, resource) || (list === 'requests' && isStated('limits', resource)) || isDefaulted(list, resource),
    request: (resource) => statedRequest(container, resource) ?? defaults().find(({ requests }) => requests[resource])?.requests[resource],
    isPodLevel: hasEntries(pod),
  };
}

/** A level for an init container, which ends before the pod serves and so does less harm: one step down. */
export function levelFor(container: Container, level: 'warning' | 'info'): Level {
  if (container.kind !== 'init') return level;
  return level === 'warning' ? 'info' : 'strict';
}

function patchedResources(container: Container, inventory: Inventory): readonly (Json | undefined)[] {
  const pods = patchesOf(container.workload, inventory).map(({ podSpec }) => podSpec.resources);
  return [...pods, ...patchesOfContainer(container, inventory).map(({ value }) => value.resources)];
}

function defaultsFor(workload: Workload, inventory: Inventory): readonly LimitDefaults[] {
  const own = inventory.namespaceOf(workload.resource);
  return inventory.ofKind('LimitRange').flatMap(({ resource }) => {
    const namespace = inventory.namespaceOf(resource);
    return own === undefined || namespace === undefined || own === namespace ? [limitDefaults(resource)] : [];
  });
}

function hasDefaults({ requests, limits }: LimitDefaults): boolean {
  return Object.keys(requests).length > 0 || Object.keys(limits).length > 0;
}

function statedRequest(container: Container, resource: ResourceName): Quantity | undefined {
  const stated = requestOf(container, resource);
  const written = getAt(container.value, ['resources', 'requests', resource]) ?? null;
  // An unreadable request is not the limit beside it.
  return written === null || parseQuantity(written) !== undefined ? stated : undefined;
}

/** A list that is no mapping is filled in later (`${LIMITS}`), or wrong, and so may hold anything. */
function states(resources: Json | undefined, list: ListName, resource: string): boolean {
  const amounts = getAt(resources, [list]) ?? null;
  return isMap(amounts) ? (amounts[resource] ?? null) !== null : amounts !== null;
}

function hasEntries(resources: Json | undefined): boolean {
  return (['requests', 'limits'] as const).some((list) => {
    const amounts = getAt(resources, [list]) ?? null;
    return isMap(amounts) ? Object.values(amounts).some((amount) => amount !== null) : amounts !== null;
  });
}
