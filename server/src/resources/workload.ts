import { getAt, mapAt, numberAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import type { JsonMap, Route, YamlDocument } from '../yaml/types.ts';
import { containersOf } from './container.ts';
import { resourcesOf, stringsOf } from './resource.ts';
import { inferRole } from './role.ts';
import type { Container, Resource, Workload, WorkloadKind } from './types.ts';

interface WorkloadShape {
  readonly kind: WorkloadKind;
  /** API groups that have (or had) the kind. */
  readonly groups: readonly string[];
  /** From the object's root to what holds the pod's metadata and spec. */
  readonly template: Route;
  readonly hasReplicas: boolean;
  readonly longRunning: boolean;
}

const APPS = ['apps', 'extensions'];
const TEMPLATE = ['spec', 'template'];

/** Kinds that run pods, and where their pod template is (Kubernetes' API reference, workload resources). */
const SHAPES: readonly WorkloadShape[] = [
  { kind: 'Deployment', groups: APPS, template: TEMPLATE, hasReplicas: true, longRunning: true },
  { kind: 'StatefulSet', groups: APPS, template: TEMPLATE, hasReplicas: true, longRunning: true },
  { kind: 'DaemonSet', groups: APPS, template: TEMPLATE, hasReplicas: false, longRunning: true },
  { kind: 'ReplicaSet', groups: APPS, template: TEMPLATE, hasReplicas: true, longRunning: true },
  { kind: 'ReplicationController', groups: [''], template: TEMPLATE, hasReplicas: true, longRunning: true },
  { kind: 'Pod', groups: [''], template: [], hasReplicas: false, longRunning: true },
  { kind: 'Job', groups: ['batch'], template: TEMPLATE, hasReplicas: false, longRunning: false },
  { kind: 'CronJob', groups: ['batch'], template: ['spec', 'jobTemplate', 'spec', 'template'], hasReplicas: false, longRunning: false },
];

const SHAPE_BY_KIND: ReadonlyMap<string, WorkloadShape> = new Map(SHAPES.map((shape) => [shape.kind, shape]));

/** Kinds that {@link workloadOf} knows. */
export const WORKLOAD_KINDS: readonly WorkloadKind[] = SHAPES.map((shape) => shape.kind);

/**
 * The object seen as a workload; undefined where its kind runs no pods. A workload without a pod template (half typed, or a patch) has an
 * empty pod spec. Memoised by resource.
 */
export const workloadOf: (resource: Resource) => Workload | undefined = memo((resource) => {
  const shape = SHAPE_BY_KIND.get(resource.kind);
  return shape?.groups.includes(resource.group) ? build(resource, shape) : undefined;
});

/** The workloads of a document, in its order. Of a template none, since only its renderings say how many and how large they are. */
export function workloadsIn(document: YamlDocument): readonly Workload[] {
  if (document.templated) return [];
  return resourcesOf(document)
    .map(workloadOf)
    .filter((workload) => workload !== undefined);
}

const NOTHING: JsonMap = {};

function build(resource: Resource, shape: WorkloadShape): Workload {
  const templateRoute = [...resource.route, ...shape.template];
  const template = getAt(resource.value, shape.template);
  const containers: Container[] = [];
  const workload: Workload = {
    kind: shape.kind,
    resource,
    templateRoute,
    podSpecRoute: [...templateRoute, 'spec'],
    podSpec: mapAt(template, ['spec']) ?? NOTHING,
    podLabels: stringsOf(getAt(template, ['metadata', 'labels'])),
    containers,
    replicas: shape.hasReplicas ? numberAt(resource.value, ['spec', 'replicas']) : undefined,
    longRunning: shape.longRunning,
    get role() {
      return inferRole(workload);
    },
  };
  containers.push(...containersOf(workload));
  return workload;
}
