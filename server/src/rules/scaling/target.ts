import type { ScaleTarget } from '../../resources/autoscaler.ts';
import { AUTOSCALER_KINDS, scaleTargetOf } from '../../resources/autoscaler.ts';
import type { Autoscaler, Inventory, Resource } from '../../resources/types.ts';
import type { Json, Patch } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import type { Search } from './targets.ts';
import { askedGroup, groupOfScalable, isUnscalable, searchTarget } from './targets.ts';

type Message = 'missing' | 'similar' | 'wrongGroup' | 'unscalable' | 'shared';
type FixId = 'retarget' | 'group';

export default defineRule({
  id: 'scaling/target',
  level: 'error',
  scope: 'resource',
  kinds: AUTOSCALER_KINDS,
  workspace: true,
  docs: {
    summary: 'An autoscaler whose target is not there, cannot be scaled, or has another autoscaler',
    why:
      'An autoscaler with a target that does not exist scales nothing and says so only in its status, so the first burst is what finds ' +
      'out. Two with ' +
      'one target set its replicas against each other.',
    fix:
      'Name the workload as its own manifest does: kind, name, and the apiVersion with its group. Keep one autoscaler; several metrics ' +
      'fit into one.',
    exceptions:
      'Silent where the workspace holds nothing that could be the target, for custom kinds that the workspace has no object of, in ' +
      'patches, and in Helm ' +
      'charts, whose templates cannot be read. Where only other namespaces hold workloads it is info, and so are two autoscalers that ' +
      'may belong to different environments. A ScaledObject that takes over an existing ' +
      'HorizontalPodAutoscaler (`scaledobject.keda.sh/transfer-hpa-ownership`) is no second autoscaler.',
    sources: [
      'Kubernetes API reference, CrossVersionObjectReference: the controller finds the target by group and kind',
      'KEDA documentation, ScaledObject specification: a target without apiVersion and kind is a Deployment of apps/v1',
    ],
  },
  messages: {
    missing: '{object} scales {target}, which is not found in this workspace, so it would scale nothing.',
    similar: '{object} scales {target}, which is not found in this workspace; did you mean {suggestion}?',
    wrongGroup: '{object} looks for {target} in {asked}, where there is no such kind; its apiVersion is {wanted}.',
    unscalable: '{object} scales {target}, but a {kind} has no replicas to set, so it would scale nothing.',
    shared: '{object} and {other} both scale {target}, so each undoes what the other does; keep one of them.',
  },
  *check(resource, { inventory, partial }) {
    const target = scaleTargetOf(resource);
    const entry = inventory.entryOf(resource);
    if (!target || partial || (entry && inventory.contextOf(entry.uri).helmTemplate)) return;
    const search = searchTarget(resource, target, inventory);
    yield* referenceProblems(resource, target, search);
    yield* sharingProblems(resource, target, search, inventory);
  },
  fixes: {
    retarget: {
      title: 'Scale {suggestion} instead',
      safe: false,
      patches: ({ at, data: { wanted = null, wantedKind = null, name = null } }) => {
        const reference = at.slice(0, -1);
        const set = (field: string, value: Json): Patch => ({ op: 'set', at: [...reference, field], value });
        return wantedKind === null ? [set('name', name)] : [set('apiVersion', wanted), set('kind', wantedKind), set('name', name)];
      },
    },
    group: {
      title: 'Set apiVersion to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

function* referenceProblems(autoscaler: Resource, target: ScaleTarget, search: Search): Iterable<Problem<Message, FixId>> {
  const data = { object: titleOf(autoscaler), target: `${target.kind} "${target.name}"`, kind: target.kind };
  const wanted = wantedVersion(autoscaler, target, search);
  if (wanted !== undefined) {
    const asked = target.apiVersion ?? 'v1';
    yield { at: [...target.route, 'apiVersion'], message: 'wrongGroup', data: { ...data, asked, wanted }, fixes: ['group'] };
  }
  const retarget = retargetData(target, search.suggestion);
  const rest = { data: { ...data, ...retarget }, fixes: retarget ? (['retarget'] as const) : [] };
  if (isUnscalable(target.kind)) {
    yield { at: [...target.route, 'kind'], message: 'unscalable', ...rest };
  } else if (search.found.length === 0 && search.around !== 'nothing') {
    const level = search.around === 'elsewhere' ? 'info' : 'error';
    yield { at: [...target.route, 'name'], message: retarget ? 'similar' : 'missing', level, ...rest };
  }
}

/** The apiVersion that a target should have; undefined where its group is right, or nobody knows. */
function wantedVersion(autoscaler: Resource, { kind, apiVersion }: ScaleTarget, { found }: Search): string | undefined {
  const own = groupOfScalable(kind);
  const asked = askedGroup(autoscaler, apiVersion);
  if (own !== undefined) return own === asked ? undefined : own === '' ? 'v1' : `${own}/v1`;
  const [custom] = found;
  return custom === undefined || custom.group === asked ? undefined : custom.apiVersion;
}

function retargetData(target: ScaleTarget, suggestion: Resource | undefined): { readonly [key: string]: Json } | undefined {
  if (suggestion?.name === undefined) return undefined;
  const sameKind = suggestion.kind === target.kind;
  return {
    suggestion: titleOf(suggestion),
    name: suggestion.name,
    ...(!sameKind && { wantedKind: suggestion.kind, wanted: suggestion.apiVersion }),
  };
}

function* sharingProblems(
  autoscaler: Resource,
  target: ScaleTarget,
  search: Search,
  inventory: Inventory,
): Iterable<Problem<Message, FixId>> {
  const [scaled] = search.found;
  const other = scaled && inventory.autoscalersOf(scaled).find((candidate) => competes(autoscaler, candidate, inventory));
  if (!other) return;
  const second = titleOf(other.entry.resource);
  yield {
    at: target.route,
    message: 'shared',
    level: areSurelyTogether(autoscaler, other.entry.resource, inventory) ? 'error' : 'info',
    data: { object: titleOf(autoscaler), other: second, target: titleOf(scaled) },
    related: [{ in: other.entry.resource, at: other.target.route, message: `${second} scales it, too` }],
    fixes: [],
  };
}

/** Whether two objects are in one namespace for all that is written, or in one folder. Else they may be for different environments. */
function areSurelyTogether(one: Resource, other: Resource, inventory: Inventory): boolean {
  const namespace = inventory.namespaceOf(one);
  if (namespace !== undefined && namespace === inventory.namespaceOf(other)) return true;
  const [folder, otherFolder] = [one, other].map((resource) => inventory.entryOf(resource)?.uri.replace(/[^/]*$/, ''));
  return folder !== undefined && folder === otherFolder;
}

/** Whether another autoscaler is a second one, and not the same object in another overlay, a patch, or what a ScaledObject takes over. */
function competes(autoscaler: Resource, { entry }: Autoscaler, inventory: Inventory): boolean {
  const other = entry.resource;
  if (other === autoscaler || (other.kind === autoscaler.kind && other.name === autoscaler.name)) return false;
  const { partial, helmTemplate } = inventory.contextOf(entry.uri);
  return !partial && !helmTemplate && ![other, autoscaler].some(takesOver);
}

function takesOver(autoscaler: Resource): boolean {
  return autoscaler.annotations['scaledobject.keda.sh/transfer-hpa-ownership'] === 'true';
}
