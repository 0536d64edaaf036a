import type { LabelSelector } from '../../resources/label-selectors.ts';
import { isSelected, labelSelectorsOf } from '../../resources/label-selectors.ts';
import type { Selection } from '../../resources/relations.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { labelValue } from '../../rules/schema/name-formats.ts';
import { getAt, listAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import type { Named, Occurrence } from './occurrence.ts';
import { distinct, occurrence } from './occurrence.ts';
import type { Spot } from './place.ts';
import { isRoute } from './place.ts';

/** A label with its value. */
interface Label {
  readonly key: string;
  readonly value: string;
}

/** The value of a label that stands at a spot, with the selectors that match by it and whatever else those select. */
export function labelAt(spot: Spot, inventory: Inventory): Named | undefined {
  if (spot.part !== 'value') return undefined;
  const label = carriedLabel(spot) ?? selectedLabel(spot);
  if (!label) return undefined;
  const { carriers, selections } = spread(spot.resource, label, inventory);
  const places = [
    ...carriers.flatMap((carrier) => carried(carrier, label)),
    ...selections.flatMap(({ entry, selector }) => selectorPlaces(entry.resource, selector, label)),
  ];
  const here = occurrence(spot.resource, spot.route, { isDefinition: carriedLabel(spot) !== undefined });
  return {
    title: `label ${label.key}`,
    name: label.value,
    here,
    occurrences: distinct([here, ...places]),
    fault: (text) => labelValue.fault(text),
    isTaken: () => false,
  };
}

/** Where the labels stand by which an object is selected: those of its pods, or a Service's own. */
function labelsRoute(resource: Resource): Route | undefined {
  const workload = workloadOf(resource);
  if (workload) return [...workload.templateRoute, 'metadata', 'labels'];
  return resource.kind === 'Service' && resource.group === '' ? [...resource.route, 'metadata', 'labels'] : undefined;
}

function carriedLabel({ resource, route }: Spot): Label | undefined {
  const labels = labelsRoute(resource);
  return labels && isRoute(labels, route.slice(0, -1)) ? labelIn(resource, route) : undefined;
}

function labelIn({ value, route: root }: Resource, route: Route): Label | undefined {
  const text = stringAt(value, route.slice(root.length));
  return text === undefined ? undefined : { key: String(route.at(-1)), value: text };
}

function selectedLabel({ resource, route }: Spot): Label | undefined {
  for (const selector of labelSelectorsOf(resource)) {
    if (isRoute(mapRoute(selector), route.slice(0, -1))) return labelIn(resource, route);
    const expression = expressions(selector).find(({ values }) => isRoute(values, route.slice(0, -1)));
    const text = stringAt(resource.value, route.slice(resource.route.length));
    if (expression && text !== undefined) return { key: expression.key, value: text };
  }
  return undefined;
}

/** All that shares a label: what carries it, what selects by it, and what else that selects. */
function spread(start: Resource, label: Label, inventory: Inventory): { carriers: readonly Resource[]; selections: readonly Selection[] } {
  const carriers = new Set<Resource>(carried(start, label).length > 0 ? [start] : []);
  const selections = new Map<LabelSelector, Selection>();
  const entry = inventory.entryOf(start);
  const pending: Resource[] = [...carriers];
  const select = (selection: Selection): void => {
    const { entry: holder, selector } = selection;
    if (selections.has(selector) || selectorPlaces(holder.resource, selector, label).length === 0) return;
    selections.set(selector, selection);
    for (const { resource } of inventory.selects(holder.resource, selector)) {
      if (!carriers.has(resource) && carried(resource, label).length > 0) {
        carriers.add(resource);
        pending.push(resource);
      }
    }
  };
  if (entry) for (const selector of labelSelectorsOf(start)) select({ entry, selector });
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const selection of inventory.selectedBy(next)) select(selection);
    const own = inventory.entryOf(next);
    if (own) for (const selector of labelSelectorsOf(next).filter((one) => isOwn(one, next as Resource))) select({ entry: own, selector });
  }
  return { carriers: [...carriers], selections: [...selections.values()] };
}

/** Selectors of a workload that are about its own pods: those by which it manages and spreads them. */
function isOwn(selector: LabelSelector, resource: Resource): boolean {
  const labels = workloadOf(resource)?.podLabels;
  return labels !== undefined && isSelected(selector, labels);
}

function carried(resource: Resource, { key, value }: Label): readonly Occurrence[] {
  const labels = labelsRoute(resource);
  const route = labels && [...labels, key];
  if (!route || stringAt(resource.value, route.slice(resource.route.length)) !== value) return [];
  return [occurrence(resource, route, { isDefinition: true })];
}

function mapRoute({ route, isMapOnly }: LabelSelector): Route {
  return isMapOnly ? route : [...route, 'matchLabels'];
}

function selectorPlaces(resource: Resource, selector: LabelSelector, { key, value }: Label): readonly Occurrence[] {
  const route = [...mapRoute(selector), key];
  const own = getAt(resource.value, route.slice(resource.route.length)) === value ? [occurrence(resource, route)] : [];
  const listed = expressions(selector)
    .filter((expression) => expression.key === key)
    .flatMap(({ values, texts }) => texts.flatMap((text, index) => (text === value ? [occurrence(resource, [...values, index])] : [])));
  return [...own, ...listed];
}

/** The lists of values in a selector's expressions. */
function expressions({ selector, route, isMapOnly }: LabelSelector) {
  if (isMapOnly) return [];
  return (listAt(selector, ['matchExpressions']) ?? []).map((expression, index) => ({
    key: stringAt(expression, ['key']) ?? '',
    values: [...route, 'matchExpressions', index, 'values'] as Route,
    texts: listAt(expression, ['values']) ?? [],
  }));
}
