import type { Resource } from '../../resources/types.ts';
import { isMap, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';

/** The resources that a VerticalPodAutoscaler sets. */
export const CONTROLLED = ['cpu', 'memory'] as const;
/** One of {@link CONTROLLED}. */
export type Controlled = (typeof CONTROLLED)[number];

/** What a VerticalPodAutoscaler does with one container, or with all that no other policy names (`*`). */
export interface ContainerPolicy {
  readonly route: Route;
  readonly container: string;
  readonly controlled: readonly Controlled[];
  /** Of those, the ones that it may raise without a bound. */
  readonly unbounded: readonly Controlled[];
}

/** The stated policies of the containers that it does something with; undefined where it states none at all. */
export function containerPolicies({ value, route }: Resource): readonly ContainerPolicy[] | undefined {
  const at: Route = ['spec', 'resourcePolicy', 'containerPolicies'];
  const list = listAt(value, at);
  if (list === undefined || list.length === 0) return undefined;
  return list.flatMap((policy, index) => {
    if (!isMap(policy) || policy.mode === 'Off') return [];
    const stated = listAt(policy, ['controlledResources']);
    const controlled = CONTROLLED.filter((resource) => stated === undefined || stated.includes(resource));
    const most = mapAt(policy, ['maxAllowed']) ?? {};
    const unbounded = controlled.filter((resource) => (most[resource] ?? null) === null);
    return [{ route: [...route, ...at, index], container: stringAt(policy, ['containerName']) ?? '', controlled, unbounded }];
  });
}

/** Modes in which it changes running pods (Kubernetes' VPA documentation); `Auto` is what it does where none is stated. */
const ACTIVE: ReadonlySet<string> = new Set(['Auto', 'Recreate', 'InPlaceOrRecreate', 'InPlace']);
const DEFAULT_MODE = 'Auto';

/** The mode in which it changes the requests of pods; undefined where it only recommends, or sets them once at their start. */
export function activeMode({ value }: Resource): string | undefined {
  const mode = stringAt(value, ['spec', 'updatePolicy', 'updateMode']) ?? DEFAULT_MODE;
  return ACTIVE.has(mode) ? mode : undefined;
}
