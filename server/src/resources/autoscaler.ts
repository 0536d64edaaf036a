import { getAt, mapAt, numberAt, stringAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import type { JsonMap, Route } from '../yaml/types.ts';
import type { Autoscaler, Entry, Resource } from './types.ts';

/** Bounds where the manifest is silent (Kubernetes' HPA reference; KEDA's ScaledObject specification). */
const HPA_MIN = 1;
const KEDA_MIN = 0;
const KEDA_MAX = 100;

/** Kinds that {@link autoscalerOf} knows. */
export const AUTOSCALER_KINDS: readonly Autoscaler['kind'][] = ['HorizontalPodAutoscaler', 'ScaledObject'];

/** What an autoscaler scales, with Kubernetes' and KEDA's defaults; the route is absolute. */
export type ScaleTarget = Autoscaler['target'];

/** What a HorizontalPodAutoscaler or ScaledObject scales; undefined for other kinds, and where it names nothing. */
export const scaleTargetOf: (resource: Resource) => ScaleTarget | undefined = memo((resource) => {
  const scaler = autoscalerKind(resource);
  const reference = scaler && mapAt(resource.value, ['spec', 'scaleTargetRef']);
  const name = stringAt(reference, ['name']);
  // KEDA takes a target without a kind for a Deployment.
  const kind = stringAt(reference, ['kind']) ?? (scaler === 'ScaledObject' ? 'Deployment' : undefined);
  if (name === undefined || kind === undefined) return undefined;
  const route: Route = [...resource.route, 'spec', 'scaleTargetRef'];
  return { apiVersion: stringAt(reference, ['apiVersion']), kind, name, route };
});

/** The entry seen as an autoscaler; undefined for other kinds, and where it has no target. Memoised by entry. */
export const autoscalerOf: (entry: Entry) => Autoscaler | undefined = memo((entry) => {
  const kind = autoscalerKind(entry.resource);
  const target = scaleTargetOf(entry.resource);
  return kind && target && { entry, kind, target, ...boundsOf(kind, mapAt(entry.resource.value, ['spec']) ?? {}) };
});

function autoscalerKind({ kind, group }: Resource): Autoscaler['kind'] | undefined {
  if (kind === 'HorizontalPodAutoscaler' && group === 'autoscaling') return kind;
  return kind === 'ScaledObject' && group === 'keda.sh' ? kind : undefined;
}

function boundsOf(kind: Autoscaler['kind'], spec: JsonMap): Pick<Autoscaler, 'min' | 'max'> {
  if (kind === 'HorizontalPodAutoscaler') return { min: countAt(spec, 'minReplicas') ?? HPA_MIN, max: countAt(spec, 'maxReplicas') };
  const max = getAt(spec, ['maxReplicaCount']) === undefined ? KEDA_MAX : countAt(spec, 'maxReplicaCount');
  return { min: countAt(spec, 'minReplicaCount') ?? KEDA_MIN, max };
}

function countAt(spec: JsonMap, key: string): number | undefined {
  const count = numberAt(spec, [key]);
  return count !== undefined && Number.isInteger(count) && count >= 0 ? count : undefined;
}
