import type { Demand } from '../../capacity/demand.ts';
import { demandOf } from '../../capacity/demand.ts';
import { formatConversations, formatCount } from '../../capacity/format.ts';
import type { DeploymentSizing, WorkloadSizing } from '../../capacity/sizing.ts';
import { deploymentSizing } from '../../capacity/sizing.ts';
import type { Amount, Capacity, Range } from '../../capacity/types.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import type { Settings } from '../../settings.ts';
import type { Patch, Route } from '../../yaml/types.ts';
import { titleOf } from '../title.ts';
import type { Data, Problem } from '../types.ts';

/** A demand that what is guaranteed does not carry for sure, and the workload whose replicas would make it do so. */
export interface Shortfall {
  readonly demand: Demand;
  readonly total: Amount;
  /** Tight: it fits by the guide's optimistic figures only. */
  readonly tight: boolean;
  readonly scaled: Scaled;
}

/** The number of pods that decides what a workload adds to its deployment at the peak. */
export interface Scaled {
  readonly sizing: WorkloadSizing;
  /** The workload, or the autoscaler that owns its replicas. */
  readonly owner: Resource;
  /** Of the number of pods, from the root of the owner's document. */
  readonly at: Route;
}

/**
 * The shortfall of the workspace's deployment by one of its bounds. undefined where no demand is stated, where nothing serves conversations,
 * or where the amounts of something that serves them are unknown, since then nobody knows the sum.
 */
export function shortfallOf(inventory: Inventory, settings: Settings, bound: (capacity: Capacity) => Range): Shortfall | undefined {
  // Sizing asks for every workload, so that any edit would size all of them again: only where somebody says what they must carry.
  if (demandOf(inventory, settings) === undefined) return undefined;
  const sizing = deploymentSizing(inventory, settings);
  const { demand, capacity, total, unknown } = sizing;
  if (demand === undefined || capacity === undefined || unknown.length > 0) return undefined;
  const carried = bound(capacity.max);
  if (demand.conversations <= carried.low) return undefined;
  const scaled = scaledBy(sizing);
  return scaled && { demand, total: total.max, tight: demand.conversations <= carried.high, scaled };
}

/** API servers carry the conversations, so it is their number that is raised; else that of whatever gives the most. */
function scaledBy({ workloads }: DeploymentSizing): Scaled | undefined {
  const weight = ({ role, guaranteed }: WorkloadSizing) => (role?.name === 'api-server' ? 1e9 : 0) + (guaranteed.max.cores ?? 0);
  const candidates = workloads
    .filter(({ counts, replicas }) => counts && replicas.source !== 'per node' && replicas.source !== 'parallelism')
    .toSorted((a, b) => weight(b) - weight(a));
  return candidates.map(scaledOf)[0];
}

function scaledOf(sizing: WorkloadSizing): Scaled {
  const { resource } = sizing.workload;
  const { autoscaler } = sizing.replicas;
  if (autoscaler === undefined) return { sizing, owner: resource, at: [...resource.route, 'spec', 'replicas'] };
  const owner = autoscaler.entry.resource;
  const field = autoscaler.kind === 'ScaledObject' ? 'maxReplicaCount' : 'maxReplicas';
  return { sizing, owner, at: [...owner.route, 'spec', field] };
}

/**
 * Pods that make the deployment's total reach what is needed.
 * @param missing what the total lacks, in the unit of `each`
 * @param each what one pod adds; nothing adds up to nothing
 */
export function podsWanted({ sizing }: Scaled, missing: number, each: number | undefined): number | undefined {
  return each === undefined || each <= 0 ? undefined : sizing.replicas.max + Math.ceil(missing / each - 1e-9);
}

/** The parts of a message about a shortfall that CPU and memory share. */
function shortfallData({ demand, scaled }: Shortfall): Data {
  const { conversations, assumed } = demand;
  const because = assumed === undefined ? '' : ` (${assumed})`;
  return {
    demand: `${formatConversations({ low: conversations, high: conversations })}${because}`,
    object: titleOf(scaled.owner),
    pods: formatCount(scaled.sizing.replicas.max),
  };
}

/** A shortfall as a problem. Short is a warning; tight is a matter of how heavy the conversations turn out to be. */
export function shortfallProblem(shortfall: Shortfall, wanted: number | undefined, data: Data): Problem<'short' | 'tight', 'raise'> {
  const { scaled, tight } = shortfall;
  return {
    in: scaled.owner,
    at: scaled.at,
    message: tight ? 'tight' : 'short',
    level: tight ? 'info' : 'warning',
    data: { ...shortfallData(shortfall), ...data, ...(wanted === undefined ? {} : { wanted }) },
    fixes: wanted === undefined ? [] : ['raise'],
  };
}

/** Sets the number of pods at a route of {@link Scaled}. */
export function podsPatches({ at, data }: { readonly at: Route; readonly data: Data }): readonly Patch[] | undefined {
  return typeof data.wanted === 'number' ? [{ op: 'set', at, value: data.wanted }] : undefined;
}
