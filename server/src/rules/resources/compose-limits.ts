import { composeBytes, composeCores } from '../../resources/compose-amounts.ts';
import type { ComposeService } from '../../resources/types.ts';
import { getAt } from '../../yaml/json.ts';
import type { Json, Patch, Route, YamlDocument } from '../../yaml/types.ts';
import type { ListName, ResourceName } from '../provision.ts';
import { serviceFieldsBefore } from '../service-fields.ts';

/** An amount at its place. */
export interface StatedAmount {
  readonly route: Route;
  readonly value: Json;
  /** Cores or bytes; undefined where it can't be read. */
  readonly amount: number | undefined;
}

const DEPLOY = { limits: ['deploy', 'resources', 'limits'], requests: ['deploy', 'resources', 'reservations'] } as const;
/** Compose's names of the resources in those lists. */
const KEYS = { cpu: 'cpus', memory: 'memory' } as const;

/** Where a service states an amount, the first one that does: `deploy` has it for all platforms, the service itself as Docker's own options. */
const PLACES: Readonly<Record<ListName, Readonly<Record<ResourceName, readonly Route[]>>>> = {
  limits: {
    cpu: [[...DEPLOY.limits, KEYS.cpu], ['cpus'], ['cpu_quota'], ['cpu_count'], ['cpu_percent']],
    memory: [[...DEPLOY.limits, KEYS.memory], ['mem_limit']],
  },
  requests: {
    cpu: [[...DEPLOY.requests, KEYS.cpu]],
    memory: [[...DEPLOY.requests, KEYS.memory], ['mem_reservation']],
  },
};

/** The limit or reservation that a Compose service states; undefined where it states none. */
export function statedAmount(service: ComposeService, list: ListName, resource: ResourceName): StatedAmount | undefined {
  for (const place of PLACES[list][resource]) {
    const value = getAt(service.value, place) ?? null;
    if (value !== null) return { route: [...service.route, ...place], value, amount: amountOf(value, place, resource) };
  }
  return undefined;
}

/** True where a service states any limit or reservation. */
export function hasAmounts(service: ComposeService): boolean {
  return (['limits', 'requests'] as const).some((list) =>
    (['cpu', 'memory'] as const).some((resource) => statedAmount(service, list, resource) !== undefined),
  );
}

/** True for a service that is given GPUs or other devices: what runs a model needs as much as the model, which the tier's figures don't know. */
export function usesDevices({ value }: ComposeService): boolean {
  return [[...DEPLOY.requests, 'devices'], ['gpus']].some((place) => (getAt(value, place) ?? null) !== null);
}

/** Where a missing limit belongs: beside the others of the service, in their notation. */
export function limitRoute(service: ComposeService, resource: ResourceName): Route {
  const other = statedAmount(service, 'limits', resource === 'cpu' ? 'memory' : 'cpu') ?? statedAmount(service, 'requests', resource);
  const isOwnOption = other !== undefined && other.route.length === service.route.length + 1;
  const inside = isOwnOption ? [resource === 'cpu' ? 'cpus' : 'mem_limit'] : [...DEPLOY.limits, KEYS[resource]];
  return [...service.route, ...inside];
}

/** The patch that sets a limit of a service. */
export function setLimit(document: YamlDocument, at: Route, value: Json): Patch {
  const beside = at.length === 3 ? ['cpus', 'mem_limit', 'mem_reservation'] : ['cpus'];
  return { op: 'set', at, value, after: [...beside, ...serviceFieldsBefore(document, at)] };
}

/** Quotas and counts are limits in units of their own. */
function amountOf(value: Json, place: Route, resource: ResourceName): number | undefined {
  if (resource === 'memory') return composeBytes(value);
  return place.at(-1) === 'cpus' ? composeCores(value) : undefined;
}
