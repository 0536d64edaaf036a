import { podLabelsIn } from '../resources/deployments.ts';
import type { LabelSelector } from '../resources/label-selectors.ts';
import { podLabelsOf } from '../resources/pod-owners.ts';
import { stringsOf } from '../resources/resource.ts';
import type { Inventory, Resource } from '../resources/types.ts';
import { workloadOf } from '../resources/workload.ts';
import { nearest } from '../schema/suggest.ts';
import { getAt } from '../yaml/json.ts';

type Labels = Readonly<Record<string, string>>;

/** An object that runs pods, with their labels. */
export interface PodOwner {
  readonly resource: Resource;
  readonly labels: Labels;
}

/** Whose pods a selector probably means, and what it would have to ask for. */
export interface Guess {
  readonly owner: PodOwner;
  readonly selector: Labels;
  /** Labels that the selector asks for and the pods don't have, or not so. */
  readonly amiss: readonly string[];
}

/** Who selects pods, and by which labels. */
export interface Wish {
  readonly resource: Resource;
  readonly selector: LabelSelector;
  readonly wanted: Labels;
}

/** What runs pods where an object's selector looks for them, whatever their labels. */
export function podOwnersNear({ resource, selector, wanted }: Wish, inventory: Inventory): readonly PodOwner[] {
  const near = inventory.selects(resource, { ...selector, selector: undefined, emptyIsNothing: false });
  return near.map((entry) => {
    const owner = { resource: entry.resource, labels: labelsInCluster(entry.resource, inventory) };
    // Patches are looked up where they could make a difference alone: there may be thousands of pods.
    const isClose = owner.resource.name === resource.name || Object.entries(wanted).some(([key, value]) => owner.labels[key] === value);
    return isClose ? withPatches(owner, inventory) : owner;
  });
}

/** With the labels that kustomizations add. */
function labelsInCluster(resource: Resource, inventory: Inventory): Labels {
  const own = podLabelsOf(resource) ?? {};
  const added = inventory.placementsOf(resource).map((placement) => podLabelsIn(placement, resource));
  return added.every((labels) => Object.keys(labels).length === 0) ? own : Object.assign({}, own, ...added);
}

function withPatches({ resource, labels }: PodOwner, inventory: Inventory): PodOwner {
  const patches = inventory.patchesOf(resource).map((patch) => workloadOf(patch.resource)?.podLabels);
  return { resource, labels: Object.assign({}, labels, ...patches) };
}

/**
 * The pods that a map of labels most likely means: those of the object's own name, else those with the fewest labels that are near to the
 * ones asked for. Undefined where none are near enough.
 * @param name of the object that selects
 */
export function nearestPods(wanted: Labels, name: string | undefined, owners: readonly PodOwner[]): Guess | undefined {
  const guesses = owners.flatMap((owner) => guessFor(wanted, owner, owner.resource.name === name, owners) ?? []);
  const rankOf = ({ owner, amiss }: Guess): number => (owner.resource.name === name ? -1 : amiss.length);
  const [best] = [...guesses].sort((a, b) => rankOf(a) - rankOf(b));
  return best;
}

function has(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

/** @param isNamesake whether the owner is meant by its name, however far its labels are from those that are asked for */
function guessFor(wanted: Labels, owner: PodOwner, isNamesake: boolean, owners: readonly PodOwner[]): Guess | undefined {
  const pairs = Object.entries(wanted).map(([key, value]) => pairFor(key, value, owner.labels));
  const isNear = pairs.every((pair) => pair?.isNear === true);
  if (!isNear && !isNamesake) return undefined;
  const kept = Object.fromEntries(pairs.flatMap((pair) => (pair ? [[pair.key, pair.value]] : [])));
  // A selector that only a name has led to must not select the pods of others besides.
  const selector = isNear ? kept : [kept, ownLabels(owner)].find((labels) => isNarrow(labels, owner, owners));
  const amiss = Object.keys(wanted).filter((key) => owner.labels[key] !== wanted[key]);
  return selector && { owner, selector, amiss };
}

/** Objects of one kind and name in two places are one application. */
function isNarrow(selector: Labels, { resource }: PodOwner, owners: readonly PodOwner[]): boolean {
  const others = owners.filter((other) => other.resource.kind !== resource.kind || other.resource.name !== resource.name);
  return Object.keys(selector).length > 0 && !others.some(({ labels }) => has(labels, selector));
}

interface Pair {
  readonly key: string;
  readonly value: string;
  readonly isNear: boolean;
}

/** What pods have in place of a label: another value of it, or the value under a similar name. */
function pairFor(key: string, value: string, labels: Labels): Pair | undefined {
  const found = Object.hasOwn(labels, key) ? labels[key] : undefined;
  if (found !== undefined) return { key, value: found, isNear: found === value || nearest(value, [found]) !== undefined };
  const same = Object.keys(labels).filter((other) => labels[other] === value);
  const similar = nearest(key, same) ?? same.find((other) => lastPart(other) === lastPart(key));
  return similar === undefined ? undefined : { key: similar, value, isNear: true };
}

/** `app.kubernetes.io/component` and `component` are easily mistaken for each other. */
function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** The labels by which a workload knows its own pods, else all that they have. */
function ownLabels({ resource, labels }: PodOwner): Labels {
  const own = stringsOf(getAt(resource.value, ['spec', 'selector', 'matchLabels']));
  return Object.keys(own).length > 0 && has(labels, own) ? own : labels;
}
