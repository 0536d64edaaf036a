import { servesConversations } from '../resources/role.ts';
import type { Entry, Inventory, PlanDeployment, PlanService, Resource, Role, Workload } from '../resources/types.ts';
import type { Settings } from '../settings.ts';
import { memo } from '../yaml/memo.ts';
import type { Demand } from './demand.ts';
import { demandOf, planDemand } from './demand.ts';
import { addAmounts, capacityOf, NO_AMOUNT, shareOf, timesAmount, verdictOf } from './model.ts';
import { podAmounts } from './pod.ts';
import type { Replicas } from './replicas.ts';
import { replicasOf } from './replicas.ts';
import { chosenTier, tierOfPlan } from './tiers.ts';
import type { Amount, Capacity, TierName, Verdict } from './types.ts';

/** From the fewest replicas to the most. */
export interface Bounds<T> {
  readonly min: T;
  readonly max: T;
}

/** What a workload is given, and what that carries. */
export interface WorkloadSizing {
  readonly workload: Workload;
  readonly replicas: Replicas;
  readonly perPod: { readonly guaranteed: Amount; readonly burst: Amount };
  /** Of all its pods together. */
  readonly guaranteed: Bounds<Amount>;
  /** Of all its pods together. */
  readonly burst: Bounds<Amount>;
  /** Its part of the deployment's capacity, without the base memory; undefined where what it is given is unknown. */
  readonly share: Bounds<Capacity> | undefined;
  readonly role: Role | undefined;
  /** Whether its role serves conversations, so that it counts as capacity. */
  readonly counts: boolean;
  /** What of the guaranteed amounts is unknown, for the reader. */
  readonly missing: readonly string[];
}

/** What a whole deployment is given, what that carries, and whether the demand fits. */
interface Balance {
  /** Sum over what serves conversations and is known. */
  readonly total: Bounds<Amount>;
  /** Conversations of the total; undefined where nothing known serves any. */
  readonly capacity: Bounds<Capacity> | undefined;
  readonly demand: Demand | undefined;
  /** The demand against the capacity: at the autoscalers' maximum, which is where the peak finds them, and at their minimum. */
  readonly verdict: Bounds<Verdict> | undefined;
}

/** The sizing of the workspace's deployment. */
export interface DeploymentSizing extends Balance {
  /** Every workload once, in the workspace's order; {@link WorkloadSizing.counts} says which serve conversations. */
  readonly workloads: readonly WorkloadSizing[];
  /** Those that serve conversations, but whose amounts are unknown: the total and the capacity are without them. */
  readonly unknown: readonly WorkloadSizing[];
  /** Further manifests of a workload already counted, e.g. a rendered copy beside its source. */
  readonly repeated: readonly Entry[];
  readonly tier: TierName;
}

/** A plan's service, sized. */
export interface PlanServiceSizing {
  readonly service: PlanService;
  readonly perPod: Amount;
  readonly guaranteed: Amount;
  readonly share: Capacity | undefined;
  readonly counts: boolean;
}

/** The sizing of a plan's deployment. */
export interface PlanSizing extends Balance {
  readonly services: readonly PlanServiceSizing[];
  readonly unknown: readonly PlanServiceSizing[];
  readonly tier: TierName | undefined;
}

/** Sizes a workload; its autoscaler and its namespace's LimitRange are looked for in the workspace. */
export function workloadSizing(workload: Workload, inventory: Inventory): WorkloadSizing {
  const replicas = replicasOf(workload, inventory);
  const { guaranteed: pod, burst, missing } = podAmounts(workload, limitRangeFor(workload.resource, inventory));
  const guaranteed = overReplicas(pod, replicas);
  return {
    workload,
    replicas,
    perPod: { guaranteed: pod, burst },
    guaranteed,
    burst: overReplicas(burst, replicas),
    share: shareBounds(guaranteed),
    role: workload.role,
    counts: servesConversations(workload.role?.name),
    missing,
  };
}

/**
 * Sizes the whole deployment. Patches and parts of kustomize components are left out, since they change a workload and are none; a workload
 * that several files have is counted once.
 */
export function deploymentSizing(inventory: Inventory, settings: Settings): DeploymentSizing {
  const known = sizingsIn(inventory.state());
  const sizing = known.get(settings) ?? sizeDeployment(inventory, settings);
  known.set(settings, sizing);
  return sizing;
}

/** The sizings of a state of the workspace, by settings. */
const sizingsIn: (state: object) => WeakMap<Settings, DeploymentSizing> = memo(() => new WeakMap());

function sizeDeployment(inventory: Inventory, settings: Settings): DeploymentSizing {
  const { entries, repeated } = countedOnce(inventory);
  const workloads = entries.map(({ workload }) => workloadSizing(workload, inventory));
  const serving = workloads.filter(({ counts }) => counts);
  return {
    workloads,
    unknown: serving.filter(({ share }) => share === undefined),
    repeated,
    ...balanceOf(
      serving.filter(({ share }) => share !== undefined).map(({ guaranteed }) => guaranteed),
      demandOf(inventory, settings),
    ),
    tier: chosenTier(settings, inventory),
  };
}

/** Sizes a plan's deployment; a plan states replicas, so its bounds are alike. */
export function planSizing(deployment: PlanDeployment, settings: Settings): PlanSizing {
  const services = deployment.services.map(serviceSizing);
  const serving = services.filter(({ counts }) => counts);
  return {
    services,
    unknown: serving.filter(({ share }) => share === undefined),
    ...balanceOf(
      serving.filter(({ share }) => share !== undefined).map(({ guaranteed }) => ({ min: guaranteed, max: guaranteed })),
      planDemand(deployment, settings),
    ),
    tier: tierOfPlan(deployment),
  };
}

function serviceSizing(service: PlanService): PlanServiceSizing {
  const perPod: Amount = { cores: service.cpu?.value, bytes: service.memory?.value };
  const guaranteed = timesAmount(perPod, service.replicas ?? 1);
  const share = shareBounds({ min: guaranteed, max: guaranteed })?.min;
  return { service, perPod, guaranteed, share, counts: servesConversations(service.role) };
}

/** @param known amounts of all that serves conversations, none of them unknown */
function balanceOf(known: readonly Bounds<Amount>[], demand: Demand | undefined): Balance {
  const sum = (end: 'min' | 'max') => known.reduce<Amount>((total, bounds) => addAmounts(total, bounds[end]), NO_AMOUNT);
  const total = { min: sum('min'), max: sum('max') };
  const capacity = known.length === 0 ? undefined : { min: capacityOfAmount(total.min), max: capacityOfAmount(total.max) };
  const verdict = demand && capacity;
  return {
    total,
    capacity,
    demand,
    verdict: verdict && { min: verdictOf(demand.conversations, capacity.min), max: verdictOf(demand.conversations, capacity.max) },
  };
}

function capacityOfAmount({ cores = 0, bytes = 0 }: Amount): Capacity {
  return capacityOf(cores, bytes);
}

type WorkloadEntry = ReturnType<Inventory['workloads']>[number];

function countedOnce(inventory: Inventory): { readonly entries: readonly WorkloadEntry[]; readonly repeated: readonly Entry[] } {
  const whole = inventory.workloads().filter(({ entry }) => !inventory.contextOf(entry.uri).partial);
  const kept = new Set(distinct(whole, inventory));
  return {
    entries: whole.filter((found) => kept.has(found)),
    repeated: whole.filter((found) => !kept.has(found)).map(({ entry }) => entry),
  };
}

/**
 * One of all that may be the same object of a cluster: of one kind, name and namespace. Where the namespace is unknown, it is taken for one
 * that is known. What has no name is itself.
 */
function distinct(found: readonly WorkloadEntry[], inventory: Inventory): readonly WorkloadEntry[] {
  const groups = new Map<unknown, Map<string | undefined, WorkloadEntry>>();
  for (const candidate of found) {
    const { resource } = candidate.entry;
    const key = resource.name === undefined ? resource : `${resource.kind} ${resource.name}`;
    const group = groups.get(key) ?? new Map();
    const namespace = inventory.namespaceOf(resource);
    groups.set(key, group.has(namespace) ? group : group.set(namespace, candidate));
  }
  for (const group of groups.values()) if (group.size > 1) group.delete(undefined);
  return [...groups.values()].flatMap((group) => [...group.values()]);
}

/** The share of the capacity that known amounts make; undefined where cores or bytes are unknown. */
function shareBounds({ min, max }: Bounds<Amount>): Bounds<Capacity> | undefined {
  if (min.cores === undefined || min.bytes === undefined || max.cores === undefined || max.bytes === undefined) return undefined;
  return { min: shareOf(min.cores, min.bytes), max: shareOf(max.cores, max.bytes) };
}

function overReplicas(pod: Amount, { min, max }: Replicas): Bounds<Amount> {
  return { min: timesAmount(pod, min), max: timesAmount(pod, max) };
}

/** LimitRanges of several namespaces, any of which may be the resource's, say nothing. */
function limitRangeFor(resource: Resource, inventory: Inventory): Resource | undefined {
  const entries = inventory.ofKind('LimitRange');
  if (entries.length === 0) return undefined;
  const namespace = inventory.namespaceOf(resource);
  const ranges = entries.map((entry) => ({ range: entry.resource, in: inventory.namespaceOf(entry.resource) }));
  const near = ranges.filter((candidate) => candidate.in === undefined || namespace === undefined || candidate.in === namespace);
  return new Set(near.map((candidate) => candidate.in)).size === 1 ? near[0]?.range : undefined;
}
