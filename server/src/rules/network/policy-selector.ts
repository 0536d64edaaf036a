import { isFilledIn } from '../../resources/built-in-names.ts';
import { isElected, isGenerated } from '../../resources/generated-labels.ts';
import type { LabelSelector } from '../../resources/label-selectors.ts';
import { isSelected, labelSelectorsOf } from '../../resources/label-selectors.ts';
import { stringsOf } from '../../resources/resource.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { isMap, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Patch, Route } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { defineRule } from '../define-rule.ts';
import { guessedData, guessedPlace } from '../guessed-pods.ts';
import type { PodOwner } from '../nearest-pods.ts';
import { nearestPods, podOwnersNear } from '../nearest-pods.ts';
import { labelText } from '../plain-labels.ts';
import { isSurelyNear } from '../surely-near.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { isUnseen } from '../unseen.ts';
import { isNetworkPolicy } from './network-policy.ts';

type Labels = Readonly<Record<string, string>>;
type Found = Problem<'missing' | 'similar', 'select'>;

export default defineRule({
  id: 'network/policy-selector',
  level: 'warning',
  scope: 'resource',
  kinds: ['NetworkPolicy'],
  workspace: true,
  docs: {
    summary: 'A NetworkPolicy that selects no pods',
    why:
      'A policy protects the pods that its podSelector matches, and a selector that matches none is accepted without a word. The pods that ' +
      'were meant stay open to the whole cluster, while everyone who reads the policy believes them safe.',
    fix: 'Select by labels that the pod template of the workload has. The quick fix takes over those of the workload that is most likely meant.',
    exceptions:
      'Information where this workspace runs no pods that are surely in that namespace, since those may be deployed from elsewhere. ' +
      'Silent for an empty selector, which is for all pods, in patches and templates, for labels that are filled in later or given by ' +
      'controllers and elections, and where a kustomization brings more than the workspace shows.',
    sources: ['Kubernetes documentation, Network Policies: podSelector selects the pods that the policy is about'],
  },
  messages: {
    missing:
      '{object} selects pods with {labels}; none are found in this workspace, so the policy protects nothing unless they come from elsewhere.',
    similar:
      '{object} selects pods with {labels}, which none have in this workspace, so it protects none; the pods of {owner} have {found}.',
  },
  *check(policy, { inventory, partial }) {
    const selector = isNetworkPolicy(policy) ? labelSelectorsOf(policy).find(({ via }) => via === 'policy') : undefined;
    if (!selector || partial || !isJudged(selector) || isUnseen(policy, inventory)) return;
    if (inventory.selects(policy, selector).length > 0) return;
    const wanted = stringsOf(mapAt(selector.selector, ['matchLabels']));
    const owners = podOwnersNear({ resource: policy, selector, wanted }, inventory);
    if (owners.some(({ labels }) => maySelect(selector, labels))) return;
    yield problemOf(policy, selector, owners, inventory);
  },
  fixes: {
    select: {
      title: 'Select the pods of {owner} ({found})',
      safe: false,
      patches: ({ at, data: { wanted } }, { document }) => {
        const route = at.slice(0, at.lastIndexOf('matchLabels') + 1);
        return isMap(wanted) ? selectorPatches(route, stringsOf(valueAt(document, route)), stringsOf(wanted)) : undefined;
      },
    },
  },
});

/** False where it selects all pods, or by what no manifest shows. */
function isJudged({ selector }: LabelSelector): boolean {
  const labels = Object.entries(stringsOf(mapAt(selector, ['matchLabels'])));
  const keys = [...labels.map(([key]) => key), ...expressionKeys(selector)];
  return (
    keys.length > 0 && !keys.some(isGenerated) && !labels.some(([key, value]) => isElected(key, value) || [key, value].some(isFilledIn))
  );
}

/** Whether pods are selected by the labels that patches give them, or may be once theirs are filled in. */
function maySelect(selector: LabelSelector, labels: Labels): boolean {
  const keys = [...Object.keys(stringsOf(mapAt(selector.selector, ['matchLabels']))), ...expressionKeys(selector.selector)];
  return isSelected(selector, labels) || keys.some((key) => isFilledIn(labels[key] ?? ''));
}

function expressionKeys(selector: LabelSelector['selector']): readonly string[] {
  return (listAt(selector, ['matchExpressions']) ?? []).map((expression) => stringAt(expression, ['key']) ?? '');
}

function problemOf(policy: Resource, { selector }: LabelSelector, owners: readonly PodOwner[], inventory: Inventory): Found {
  const labels = stringsOf(mapAt(selector, ['matchLabels']));
  const keys = expressionKeys(selector);
  const guess = keys.length > 0 ? undefined : nearestPods(labels, policy.name, owners);
  const level = owners.some(({ resource }) => isSurelyNear(policy, resource, inventory)) ? 'warning' : 'info';
  const data = {
    object: titleOf(policy),
    labels: [labelText(labels), ...keys.map((key) => `a rule for ${key}`)].filter(Boolean).join(', '),
  };
  if (guess) {
    const route = [...policy.route, 'spec', 'podSelector', 'matchLabels'];
    return { ...guessedPlace(route, guess), message: 'similar', level, data: { ...data, ...guessedData(guess) }, fixes: ['select'] };
  }
  return { at: [...policy.route, 'spec', 'podSelector'], part: 'key', message: 'missing', level, data, fixes: [] };
}

/** Changes the values where the labels are the right ones, else all of them. */
function selectorPatches(route: Route, written: Labels, wanted: Labels): readonly Patch[] {
  const keys = Object.keys(wanted);
  if (Object.keys(written).some((key) => !keys.includes(key)) || keys.some((key) => !(key in written))) {
    return [{ op: 'set', at: route, value: { ...wanted } }];
  }
  return keys
    .filter((key) => written[key] !== wanted[key])
    .map((key): Patch => ({ op: 'set', at: [...route, key], value: wanted[key] ?? '' }));
}
