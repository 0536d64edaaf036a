import { chosenTier, suggestedFigures } from '../../capacity/tiers.ts';
import { formatBytes, formatCores } from '../../resources/quantity.ts';
import { referencesOf } from '../../resources/references.ts';
import { resourceAt } from '../../resources/resource.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import type { JsonMap, Patch } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Context, Problem } from '../types.ts';
import { utilizationTargets } from './utilization.ts';
import type { ContainerPolicy, Controlled } from './vertical-policy.ts';
import { activeMode, CONTROLLED, containerPolicies } from './vertical-policy.ts';

type Found = Problem<'conflict' | 'unbounded', 'others' | 'off' | 'bound'>;

/** How many times what the tier gives the role a container may be raised to. Our own figure: room for a leak to be seen, not to fill a node. */
const ROOM = 2;

export default defineRule({
  id: 'scaling/vertical',
  guide: ['memory-pressure'],
  level: 'warning',
  scope: 'resource',
  kinds: ['VerticalPodAutoscaler'],
  workspace: true,
  docs: {
    summary: 'A VerticalPodAutoscaler that works against another autoscaler, or without an upper bound',
    why:
      'An autoscaler that adds pods by utilization measures the use against the requests, which are what a VerticalPodAutoscaler changes: under ' +
      'load one raises the requests, the utilization falls, and the other takes pods away. Without maxAllowed a leak is followed until the pod ' +
      'asks for more than any node has, and is never scheduled again.',
    fix:
      'Let it set the memory alone where another autoscaler goes by CPU, or only recommend (mode Off); and state maxAllowed. The quick fix writes ' +
      `${ROOM} times what the tier gives the role.`,
    exceptions:
      'Modes Off and Initial, which leave running pods as they are; containers with mode Off; metrics other than the utilization of the same ' +
      'resource. What a kustomize patch may change is not judged.',
    sources: [
      'Kubernetes autoscaler documentation, Vertical Pod Autoscaler, known limitations: not together with a HorizontalPodAutoscaler on the same ' +
        'CPU or memory metric; recommendations may exceed what is available',
    ],
  },
  messages: {
    conflict:
      '{vertical} sets the {resources} requests of {target}, against which {autoscaler} measures the utilization it scales by, so each undoes what the ' +
      'other does.',
    unbounded: '{vertical} may raise the {resources} of {container} without a bound, beyond what any node has; state maxAllowed.',
  },
  *check(vertical, context) {
    const { inventory, partial } = context;
    if (vertical.group !== 'autoscaling.k8s.io' || partial) return;
    if (activeMode(vertical) === undefined || inventory.patchesOf(vertical).length > 0) return;
    const policies = containerPolicies(vertical);
    const conflict = conflictOf(vertical, policies, context);
    if (conflict) yield conflict;
    // Its fix states the policy with its bound.
    if (policies === undefined && conflict) return;
    yield* unboundedProblems(vertical, policies, context);
  },
  fixes: {
    others: {
      title: 'Let it set the {left} alone',
      safe: false,
      patches: ({ at, data }, { document }) => leftPatches(resourceAt(document, at), data),
    },
    off: {
      title: 'Only recommend: updateMode Off',
      safe: false,
      patches: ({ at }) => [{ op: 'set', at, value: 'Off' }],
    },
    bound: {
      title: 'Set maxAllowed to {text}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

function conflictOf(vertical: Resource, policies: readonly ContainerPolicy[] | undefined, context: Context): Found | undefined {
  const scaler = scalersBeside(vertical, context.inventory).find((other) => sharedWith(other, policies).length > 0);
  if (!scaler) return undefined;
  const shared = sharedWith(scaler, policies);
  const left = CONTROLLED.filter((resource) => !shared.includes(resource));
  const target = utilizationTargets(scaler).find(({ resource }) => resource === shared[0]);
  return {
    at: [...vertical.route, 'spec', 'updatePolicy', 'updateMode'],
    message: 'conflict',
    data: {
      vertical: titleOf(vertical),
      resources: shared.map(wordOf).join(' and '),
      target: targetTitle(vertical),
      autoscaler: titleOf(scaler),
      left: left.map(wordOf).join(' and '),
      controlled: left,
      bounds: boundsFor(left, vertical, context),
    },
    ...(target && { related: [{ in: scaler, at: target.at, message: `${titleOf(scaler)} measures the utilization here` }] }),
    fixes: left.length > 0 ? ['others', 'off'] : ['off'],
  };
}

/** The autoscalers of what a VerticalPodAutoscaler is for, be it in the workspace or not. */
function scalersBeside(vertical: Resource, inventory: Inventory): readonly Resource[] {
  const reference = referencesOf(vertical).find(({ via }) => via === 'targetRef');
  const [kind] = reference?.target.kinds ?? [];
  if (reference === undefined || kind === undefined) return [];
  const referrers = inventory.referrersOf(kind, inventory.namespaceOf(vertical), reference.name);
  return referrers
    .filter(({ entry, reference: { via } }) => via === 'scaleTargetRef' && !inventory.contextOf(entry.uri).partial)
    .map(({ entry }) => entry.resource)
    .filter((scaler) => inventory.mayMeet(scaler, vertical));
}

/** The resources that both go by. */
function sharedWith(scaler: Resource, policies: readonly ContainerPolicy[] | undefined): readonly Controlled[] {
  const measured = utilizationTargets(scaler).map(({ resource }) => resource);
  return CONTROLLED.filter(
    (resource) =>
      measured.includes(resource) && (policies === undefined || policies.some(({ controlled }) => controlled.includes(resource))),
  );
}

function* unboundedProblems(vertical: Resource, policies: readonly ContainerPolicy[] | undefined, context: Context): Iterable<Found> {
  const data = { vertical: titleOf(vertical) };
  if (policies === undefined) {
    const bounds = boundsFor(CONTROLLED, vertical, context);
    yield {
      at: [...vertical.route, 'spec', 'resourcePolicy', 'containerPolicies'],
      message: 'unbounded',
      data: {
        ...data,
        resources: CONTROLLED.map(wordOf).join(' and '),
        container: 'all containers',
        text: textOf(bounds),
        wanted: [{ containerName: '*', maxAllowed: bounds }],
      },
      fixes: ['bound'],
    };
    return;
  }
  for (const { route, container, controlled, unbounded } of policies) {
    if (unbounded.length === 0) continue;
    const bounds = boundsFor(unbounded, vertical, context);
    const isAll = unbounded.length === controlled.length;
    const [only = 'memory'] = unbounded;
    yield {
      at: isAll ? [...route, 'maxAllowed'] : [...route, 'maxAllowed', only],
      message: 'unbounded',
      data: {
        ...data,
        resources: unbounded.map(wordOf).join(' and '),
        container: container === '*' ? 'all containers' : `container "${container}"`,
        text: textOf(bounds),
        wanted: isAll ? bounds : (bounds[only] ?? null),
      },
      fixes: ['bound'],
    };
  }
}

/** By what the tier gives the role of the workload. */
function boundsFor(resources: readonly Controlled[], vertical: Resource, { settings, inventory }: Context): JsonMap {
  const reference = referencesOf(vertical).find(({ via }) => via === 'targetRef');
  const found = reference && inventory.find(reference.target.kinds[0] ?? '', inventory.namespaceOf(vertical), reference.name)[0];
  const role = found && workloadOf(found.resource)?.role;
  const { cores, bytes } = suggestedFigures(chosenTier(settings, inventory), role?.name);
  const bounds = { cpu: formatCores(ROOM * cores), memory: formatBytes(ROOM * bytes) };
  return Object.fromEntries(resources.map((resource) => [resource, bounds[resource]]));
}

/** Leaves what the other autoscaler goes by alone, in each policy, or in one for all containers. */
function leftPatches(vertical: Resource | undefined, { controlled = [], bounds = {} }: JsonMap): readonly Patch[] | undefined {
  if (vertical === undefined) return undefined;
  const policies = containerPolicies(vertical);
  if (policies === undefined) {
    const value = [{ containerName: '*', controlledResources: controlled, maxAllowed: bounds }];
    return [{ op: 'set', at: [...vertical.route, 'spec', 'resourcePolicy', 'containerPolicies'], value }];
  }
  return policies.map(({ route }) => ({ op: 'set', at: [...route, 'controlledResources'], value: controlled, after: ['containerName'] }));
}

function targetTitle(vertical: Resource): string {
  const reference = referencesOf(vertical).find(({ via }) => via === 'targetRef');
  return reference ? `${reference.target.kinds[0] ?? ''} "${reference.name}"` : 'its target';
}

function wordOf(resource: Controlled): string {
  return resource === 'cpu' ? 'CPU' : resource;
}

function textOf(bounds: JsonMap): string {
  return Object.entries(bounds)
    .map(([resource, amount]) => `${resource} ${String(amount)}`)
    .join(', ');
}
