import type { LabelSelector } from '../../resources/label-selectors.ts';
import { isSelected, labelSelectorsOf, matchLabelsRoute } from '../../resources/label-selectors.ts';
import type { Selection } from '../../resources/relations.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { labelValue } from '../../rules/schema/name-formats.ts';
import { getAt, listAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import type { Label, LaidLabel } from './laid-labels.ts';
import { laidLabelAt, laidLabels } from './laid-labels.ts';
import type { Named, Occurrence } from './occurrence.ts';
import { distinct, occurrence } from './occurrence.ts';
import type { Spot } from './place.ts';
import { isRoute } from './place.ts';

/** The value of a label that stands at a spot, with the selectors that match by it and whatever else those select. */
export function labelAt(spot: Spot, inventory: Inventory): Named | undefined {
  if (spot.part !== 'value') return undefined;
  const given = carriedLabel(spot) ?? laidLabelAt(spot.resource, spot.route);
  const label = given ?? selectedLabel(spot);
  if (!label) return undefined;
  const here = occurrence(spot.resource, spot.route, { isDefinition: given !== undefined });
  return {
    title: `label ${label.key}`,
    name: label.value,
    here,
    occurrences: distinct([here, ...placesOf(spot, label, inventory)]),
    fault: (text) => labelValue.fault(text),
    isTaken: () => false,
  };
}

function placesOf({ resource, route }: Spot, label: Label, inventory: Inventory): readonly Occurrence[] {
  const laid = laidLabels(label, inventory);
  const own = laid.find(({ place }) => place.resource === resource && isRoute(place.route, route));
  const { carriers, selections } = spread(own ? [...own.workloads] : [resource], label, { laid, inventory });
  const reached = laid.filter(({ workloads }) => carriers.some((carrier) => workloads.has(carrier)));
  return [
    ...carriers.flatMap((carrier) => carried(carrier, label)),
    ...reached.map(({ place }) => place),
    ...selections.flatMap(({ entry, selector }) => selectorPlaces(entry.resource, selector, label)),
  ];
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
    if (isRoute(matchLabelsRoute(selector), route.slice(0, -1))) return labelIn(resource, route);
    const expression = expressions(selector).find(({ values }) => isRoute(values, route.slice(0, -1)));
    const text = stringAt(resource.value, route.slice(resource.route.length));
    if (expression && text !== undefined) return { key: expression.key, value: text };
  }
  return undefined;
}

/** What labels are spread over. */
interface Ground {
  readonly laid: readonly LaidLabel[];
  readonly inventory: Inventory;
}

/** All that shares a label: what carries it, what selects by it, and what else that selects. */
function spread(
  start: readonly Resource[],
  label: Label,
  { laid, inventory }: Ground,
): { readonly carriers: readonly Resource[]; readonly selections: readonly Selection[] } {
  const carriers = new Set<Resource>();
  const selections = new Map<LabelSelector, Selection>();
  const pending: Resource[] = [];
  const quiet = quietSelections(label, inventory);
  const carry = (resource: Resource): void => {
    const laidOver = laid.filter(({ workloads }) => workloads.has(resource));
    if (carriers.has(resource) || (laidOver.length === 0 && carried(resource, label).length === 0)) return;
    carriers.add(resource);
    pending.push(resource, ...laidOver.flatMap(({ workloads }) => [...workloads]));
  };
  const select = (resource: Resource, selector: LabelSelector): void => {
    const entry = inventory.entryOf(resource);
    if (!entry || selections.has(selector) || selectorPlaces(resource, selector, label).length === 0) return;
    selections.set(selector, { entry, selector });
    for (const { resource: selected } of inventory.selects(resource, selector)) carry(selected);
  };
  for (const resource of start) {
    carry(resource);
    for (const selector of labelSelectorsOf(resource)) select(resource, selector);
  }
  for (let next = pending.pop(); next; next = pending.pop()) {
    const carrier = next;
    carry(carrier);
    for (const { entry, selector } of inventory.selectedBy(carrier)) select(entry.resource, selector);
    for (const selector of labelSelectorsOf(carrier).filter((one) => isOwn(one, carrier))) select(carrier, selector);
    for (const { resource, selector } of quiet.filter(({ selected }) => selected.has(carrier))) select(resource, selector);
  }
  return { carriers: [...carriers], selections: [...selections.values()] };
}

/** Kinds of selectors that no workload is asked for by: the peers of policies, and what places pods beside or apart from others. */
const QUIET: ReadonlySet<LabelSelector['via']> = new Set(['policy-peer', 'spread', 'affinity']);

/** The selectors of those kinds, and those of Services, that name a label, with what each selects. */
function quietSelections(label: Label, inventory: Inventory) {
  const kinds = ['NetworkPolicy', 'ServiceMonitor'].flatMap((kind) => inventory.ofKind(kind));
  const holders = [...kinds, ...inventory.workloads().map(({ entry }) => entry)];
  return holders.flatMap(({ resource }) =>
    labelSelectorsOf(resource)
      .filter((selector) => (QUIET.has(selector.via) || selector.of === 'services') && selectorPlaces(resource, selector, label).length > 0)
      .map((selector) => ({
        resource,
        selector,
        selected: new Set(inventory.selects(resource, selector).map((entry) => entry.resource)),
      })),
  );
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

function selectorPlaces(resource: Resource, selector: LabelSelector, { key, value }: Label): readonly Occurrence[] {
  const route = [...matchLabelsRoute(selector), key];
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
