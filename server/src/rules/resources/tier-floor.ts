import type { TierFigures } from '../../capacity/tiers.ts';
import { tierChoice, tierFigures, tierOf } from '../../capacity/tiers.ts';
import { patchesOfContainer } from '../../resources/kustomize-patches.ts';
import { kustomizedReplicas } from '../../resources/kustomize-replicas.ts';
import { compareQuantities, parseQuantity } from '../../resources/quantity.ts';
import type { Container, Inventory, Quantity, Workload } from '../../resources/types.ts';
import { isList, mapAt, stringAt } from '../../yaml/json.ts';
import type { JsonMap, Patch, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import type { ListName, ResourceName } from '../provision.ts';
import { titleOf } from '../title.ts';
import type { Data, Problem } from '../types.ts';

type Found = Problem<'pod' | 'replicas', 'pod' | 'replicas'>;

export default defineRule({
  id: 'resources/tier-floor',
  guide: ['tier-small', 'tier-enterprise', 'resource-limits'],
  level: 'info',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'An API server or a worker has less than the guide gives it in the tier',
    why:
      'The guide sizes two services for each size of team. Less CPU, memory or pods than that carries fewer conversations than the team will have at its ' +
      'peak, and it shows on the busiest day.',
    fix: "Give it the tier's figures, or state the tier that the deployment is really for, by the setting `tier` or by the users of a deployment plan.",
    exceptions:
      'Only where the tier is stated, by the setting, by the users or by a plan, and only for workloads whose role is API server or worker, the two that ' +
      'the guide sizes. Their first container is judged. Figures that are missing altogether are for other rules to say. Silent where a kustomize patch ' +
      'or an autoscaler of the workspace decides, where the pod states resources for all of its containers, and in such a patch.',
    sources: [
      'Deployment guide, container strategy and example resource strategy',
      'The guide has no figures between 50 and 500 users; those of the tier growing-team are the means of its neighbours',
    ],
  },
  messages: {
    pod: 'Container "{container}" requests {found}; {basis} {role} {wanted} in the tier {tier} ({because}).',
    replicas: '{workload} has {found} of the {wanted} replicas that {basis} {role} in the tier {tier} ({because}).',
  },
  *check(workload, { settings, inventory, partial }) {
    const { tier, because, isStated } = tierChoice(settings, inventory);
    const role = workload.role?.name;
    const figures = tierFigures(tier, role);
    if (partial || !isStated || figures === undefined) return;
    const basis = tierOf(tier).source === 'guide' ? 'the guide gives' : "the mean of the guide's tiers gives";
    const data = { role: role === 'worker' ? 'a worker' : 'an API server', basis, tier, because };
    yield* podProblem(workload, figures, inventory, data);
    yield* replicaProblem(workload, figures, inventory, data);
  },
  fixes: {
    pod: { title: 'Request {wanted}', safe: false, patches: podPatches },
    replicas: {
      title: 'Set replicas to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

/** A request below the floor. */
interface Shortage {
  readonly resource: ResourceName;
  /** Where it is stated; a limit alone is the request. */
  readonly list: ListName;
  readonly found: Quantity;
  readonly wanted: string;
  /** True where the limit is below the floor, too. */
  readonly isLimited: boolean;
}

const WORDS = { cpu: 'CPU', memory: 'memory' } as const;

function* podProblem(workload: Workload, figures: TierFigures, inventory: Inventory, data: Data): Iterable<Found> {
  const container = workload.containers.find(({ kind }) => kind === 'container');
  if (!container || mapAt(workload.podSpec, ['resources']) !== undefined) return;
  if (patchesOfContainer(container, inventory).some(({ value }) => (value.resources ?? null) !== null)) return;
  const shortages = (['cpu', 'memory'] as const).flatMap((resource) => shortageOf(container, resource, figures[resource]));
  if (shortages.length === 0) return;
  yield {
    at: placeOf(container, shortages),
    message: 'pod',
    data: {
      ...data,
      container: container.name,
      found: shortages.map(({ found, resource }) => `${found.text} ${WORDS[resource]}`).join(' and '),
      wanted: shortages.map(({ wanted, resource }) => `${wanted} ${WORDS[resource]}`).join(' and '),
      sets: shortages.flatMap(setsFor),
    },
    fixes: ['pod'],
  };
}

function shortageOf({ requests, limits }: Container, resource: ResourceName, wanted: string): readonly Shortage[] {
  const [request, limit, floor] = [requests[resource], limits[resource], parseQuantity(wanted)];
  const found = request ?? limit;
  if (!found || !floor || found.value === 0 || compareQuantities(found, floor) >= 0) return [];
  const isLimited = limit !== undefined && compareQuantities(limit, floor) < 0;
  return [{ resource, list: request ? 'requests' : 'limits', found, wanted, isLimited }];
}

function placeOf({ route }: Container, shortages: readonly Shortage[]): Route {
  const [first, ...others] = shortages;
  const list = [...route, 'resources', first?.list ?? 'requests'];
  return first && others.length === 0 ? [...list, first.resource] : list;
}

/** What the fix sets: the request, and with it a limit that would be below it. */
function setsFor({ resource, list, wanted, isLimited }: Shortage): readonly JsonMap[] {
  const lists: readonly ListName[] = list === 'requests' && isLimited ? ['requests', 'limits'] : [list];
  return lists.map((each) => ({ list: each, resource, wanted }));
}

function podPatches({ at, data: { sets } }: { readonly at: Route; readonly data: Data }): readonly Patch[] {
  const resources = at.slice(0, at.lastIndexOf('resources') + 1);
  return (isList(sets) ? sets : []).map((set) => ({
    op: 'set',
    at: [...resources, stringAt(set, ['list']) ?? '', stringAt(set, ['resource']) ?? ''],
    value: stringAt(set, ['wanted']) ?? null,
  }));
}

function* replicaProblem(workload: Workload, figures: TierFigures, inventory: Inventory, data: Data): Iterable<Found> {
  const { replicas: found, resource } = workload;
  if (found === undefined || found < 1 || found >= figures.replicas || isScaledElsewhere(workload, inventory)) return;
  yield {
    at: [...resource.route, 'spec', 'replicas'],
    message: 'replicas',
    data: { ...data, workload: titleOf(resource), found, wanted: figures.replicas },
    coveredBy: 'availability/replicas',
    fixes: ['replicas'],
  };
}

/** True where an autoscaler or a kustomization decides how many pods there are. */
function isScaledElsewhere(workload: Workload, inventory: Inventory): boolean {
  return inventory.autoscalersOf(workload.resource).length > 0 || kustomizedReplicas(workload, inventory) !== undefined;
}
