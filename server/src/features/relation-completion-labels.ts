import { CompletionItemKind } from 'vscode-languageserver-types';
import type { LabelSelector } from '../resources/label-selectors.ts';
import { labelSelectorsOf, matchLabelsRoute } from '../resources/label-selectors.ts';
import { podLabelsOf } from '../resources/pod-owners.ts';
import { stringsOf } from '../resources/resource.ts';
import type { Entry, Inventory, Resource } from '../resources/types.ts';
import { getAt, stringAt } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import { MARKER } from './completion-context.ts';
import { bullets, code } from './markdown.ts';
import { isRoute } from './navigation/place.ts';
import type { RelationPlace, RelationProposal } from './relation-place.ts';
import { rankOf } from './relation-place.ts';

/** A label that what can be selected has, with the values that it has there. */
export interface LabelProposal {
  readonly key: string;
  /** Those that come first are nearest. */
  readonly values: readonly string[];
  readonly detail: string;
  readonly documentation: string;
  readonly rank: number;
}

/** Labels by which the selector at a place could select. */
export function labelKeys(place: RelationPlace): readonly LabelProposal[] {
  const { typed, route } = place;
  const selecting = selectorsIn(typed).find((one) => isRoute(matchLabelsRoute(one), route));
  if (!selecting) return [];
  const present = new Set(Object.keys(stringsOf(valueAt(typed, route))));
  return labelsOf(carriersFor(place, selecting), place)
    .filter(({ key }) => !present.has(key))
    .map(toProposal);
}

/** Values (or, in an expression, keys) of the labels by which the selector at a place could select. */
export function labelValues(place: RelationPlace): readonly RelationProposal[] {
  const { typed, route } = place;
  for (const selecting of selectorsIn(typed)) {
    const labels = matchLabelsRoute(selecting);
    if (isRoute(labels, route.slice(0, -1))) return valuesOf(String(route.at(-1)), carriersFor(place, selecting), place);
    const [field, index, part] = route.slice(selecting.route.length);
    if (selecting.isMapOnly || field !== 'matchExpressions' || !isRoute(selecting.route, route.slice(0, selecting.route.length))) continue;
    const everyone = carriersFor(place, { ...selecting, selector: undefined });
    if (part === 'key') return labelsOf(everyone, place).map(({ key, ...label }) => asValue({ key, ...label }));
    const key = stringAt(typed.value, [...selecting.route.slice(typed.route.length), field, index ?? 0, 'key']);
    if (part === 'values' && key !== undefined) return valuesOf(key, everyone, place);
  }
  return [];
}

/** A selector of pods, Services or namespaces. */
type Selecting = Pick<LabelSelector, 'route' | 'isMapOnly' | 'selector'> & { readonly whose: LabelSelector | 'namespaces' };

function selectorsIn(typed: Resource): readonly Selecting[] {
  return labelSelectorsOf(typed).flatMap((whose) => {
    const { route, isMapOnly, selector, namespaces } = whose;
    const spaces: Selecting[] =
      namespaces.kind === 'labelled'
        ? [{ whose: 'namespaces', route: namespaces.route, isMapOnly: false, selector: namespaces.selector }]
        : [];
    return [{ whose, route, isMapOnly, selector }, ...spaces];
  });
}

/** Something with labels. */
interface Carrier {
  readonly resource: Resource;
  readonly labels: Readonly<Record<string, string>>;
}

/** What a selector could select: what has its other labels, or anything where nothing has those. */
function carriersFor(place: RelationPlace, selecting: Selecting): readonly Carrier[] {
  const { whose } = selecting;
  if (whose === 'namespaces') return namespacesOf(place.inventory);
  if (whose.via === 'own') return carriersAmong([{ resource: place.resource }], 'pods');
  const others = Object.entries(stringsOf(labelsIn(selecting))).filter(([key, value]) => key !== MARKER && value !== MARKER);
  const select = (labels: Json | undefined) => {
    const found = place.inventory.selects(place.resource, { ...whose, selector: labels, isMapOnly: true, emptyIsNothing: false });
    return carriersAmong(found, whose.of);
  };
  const narrow = others.length > 0 ? select(Object.fromEntries(others)) : [];
  return narrow.length > 0 ? narrow : select(undefined);
}

function labelsIn({ selector, isMapOnly }: Selecting): Json | undefined {
  return isMapOnly ? selector : getAt(selector, ['matchLabels']);
}

function carriersAmong(entries: readonly Pick<Entry, 'resource'>[], of: LabelSelector['of']): readonly Carrier[] {
  return entries.flatMap(({ resource }) => {
    const labels = of === 'services' ? resource.labels : podLabelsOf(resource);
    return labels ? [{ resource, labels }] : [];
  });
}

/** Every namespace has its name as a label. Source: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-metadata-name */
function namespacesOf(inventory: Inventory): readonly Carrier[] {
  return inventory.ofKind('Namespace').map(({ resource }) => ({
    resource,
    labels: { ...(resource.name !== undefined && { 'kubernetes.io/metadata.name': resource.name }), ...resource.labels },
  }));
}

/** A label with what carries each of its values. */
interface Label {
  readonly key: string;
  readonly carriers: ReadonlyMap<string, readonly Resource[]>;
  readonly rank: number;
}

/** Labels that change with a release, so that nobody selects by them for long. */
const PASSING: ReadonlySet<string> = new Set(['app.kubernetes.io/version', 'app.kubernetes.io/managed-by', 'helm.sh/chart', 'version']);

function labelsOf(carriers: readonly Carrier[], place: RelationPlace): readonly Label[] {
  const labels = new Map<string, { carriers: Map<string, Resource[]>; rank: number }>();
  for (const { resource, labels: own } of carriers) {
    const near = rankOf(resource, place);
    for (const [key, value] of Object.entries(own)) {
      const label = labels.get(key) ?? { carriers: new Map<string, Resource[]>(), rank: 3 };
      label.carriers.set(value, [...(label.carriers.get(value) ?? []), resource]);
      label.rank = Math.min(label.rank, PASSING.has(key) ? 2 : near);
      labels.set(key, label);
    }
  }
  return [...labels].map(([key, label]) => ({ key, ...label }));
}

function valuesOf(key: string, carriers: readonly Carrier[], place: RelationPlace): readonly RelationProposal[] {
  const label = labelsOf(carriers, place).find((one) => one.key === key);
  return [...(label?.carriers ?? [])].map(([value, owners]) => ({
    value,
    kind: CompletionItemKind.Value,
    detail: titlesOf(owners),
    rank: Math.min(...owners.map((owner) => rankOf(owner, place))),
  }));
}

/** Most owners that a line names. */
const MOST = 3;

function titlesOf(owners: readonly Resource[]): string {
  const titles = owners.map(({ kind, name }) => `${kind} ${name ?? ''}`);
  return titles.length > MOST ? `${titles.slice(0, MOST).join(', ')} and ${titles.length - MOST} more` : titles.join(', ');
}

function toProposal({ key, carriers, rank }: Label): LabelProposal {
  const values = [...carriers];
  const detail = values.length === 1 ? String(values[0]?.[0]) : `${values.length} values`;
  const documentation = bullets(values.slice(0, 12).map(([value, owners]) => `${code(value)}: ${titlesOf(owners)}`));
  return { key, values: values.map(([value]) => value), detail, documentation, rank };
}

function asValue(label: Label): RelationProposal {
  const { key, detail, documentation, rank } = toProposal(label);
  return { value: key, kind: CompletionItemKind.Field, detail, documentation, rank };
}

function valueAt({ value, route: root }: Resource, route: Route): Json | undefined {
  return getAt(value, route.slice(root.length));
}
