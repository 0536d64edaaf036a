import type { DocumentAnalysis } from '../analyzer.ts';
import { scaleTargetOf } from '../resources/autoscaler.ts';
import { resourceAt } from '../resources/resource.ts';
import type { Container, Inventory, PlanDeployment, PlanService, Resource, Workload } from '../resources/types.ts';
import { workloadOf } from '../resources/workload.ts';
import type { Route } from '../yaml/types.ts';

/** What the sizing at a place of a document is about. */
export type SizingSubject =
  | { readonly type: 'workload'; readonly workload: Workload; readonly container: Container | undefined }
  /** `targets` are the workloads that it scales, as far as they were found. */
  | { readonly type: 'autoscaler'; readonly resource: Resource; readonly targets: readonly Workload[] }
  | { readonly type: 'service'; readonly deployment: PlanDeployment; readonly service: PlanService }
  | { readonly type: 'plan'; readonly deployment: PlanDeployment };

/** Where an autoscaler states its bounds, from its root: a HorizontalPodAutoscaler and a KEDA ScaledObject. */
export const AUTOSCALER_BOUNDS: readonly { readonly route: Route; readonly bound: 'min' | 'max' }[] = [
  { route: ['spec', 'minReplicas'], bound: 'min' },
  { route: ['spec', 'maxReplicas'], bound: 'max' },
  { route: ['spec', 'minReplicaCount'], bound: 'min' },
  { route: ['spec', 'maxReplicaCount'], bound: 'max' },
];

/** Where a workload is asked about as a whole, from its root. */
const WORKLOAD_PLACES: readonly Route[] = [
  ['spec', 'replicas'],
  ['metadata', 'name'],
];

/** What `resources` is about: the two resources that conversations need, and the keys above them. */
const AMOUNT_PLACE = /^resources(?:\/(?:requests|limits)(?:\/(?:cpu|memory))?)?$/;

/** What a service of a plan is sized by. The empty place is its own name. */
const SERVICE_PLACE = /^(?:replicas|cpu|memory)?$/;

/** What a plan's deployment is sized by. */
const PLAN_PLACE = /^(?:users|conversations)?$/;

/** What the sizing at a route is about; undefined where there is none to show. */
export function sizingSubjectAt({ placed, plan }: DocumentAnalysis, route: Route, inventory: Inventory): SizingSubject | undefined {
  const resource = resourceAt(placed.document, route);
  if (resource) return resourceSubject(resource, route, inventory);
  return (plan?.deployments ?? []).map((deployment) => planSubject(deployment, route)).find((subject) => subject !== undefined);
}

/** The workloads that an autoscaler scales, as far as they are in the workspace. */
export function scaledWorkloads(resource: Resource, inventory: Inventory): readonly Workload[] {
  const target = scaleTargetOf(resource);
  if (!target) return [];
  const found = inventory.find(target.kind, inventory.namespaceOf(resource), target.name);
  return found.map((entry) => workloadOf(entry.resource)).filter((workload) => workload !== undefined);
}

function resourceSubject(resource: Resource, route: Route, inventory: Inventory): SizingSubject | undefined {
  const inside = route.slice(resource.route.length);
  if (scaleTargetOf(resource) && AUTOSCALER_BOUNDS.some((bound) => isSame(bound.route, inside))) {
    return { type: 'autoscaler', resource, targets: scaledWorkloads(resource, inventory) };
  }
  const workload = workloadOf(resource);
  return workload && workloadSubject(workload, route);
}

function workloadSubject(workload: Workload, route: Route): SizingSubject | undefined {
  const inside = route.slice(workload.resource.route.length);
  const isWhole = WORKLOAD_PLACES.some((place) => isSame(place, inside)) || AMOUNT_PLACE.test(below(route, workload.podSpecRoute));
  if (isWhole) return { type: 'workload', workload, container: undefined };
  const container = workload.containers.find((candidate) => {
    const place = below(route, candidate.route);
    return place === 'name' || AMOUNT_PLACE.test(place);
  });
  return container && { type: 'workload', workload, container };
}

function planSubject(deployment: PlanDeployment, route: Route): SizingSubject | undefined {
  const service = deployment.services.find((candidate) => SERVICE_PLACE.test(below(route, candidate.route)));
  if (service) return { type: 'service', deployment, service };
  const isRoot = route.length === 0;
  return !isRoot && PLAN_PLACE.test(below(route, deployment.route)) ? { type: 'plan', deployment } : undefined;
}

const ELSEWHERE = '(elsewhere)';

/** What of a route lies below another one, as `a/b`. */
function below(route: Route, above: Route): string {
  const isBelow = route.length >= above.length && above.every((step, index) => route[index] === step);
  return isBelow ? route.slice(above.length).join('/') : ELSEWHERE;
}

function isSame(a: Route, b: Route): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}
