import { isLongRunning, requestOf, resourceListOf } from '../resources/container.ts';
import type { Container, Resource, ResourceList, Workload } from '../resources/types.ts';
import { getAt, listAt, stringAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import type { Json } from '../yaml/types.ts';
import { addKnown } from './model.ts';
import type { Amount } from './types.ts';

/** What one pod of a workload is sure to get and may use. */
export interface PodAmounts {
  /** Requests, as Kubernetes defaults them. */
  readonly guaranteed: Amount;
  /** Limits. */
  readonly burst: Amount;
  /** What of the guaranteed amount is unknown, for the reader: `container "api" has no memory request or limit`. */
  readonly missing: readonly string[];
}

/** Defaults that a namespace's LimitRange gives to containers. */
export interface LimitDefaults {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

type ResourceName = 'cpu' | 'memory';

/**
 * Amounts of one pod by Kubernetes' rules: the sum over containers and sidecars; an ordinary init container only where it, with the sidecars
 * started before it, needs more; pod-level resources win where they are set.
 * @param limitRange a LimitRange of the workload's namespace
 */
export function podAmounts(workload: Workload, limitRange?: Resource): PodAmounts {
  return limitRange ? amountsOf(workload, limitDefaults(limitRange)) : ownAmounts(workload);
}

const ownAmounts: (workload: Workload) => PodAmounts = memo((workload) => amountsOf(workload, undefined));

function amountsOf(workload: Workload, defaults: LimitDefaults | undefined): PodAmounts {
  const guaranteed = (resource: ResourceName) => guaranteedOf(workload, resource, defaults);
  const burst = (resource: ResourceName) => burstOf(workload, resource, defaults);
  const amounts = { cores: guaranteed('cpu'), bytes: guaranteed('memory') };
  return {
    guaranteed: amounts,
    burst: { cores: burst('cpu'), bytes: burst('memory') },
    missing: [
      ...(amounts.cores === undefined ? missingIn(workload, 'cpu', defaults) : []),
      ...(amounts.bytes === undefined ? missingIn(workload, 'memory', defaults) : []),
    ],
  };
}

/** What a LimitRange gives to containers that state nothing, as the API server completes it: max → default → defaultRequest, min → defaultRequest. */
export const limitDefaults: (limitRange: Resource) => LimitDefaults = memo((limitRange) => {
  const items = listAt(limitRange.value, ['spec', 'limits']) ?? [];
  const item = items.find((entry) => stringAt(entry, ['type']) === 'Container');
  const list = (key: string) => resourceListOf(getAt(item, [key]));
  const limits = { ...list('max'), ...list('default') };
  return { limits, requests: { ...list('min'), ...limits, ...list('defaultRequest') } };
});

type Figure = (container: Container) => number | undefined;

function guaranteedOf(workload: Workload, resource: ResourceName, defaults: LimitDefaults | undefined): number | undefined {
  const pod = podLevel(workload);
  const stated = pod.requests[resource]?.value;
  if (stated !== undefined) return stated;
  const figure: Figure = (container) => (requestOf(container, resource) ?? defaults?.requests[resource])?.value;
  const limit = pod.limits[resource]?.value;
  if (limit === undefined) return podSum(workload, figure);
  // With a limit for the pod alone, its request is what its containers ask for, or the limit where they ask for nothing.
  return podSum(workload, (container) => figure(container) ?? 0) || limit;
}

function burstOf(workload: Workload, resource: ResourceName, defaults: LimitDefaults | undefined): number | undefined {
  const stated = podLevel(workload).limits[resource]?.value;
  return stated ?? podSum(workload, (container) => (container.limits[resource] ?? defaults?.limits[resource])?.value);
}

function podLevel(workload: Workload): { readonly requests: ResourceList; readonly limits: ResourceList } {
  const list = (key: string): Json | undefined => getAt(workload.podSpec, ['resources', key]);
  return { requests: resourceListOf(list('requests')), limits: resourceListOf(list('limits')) };
}

/**
 * Sidecars stay, so what an init container needs comes on top of those started before it. One that states nothing is sure of nothing and
 * adds nothing; of a container that runs as long as the pod that makes the sum unknown.
 */
function podSum(workload: Workload, figure: Figure): number | undefined {
  let running: number | undefined = hasContainers(workload) ? 0 : undefined;
  let starting = 0;
  for (const container of workload.containers) {
    const amount = figure(container);
    if (container.kind === 'init') starting = Math.max(starting, addKnown(running, amount) ?? 0);
    else running = addKnown(running, amount);
  }
  return running === undefined ? undefined : Math.max(running, starting);
}

function hasContainers(workload: Workload): boolean {
  return workload.containers.some(({ kind }) => kind === 'container');
}

function missingIn(workload: Workload, resource: ResourceName, defaults: LimitDefaults | undefined): readonly string[] {
  const word = resource === 'cpu' ? 'CPU' : resource;
  if (!hasContainers(workload)) return [`the pod has no containers, so its ${word} is unknown`];
  const isSilent = (container: Container) => isLongRunning(container) && !requestOf(container, resource) && !defaults?.requests[resource];
  return workload.containers.filter(isSilent).map(({ kind, name }) => `${kind} "${name}" has no ${word} request or limit`);
}
