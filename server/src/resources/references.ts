import { getAt } from '../yaml/json.ts';
import type { Route } from '../yaml/types.ts';
import { objectMemo } from './object-memo.ts';
import { POD_ROWS } from './pod-references.ts';
import type { Reference, ReferenceRow } from './reference-rows.ts';
import { referencesBy } from './reference-rows.ts';
import { KUBERNETES_TABLES } from './reference-table.ts';
import { OPERATOR_TABLES } from './reference-table-operators.ts';
import { ROUTE_TABLES } from './reference-table-routes.ts';
import type { Resource } from './types.ts';
import { WORKLOAD_KINDS, workloadOf } from './workload.ts';

/** Custom resources that run pods, and where the pod's spec is in them (the API references of Argo Rollouts, KEDA, Knative, OpenShift). */
const CUSTOM_PODS: ReadonlyMap<string, Route> = new Map([
  ['argoproj.io/Rollout', ['spec', 'template', 'spec']],
  ['keda.sh/ScaledJob', ['spec', 'jobTargetRef', 'template', 'spec']],
  ['serving.knative.dev/Service', ['spec', 'template', 'spec']],
  ['apps.openshift.io/DeploymentConfig', ['spec', 'template', 'spec']],
  ['/PodTemplate', ['template', 'spec']],
]);

/** Kinds that run pods, custom resources included. */
export const POD_KINDS: readonly string[] = [
  ...WORKLOAD_KINDS,
  ...[...CUSTOM_PODS.keys()].map((name) => name.slice(name.indexOf('/') + 1)),
];

const ROWS: ReadonlyMap<string, readonly ReferenceRow[]> = rowsByKind();

function rowsByKind(): Map<string, readonly ReferenceRow[]> {
  const rows = new Map<string, readonly ReferenceRow[]>();
  for (const table of [...KUBERNETES_TABLES, ...ROUTE_TABLES, ...OPERATOR_TABLES]) {
    for (const kind of table.of) rows.set(kind, [...(rows.get(kind) ?? []), ...table.rows]);
  }
  return rows;
}

/** The kinds whose own fields and annotations, not their pods, name something for one of these purposes. */
export function kindsReferring(via: ReadonlySet<string>): readonly string[] {
  const kinds = [...ROWS].filter(([, rows]) => rows.some((row) => via.has(row.via))).map(([name]) => name.slice(name.indexOf('/') + 1));
  return [...new Set(kinds)];
}

/**
 * What an object names: by its pods (env, volumes, accounts, …), and by the fields and annotations of its kind, in the order of those rather
 * than of the text. Names are as written, templates such as `${NAME}` included. Memoised by object.
 */
export const referencesOf: (resource: Resource) => readonly Reference[] = objectMemo((resource) => {
  const { group, kind, value, route } = resource;
  const pod = podSpecRoute(resource);
  const spec = pod && getAt(value, pod.slice(route.length));
  const ofPod = pod && spec !== undefined ? referencesBy(POD_ROWS, spec, pod) : [];
  const rows = ROWS.get(`${group}/${kind}`);
  const ofKind = rows ? referencesBy(rows, value, route) : [];
  return [...ofPod, ...ofKind].filter(isMeant);
});

/** Absolute route of the spec of the pods that an object runs, custom resources included; undefined where it runs none. */
export function podSpecRoute(resource: Resource): Route | undefined {
  const custom = CUSTOM_PODS.get(`${resource.group}/${resource.kind}`);
  return workloadOf(resource)?.podSpecRoute ?? (custom && [...resource.route, ...custom]);
}

/** Istio's `mesh` is no gateway but every sidecar (its reference on VirtualService). */
function isMeant({ target, name, via }: Reference): boolean {
  return target.kinds.length > 0 && !(via === 'gateway' && name === 'mesh');
}
