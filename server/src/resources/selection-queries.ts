import { mayBeSame } from './built-in-names.ts';
import type { Placement } from './deployments.ts';
import { applied, podLabelsIn } from './deployments.ts';
import { compareEntries } from './inventory-index.ts';
import type { LabelSelector } from './label-selectors.ts';
import { isSelected, labelSelectorsOf } from './label-selectors.ts';
import { podLabelsOf } from './pod-owners.ts';
import {
  definitionKey,
  isAsked,
  PODS_KEY,
  pairOf,
  podLabelKey,
  SERVICES_KEY,
  selectsAnyKey,
  selectsKey,
  serviceLabelKey,
} from './relation-keys.ts';
import type { RelationReader } from './relation-queries.ts';
import type { Relations, Selection } from './relations.ts';
import { selectorMatches } from './selector.ts';
import type { Entry, Resource } from './types.ts';

type Labels = Readonly<Record<string, string>>;

/** Who selects whom, over a reader. */
export function selectionsOver(reader: RelationReader): Pick<Relations, 'selectedBy' | 'selects'> {
  return {
    selectedBy: (resource) => {
      const direct = selecting(reader, 'pods', resource);
      const services = direct.filter(({ selector }) => selector.via === 'service');
      const monitors = services.flatMap(({ entry }) => selecting(reader, 'services', entry.resource));
      return distinctSelections([...direct, ...monitors]);
    },
    selects: (resource, selector) => {
      const isMet = meeting(reader, { resource, selector });
      return candidatesFor(reader, selector).filter((entry) => isMet(entry.resource));
    },
  };
}

/** The labels by which something is selected, undefined where it isn't, and those that a deployment adds. */
const LABELS: Readonly<Record<LabelSelector['of'], (resource: Resource) => Labels | undefined>> = {
  pods: podLabelsOf,
  services: ({ kind, group, labels }) => (kind === 'Service' && group === '' ? labels : undefined),
};

function addedBy(placement: Placement, of: LabelSelector['of'], resource: Resource): Labels {
  return of === 'pods' ? podLabelsIn(placement, resource) : placement.labels;
}

/** Objects with a selector that matches a given one. */
function selecting(reader: RelationReader, of: LabelSelector['of'], resource: Resource): readonly Selection[] {
  const own = LABELS[of](resource);
  if (!own) return [];
  const added = reader.placementsOf(resource).map((placement) => addedBy(placement, of, resource));
  const pairs = [own, ...added].flatMap((labels) => Object.entries(labels));
  const keys = new Set([...pairs.map((pair) => selectsKey(of, ...pair)), selectsAnyKey(of)]);
  const found = [...keys]
    .flatMap((key) => reader.under(key))
    .flatMap((entry) =>
      labelSelectorsOf(entry.resource)
        .filter((selector) => selector.of === of && isAsked(selector) && meeting(reader, { resource: entry.resource, selector })(resource))
        .map((selector) => ({ entry, selector })),
    );
  return distinctSelections(found);
}

function distinctSelections(all: readonly Selection[]): readonly Selection[] {
  return [...new Map(all.map((selection) => [selection.selector, selection])).values()].sort((a, b) => compareEntries(a.entry, b.entry));
}

/** What may match a selector, by one of the pairs that it asks for. Labels that kustomizations add are no help in finding it. */
function candidatesFor(reader: RelationReader, selector: LabelSelector): readonly Entry[] {
  const pair = pairOf(selector);
  if (!pair && selector.emptyIsNothing) return [];
  const ofPods = selector.of === 'pods';
  if (!pair || reader.deployments().labels.has(pair[0])) return reader.under(ofPods ? PODS_KEY : SERVICES_KEY);
  return reader.under(ofPods ? podLabelKey(...pair) : serviceLabelKey(...pair));
}

interface Selecting {
  readonly resource: Resource;
  readonly selector: LabelSelector;
}

/** Whether there is a deployment, or two that aren't variants of each other, in which a selector matches an object. */
function meeting(reader: RelationReader, { resource, selector }: Selecting): (other: Resource) => boolean {
  const { areVariants } = reader.deployments();
  const here = applied(reader.placementsOf(resource));
  return (other) => {
    const labels = LABELS[selector.of](other);
    if (!labels) return false;
    const there = applied(reader.placementsOf(other));
    return here.some((a) =>
      there.some((b) => {
        const isNear = isInScope(reader, selector, a.namespace ?? resource.namespace, b.namespace ?? other.namespace);
        if (!isNear || areVariants(a.deployment, b.deployment)) return false;
        const isLocal = a.deployment === b.deployment;
        return isSelected(selector, { ...labels, ...addedBy(b, selector.of, other) }) || (isLocal && isSelected(selector, labels));
      }),
    );
  };
}

function isInScope(reader: RelationReader, { namespaces }: LabelSelector, own: string | undefined, other: string | undefined): boolean {
  switch (namespaces.kind) {
    case 'all':
      return true;
    case 'own':
      return mayBeSame(own, other);
    case 'named':
      return other === undefined || namespaces.names.some((name) => mayBeSame(name, other));
    case 'labelled':
      return other === undefined || isLabelled(reader, namespaces.selector, other);
  }
}

/** Every namespace has its name as a label; one that isn't in the workspace may have others. */
function isLabelled(reader: RelationReader, selector: Parameters<typeof selectorMatches>[0], namespace: string): boolean {
  const known = reader.under(definitionKey('Namespace', namespace));
  const named = { 'kubernetes.io/metadata.name': namespace };
  if (known.length > 0) return known.some(({ resource }) => selectorMatches(selector, { ...resource.labels, ...named }));
  return !mentionsName(selector) || selectorMatches(selector, named);
}

function mentionsName(selector: Parameters<typeof selectorMatches>[0]): boolean {
  return JSON.stringify(selector).includes('kubernetes.io/metadata.name');
}
