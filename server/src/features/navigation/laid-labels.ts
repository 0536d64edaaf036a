import { decodedPath, readKustomization } from '../../resources/kustomize.ts';
import type { Entry, Inventory, Resource } from '../../resources/types.ts';
import { getAt, listAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import type { Occurrence } from './occurrence.ts';
import { occurrence } from './occurrence.ts';

/** A label with its value. */
export interface Label {
  readonly key: string;
  readonly value: string;
}

/** A label that a kustomization lays over pods, with the workloads whose pods those are. */
export interface LaidLabel {
  readonly place: Occurrence;
  readonly workloads: ReadonlySet<Resource>;
}

/** Where kustomizations lay a label over pods and their selectors. */
export function laidLabels(label: Label, inventory: Inventory): readonly LaidLabel[] {
  const all = ['Kustomization', 'Component'].flatMap((kind) => inventory.ofKind(kind));
  return all.flatMap((entry) => {
    const places = layingRoutes(entry.resource, label);
    if (places.length === 0) return [];
    const workloads = workloadsIn(entry, all, inventory);
    return places.map((route) => ({ place: occurrence(entry.resource, route, { isDefinition: true }), workloads }));
  });
}

/** The label that a kustomization lays over pods at a route. */
export function laidLabelAt(resource: Resource, route: Route): Label | undefined {
  const value = stringAt(resource.value, route.slice(resource.route.length));
  const label = { key: String(route.at(-1)), value: value ?? '' };
  const isLaid = layingRoutes(resource, label).some((at) => at.join('\n') === route.join('\n'));
  return value !== undefined && isLaid ? label : undefined;
}

/** Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/labels/ */
function layingRoutes({ group, value, route }: Resource, { key, value: wanted }: Label): readonly Route[] {
  if (group !== 'kustomize.config.k8s.io') return [];
  const entries = (listAt(value, ['labels']) ?? []).flatMap((entry, index) => {
    const isOfPods = ['includeSelectors', 'includeTemplates'].some((field) => getAt(entry, [field]) === true);
    return isOfPods ? [['labels', index, 'pairs', key]] : [];
  });
  return [['commonLabels', key], ...entries].filter((at) => stringAt(value, at) === wanted).map((at) => [...route, ...at]);
}

/** The workloads that a kustomization brings, itself or by others. */
function workloadsIn({ uri, resource }: Entry, all: readonly Entry[], inventory: Inventory): ReadonlySet<Resource> {
  const kustomizations = all.map((entry) => readKustomization(entry.uri, entry.resource.value));
  const byFolder = new Map(kustomizations.map((one) => [one.folder, one.resources]));
  const paths = new Set<string>();
  const pending = [...readKustomization(uri, resource.value).resources];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (paths.has(path)) continue;
    paths.add(path);
    pending.push(...(byFolder.get(path) ?? []));
  }
  const brought = inventory.workloads().filter(({ entry }) => paths.has(decodedPath(entry.uri)));
  return new Set(brought.map(({ entry }) => entry.resource));
}
