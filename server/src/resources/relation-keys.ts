import { isMap, mapAt } from '../yaml/json.ts';
import { definitionsOf } from './definitions.ts';
import { hasTargetedPatches, inlinePatchesOf } from './kustomize-inline.ts';
import type { LabelSelector } from './label-selectors.ts';
import { labelSelectorsOf } from './label-selectors.ts';
import { podLabelsOf } from './pod-owners.ts';
import { referencesOf } from './references.ts';
import { stringsOf } from './resource.ts';
import type { Resource } from './types.ts';

/** Key of all that defines something of a kind. */
export const definitionsKey = (kind: string): string => `definitions:${kind}`;
/** Key of what defines a name of a kind. */
export const definitionKey = (kind: string, name: string): string => `definition:${kind}/${name}`;
/** Key of the objects that name something of a kind. */
export const referenceKey = (kind: string, name: string): string => `reference:${kind}/${name}`;
/** Key of the kustomizations with patches in their text, or in files with a target in their text; noted for changes of those files too. */
export const INLINE_PATCHES_KEY = 'inline-patches';
/** Key of all objects that run pods, custom resources included. */
export const PODS_KEY = 'pods';
/** Key of the objects whose pods have a label. */
export const podLabelKey = (label: string, value: string): string => `pods:${label}=${value}`;
/** Key of all Services. */
export const SERVICES_KEY = 'services';
/** Key of the Services that have a label. */
export const serviceLabelKey = (label: string, value: string): string => `services:${label}=${value}`;
/** Key of the objects with a selector that is filed under a pair which it asks for. */
export const selectsKey = (of: LabelSelector['of'], label: string, value: string): string => `selects:${of}:${label}=${value}`;
/** Key of the objects with a selector that asks for no pair: an empty one, or one of expressions alone. */
export const selectsAnyKey = (of: LabelSelector['of']): string => `selects:${of}`;

/** The keys under which an object is found by who refers to whom. */
export function relationKeysOf(resource: Resource): readonly string[] {
  const keys: string[] = [];
  for (const { kind, name } of definitionsOf(resource)) keys.push(definitionsKey(kind), definitionKey(kind, name));
  for (const { target, name } of referencesOf(resource)) for (const kind of target.kinds) keys.push(referenceKey(kind, name));
  for (const selector of labelSelectorsOf(resource)) if (isAsked(selector)) keys.push(keyOfSelector(selector));
  if (inlinePatchesOf(resource).length > 0 || hasTargetedPatches(resource)) keys.push(INLINE_PATCHES_KEY);
  const pods = podLabelsOf(resource);
  if (pods) keys.push(PODS_KEY, ...Object.entries(pods).map((pair) => podLabelKey(...pair)));
  if (resource.kind === 'Service' && resource.group === '') {
    keys.push(SERVICES_KEY, ...Object.entries(resource.labels).map((pair) => serviceLabelKey(...pair)));
  }
  return [...new Set(keys)];
}

/** True for selectors that others are asked for by: not a workload's own, nor those that only place it. */
export function isAsked({ via }: LabelSelector): boolean {
  return via !== 'own' && via !== 'spread' && via !== 'affinity' && via !== 'policy-peer';
}

/**
 * A pair that whatever a selector matches must have: the first in order, so that it stays the same; undefined where it asks for none.
 */
export function pairOf({ selector, isMapOnly }: LabelSelector): readonly [label: string, value: string] | undefined {
  const hasFields = isMap(selector) && !isMapOnly && ('matchLabels' in selector || 'matchExpressions' in selector);
  const pairs = Object.entries(stringsOf(hasFields ? mapAt(selector, ['matchLabels']) : selector));
  return pairs.sort(([a], [b]) => (a < b ? -1 : 1))[0];
}

function keyOfSelector(selector: LabelSelector): string {
  const pair = pairOf(selector);
  return pair ? selectsKey(selector.of, ...pair) : selectsAnyKey(selector.of);
}
