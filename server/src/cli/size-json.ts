import type { DeploymentSizing, PlanServiceSizing, PlanSizing, WorkloadSizing } from '../capacity/sizing.ts';
import type { Amount, Capacity } from '../capacity/types.ts';
import type { Sizes } from './size.ts';

/**
 * The sizing for programs; the shape is schemas/size.schema.json. `capacity` is that of all replicas that autoscalers may start, where a
 * peak finds the deployment; `capacityAtMinimum` that of the fewest. Without manifests it is that of the plan's first deployment.
 */
export function sizeJson({ deployment, plans }: Sizes): string {
  const [plan] = plans;
  const balance: DeploymentSizing | PlanSizing = deployment.workloads.length > 0 || plan === undefined ? deployment : plan.sizing;
  const { capacity, total, demand, verdict } = balance;
  const json = {
    capacity: capacity && capacityJson(capacity.max, total.max),
    capacityAtMinimum: capacity && capacityJson(capacity.min, total.min),
    demand: demand && { ...demand },
    verdict: verdict?.max,
    tier: balance.tier,
    workloads: deployment.workloads.map(workloadJson),
    plan: plans.map(({ name, sizing }) => ({ name, services: sizing.services.map(serviceJson) })),
  };
  // What is unknown is null, so that every key is there.
  return `${JSON.stringify(json, (_, value) => (value === undefined ? null : value), 2)}\n`;
}

function capacityJson({ conversations, bottleneck }: Capacity, { cores, bytes }: Amount) {
  return { conversations, bottleneck, cores, memoryBytes: bytes };
}

function workloadJson({ workload, role, replicas, guaranteed, share, counts, missing }: WorkloadSizing) {
  const { kind, name, namespace } = workload.resource;
  return {
    kind,
    name,
    namespace,
    role: role?.name,
    roleBecause: role?.because,
    serves: counts,
    replicas: { min: replicas.min, max: replicas.max, source: replicas.source },
    guaranteed: { min: amountJson(guaranteed.min), max: amountJson(guaranteed.max) },
    conversations: counts && share ? { low: share.min.conversations.low, high: share.max.conversations.high } : undefined,
    unknown: missing,
  };
}

function serviceJson({ service, guaranteed, share, counts }: PlanServiceSizing) {
  return {
    name: service.name,
    role: service.role,
    serves: counts,
    replicas: service.replicas,
    guaranteed: amountJson(guaranteed),
    conversations: counts ? share?.conversations : undefined,
  };
}

function amountJson({ cores, bytes }: Amount) {
  return { cores, memoryBytes: bytes };
}
