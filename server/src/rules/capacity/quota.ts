import type { QuotaUse, RangeBreach } from '../../capacity/quota.ts';
import { countsAllPods, isCounted, quotaUse, rangeBreaches } from '../../capacity/quota.ts';
import { formatBytes, formatCores, parseQuantity } from '../../resources/quantity.ts';
import type { Container, Inventory, Resource, Workload } from '../../resources/types.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../resources/workload.ts';
import { listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Patch, Route } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';

type Found = Problem<'steady' | 'rollout' | 'above' | 'below', 'raiseQuota' | 'clamp'>;

const MEBI = 2 ** 20;

export default defineRule({
  id: 'capacity/quota',
  guide: ['infrastructure-ready'],
  level: 'warning',
  scope: 'resource',
  kinds: ['ResourceQuota', ...WORKLOAD_KINDS],
  workspace: true,
  docs: {
    summary: "The workloads of a namespace need more than its quota allows, or a container leaves its namespace's LimitRange",
    why:
      'A quota refuses the pod that goes over it, and so does a LimitRange. That shows when an autoscaler wants its last pods or a rollout wants ' +
      'one more for a while, which is at the peak or in the middle of a release.',
    fix: 'Raise the quota to what the workloads need at their maximum with a rollout, or lower the maximum. Keep containers inside the range.',
    exceptions:
      'Only workloads and quotas whose namespace is stated, by themselves or by a kustomization. Quotas with scopes are not judged; DaemonSets ' +
      'and amounts that are not stated are not counted, so a quota that is reported is too small for sure. One rollout at a time is assumed.',
    sources: [
      'Kubernetes documentation: resource quotas; limit ranges; Deployment, maxSurge is 25% by default, rounded up',
      'Deployment guide, preflight: resources are provisioned for the expected peak',
    ],
  },
  messages: {
    steady:
      '{quota} allows {hard} of {resource}, but the workloads of namespace "{namespace}" need {steady} at their maximum; the pods beyond are refused.',
    rollout:
      '{quota} allows {hard} of {resource}; the workloads of namespace "{namespace}" take {steady} at their maximum, and a rollout of {workload} then needs {rolling}, so it stops halfway.',
    above:
      'Container "{container}" has a {resource} {figure} of {stated}, above the {allowed} that {range} allows, so its pods are refused.',
    below:
      'Container "{container}" has a {resource} {figure} of {stated}, below the {allowed} that {range} asks for, so its pods are refused.',
  },
  *check(resource, { inventory, partial }) {
    if (partial) return;
    if (resource.kind === 'ResourceQuota') yield* quotaProblems(resource, inventory);
    const workload = workloadOf(resource);
    if (workload !== undefined) yield* rangeProblems(workload, inventory);
  },
  fixes: {
    raiseQuota: {
      title: 'Raise the quota to {wanted}',
      safe: false,
      patches: ({ at, data }) => [{ op: 'set', at, value: data.wanted ?? null }],
    },
    clamp: {
      title: 'Set the {resource} {figure} to {allowed}',
      safe: false,
      patches: ({ at, data }, { document }): readonly Patch[] => {
        const allowed = data.allowed ?? null;
        const own: Patch = { op: 'set', at, value: allowed };
        const other = [...at.slice(0, -2), data.figure === 'limit' ? 'requests' : 'limits', ...at.slice(-1)];
        const beside = parseQuantity(valueAt(document, other))?.value;
        const bound = parseQuantity(allowed)?.value;
        // The other figure must not end up on the wrong side of this one.
        const crosses = beside !== undefined && bound !== undefined && (data.figure === 'limit' ? beside > bound : beside < bound);
        return crosses ? [own, { op: 'set', at: other, value: allowed }] : [own];
      },
    },
  },
});

function* quotaProblems(quota: Resource, inventory: Inventory): Iterable<Found> {
  const namespace = inventory.namespaceOf(quota);
  const hard = mapAt(quota.value, ['spec', 'hard']);
  if (namespace === undefined || hard === undefined || !countsAllPods(quota)) return;
  const workloads = workloadsOf(namespace, inventory);
  for (const [name, value] of Object.entries(hard).filter(([key]) => isCounted(key))) {
    const allowed = parseQuantity(value)?.value;
    const use = quotaUse(name, workloads, inventory);
    if (allowed === undefined || use.rolling <= allowed) continue;
    yield {
      at: [...quota.route, 'spec', 'hard', name],
      part: 'value',
      message: use.steady > allowed ? 'steady' : 'rollout',
      data: { quota: titleOf(quota), hard: String(value), resource: name, namespace, ...useData(name, use) },
      fixes: ['raiseQuota'],
    };
  }
}

/** The workloads that are known to be in a namespace; the pods of a CronJob come and go, and count while they run. */
function workloadsOf(namespace: string, inventory: Inventory): readonly Workload[] {
  const found = inventory.workloads().filter(({ entry, workload }) => {
    const { partial, helmTemplate } = inventory.contextOf(entry.uri);
    return !partial && !helmTemplate && workload.kind !== 'DaemonSet' && inventory.namespaceOf(entry.resource) === namespace;
  });
  const byTitle = new Map(found.map(({ workload }) => [titleOf(workload.resource), workload]));
  return [...byTitle.values()];
}

function useData(name: string, { steady, rolling, rollout }: QuotaUse) {
  const text = (amount: number): string => {
    if (name === 'pods') return String(amount);
    return name.endsWith('memory') ? formatBytes(amount) : formatCores(amount);
  };
  const wanted = name.endsWith('memory') ? mebibytes(rolling) : name === 'pods' ? rolling : formatCores(rolling);
  return { steady: text(steady), rolling: text(rolling), wanted, ...(rollout && { workload: titleOf(rollout.resource) }) };
}

function mebibytes(bytes: number): string {
  const whole = Math.ceil(bytes / MEBI);
  return whole % 1024 === 0 ? `${whole / 1024}Gi` : `${whole}Mi`;
}

function* rangeProblems(workload: Workload, inventory: Inventory): Iterable<Found> {
  const namespace = inventory.namespaceOf(workload.resource);
  if (namespace === undefined) return;
  const ranges = inventory.ofKind('LimitRange').filter((entry) => inventory.namespaceOf(entry.resource) === namespace);
  for (const { resource } of ranges) {
    const items = (listAt(resource.value, ['spec', 'limits']) ?? []).filter((item) => stringAt(item, ['type']) === 'Container');
    for (const container of workload.containers) {
      for (const breach of items.flatMap((item) => rangeBreaches(container, item))) yield breachProblem(container, breach, resource);
    }
  }
}

function breachProblem(container: Container, breach: RangeBreach, range: Resource): Found {
  const at: Route = [...container.route, 'resources', breach.list, breach.resource];
  return {
    at,
    part: 'value',
    level: 'error',
    message: breach.bound === 'max' ? 'above' : 'below',
    data: {
      container: container.name,
      resource: breach.resource === 'cpu' ? 'CPU' : 'memory',
      figure: breach.list === 'limits' ? 'limit' : 'request',
      stated: breach.stated,
      allowed: breach.allowed,
      range: titleOf(range),
    },
    related: [{ in: range, at: [...range.route, 'spec', 'limits'], message: 'The range is here.' }],
    fixes: ['clamp'],
  };
}
