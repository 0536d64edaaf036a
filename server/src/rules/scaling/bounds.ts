import { AUTOSCALER_KINDS, autoscalerOf } from '../../resources/autoscaler.ts';
import { isServing } from '../../resources/serving.ts';
import type { Autoscaler, Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { getAt, stringAt } from '../../yaml/json.ts';
import type { Patch, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Data } from '../types.ts';

/** Fields of the bounds. */
const FIELDS: Readonly<Record<Autoscaler['kind'], { readonly min: string; readonly max: string }>> = {
  HorizontalPodAutoscaler: { min: 'minReplicas', max: 'maxReplicas' },
  ScaledObject: { min: 'minReplicaCount', max: 'maxReplicaCount' },
};

export default defineRule({
  id: 'scaling/bounds',
  guide: ['horizontal'],
  level: 'error',
  scope: 'resource',
  kinds: AUTOSCALER_KINDS,
  workspace: true,
  docs: {
    summary: "An autoscaler's minimum and maximum leave it no room",
    why:
      'An autoscaler whose minimum is above its maximum is refused. One whose maximum is near its minimum cannot follow the load, and what serves ' +
      'requests with a single pod is down whenever that pod restarts.',
    fix: 'Give at least two pods as minimum to what serves requests, and a maximum of at least twice the minimum.',
    exceptions:
      'Workers, and targets that are not found in this workspace, may have a minimum under two. A patch is judged only where it sets both bounds.',
    sources: [
      'Kubernetes API reference, HorizontalPodAutoscalerSpec: minReplicas is 1 where it is absent',
      'KEDA documentation, ScaledObject specification: minReplicaCount is 0 and maxReplicaCount 100 where they are absent',
    ],
  },
  options: {
    headroom: { type: 'number', default: 2, minimum: 1, description: 'How many times the minimum the maximum must be at least.' },
    servingMinimum: { type: 'number', default: 2, minimum: 1, description: 'Least pods of a workload that serves requests.' },
  },
  messages: {
    inverted: '{object} has a minimum of {min} pods above its maximum of {max}, which the API refuses.',
    fixed: '{object} has a minimum and a maximum of {min}, so it scales nothing; a maximum of {wantedMax} lets it follow the load.',
    narrow: '{object} may grow from {min} to only {max} pods; a maximum of {wantedMax} leaves room for twice the load.',
    single:
      '{object} may shrink {target} to a minimum of {min}, so that a restart leaves requests unanswered; keep at least {wantedMin} pods.',
  },
  *check(resource, context) {
    const room = roomOf(resource, context);
    if (!room) return;
    const { min, max, wantedMin, wantedMax, fields, target } = room;
    const data: Data = { object: titleOf(resource), min, max, wantedMin, wantedMax, fields };
    const [minAt, maxAt] = [routeOf(resource, fields.min), routeOf(resource, fields.max)];
    if (min > max) yield { at: minAt, message: 'inverted', data, fixes: room.swapFits ? ['swap', 'raiseMax'] : ['raiseMax'] };
    else if (min === max) yield { at: maxAt, message: 'fixed', level: 'info', data, fixes: ['raiseMax'] };
    else if (max < min * context.options.headroom) yield { at: maxAt, message: 'narrow', level: 'info', data, fixes: ['raiseMax'] };
    if (target && min < wantedMin) {
      yield { at: minAt, message: 'single', level: 'info', data: { ...data, target: titleOf(target) }, fixes: ['raiseMin'] };
    }
  },
  fixes: {
    swap: {
      title: 'Swap minimum and maximum',
      safe: false,
      patches: ({ at, data }) => [setBound(at, data, 'min', 'max'), setBound(at, data, 'max', 'min')],
    },
    raiseMax: {
      title: 'Raise the maximum to {wantedMax}',
      safe: false,
      patches: ({ at, data }) => [setBound(at, data, 'max', 'wantedMax')],
    },
    raiseMin: {
      title: 'Raise the minimum to {wantedMin}',
      safe: false,
      patches: ({ at, data }) => {
        const minimum = setBound(at, data, 'min', 'wantedMin');
        return data.wantedMax === data.max ? [minimum] : [minimum, setBound(at, data, 'max', 'wantedMax')];
      },
    },
  },
});

/** What an autoscaler may do, and what it should be able to. */
interface Room {
  readonly min: number;
  readonly max: number;
  readonly wantedMin: number;
  readonly wantedMax: number;
  readonly fields: { readonly min: string; readonly max: string };
  /** What it scales, where that serves requests. */
  readonly target: Resource | undefined;
  /** Whether the bounds are right once they are swapped. */
  readonly swapFits: boolean;
}

interface RoomContext {
  readonly inventory: Inventory;
  readonly options: { readonly headroom: number; readonly servingMinimum: number };
  readonly partial: boolean;
}

function roomOf(resource: Resource, { inventory, options, partial }: RoomContext): Room | undefined {
  const entry = inventory.entryOf(resource);
  const scaler = entry && autoscalerOf(entry);
  if (scaler?.max === undefined) return undefined;
  const { min, max, kind } = scaler;
  const fields = FIELDS[kind];
  const givesBoth = [fields.min, fields.max].every((field) => getAt(resource.value, ['spec', field]) !== undefined);
  if (partial && !givesBoth) return undefined;
  const target = servingTarget(scaler, inventory);
  const least = target ? options.servingMinimum : 0;
  const wantedMin = Math.max(min, least);
  const wantedMax = Math.max(max, Math.ceil(wantedMin * options.headroom));
  return { min, max, wantedMin, wantedMax, fields, target, swapFits: max >= Math.max(least, 1) && min >= max * options.headroom };
}

function servingTarget({ entry, target }: Autoscaler, inventory: Inventory): Resource | undefined {
  const found = inventory.find(target.kind, inventory.namespaceOf(entry.resource), target.name);
  return found.map(({ resource }) => resource).find((resource) => isServingResource(resource, inventory));
}

function isServingResource(resource: Resource, inventory: Inventory): boolean {
  const workload = workloadOf(resource);
  return workload !== undefined && isServing(workload, inventory);
}

function routeOf(resource: Resource, field: string): Route {
  return [...resource.route, 'spec', field];
}

/** Sets one bound to a figure of the data. */
function setBound(at: Route, data: Data, bound: 'min' | 'max', figure: string): Patch {
  const field = stringAt(data, ['fields', bound]) ?? '';
  return { op: 'set', at: [...at.slice(0, -1), field], value: data[figure] ?? null, after: ['scaleTargetRef'] };
}
