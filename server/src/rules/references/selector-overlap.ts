import { compareEntries } from '../../resources/inventory-index.ts';
import { labelSelectorsOf } from '../../resources/label-selectors.ts';
import { stringsOf } from '../../resources/resource.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { getAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { isSurelyNear } from '../surely-near.ts';
import { titleOf } from '../title.ts';

/** Kinds whose controllers look for their pods all the time; a Job's selector is made for it. */
const KINDS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout']);

export default defineRule({
  id: 'references/selector-overlap',
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: "Two workloads of one namespace whose selectors match each other's pods",
    why:
      'Whatever goes by the selector takes the pods of both for those of one: autoscalers average over the wrong pods, budgets count them, `kubectl logs` ' +
      'and `rollout status` show strangers. Kubernetes itself does not check it and says that controllers with overlapping selectors behave unexpectedly.',
    fix: 'Give each workload a label of its own in its selector and its pods, such as app.kubernetes.io/component. The selector of a live workload cannot be changed: make it anew.',
    exceptions:
      'Information where one selector is wide enough for the pods of the other, but not the other way round. Only workloads that are applied together or state ' +
      'the same namespace; silent for Jobs, patches and templates, and for the same workload in another place.',
    sources: ['Kubernetes documentation, Deployments: do not overlap labels or selectors with other controllers'],
  },
  messages: {
    mutual:
      "{object} and {other} match each other's pods by {labels}; whatever counts or scales by these takes the pods of both for its own.",
    wide: '{object} selects pods with {labels}, which those of {other} have as well; whatever counts or scales by these takes them for its own.',
  },
  *check({ resource, kind }, { inventory, partial }) {
    const own = ownSelector(resource);
    if (!own || partial || !KINDS.has(kind)) return;
    const others = inventory.selects(resource, own).map((entry) => entry.resource);
    const other = others.find((candidate) => isOther(resource, candidate, inventory));
    if (!other) return;
    const isMutual = selects(other, resource, inventory);
    if (isMutual && !isLater(resource, other, inventory)) return;
    const title = titleOf(other);
    yield {
      at: own.route,
      part: 'key',
      message: isMutual ? 'mutual' : 'wide',
      level: isMutual ? 'warning' : 'info',
      data: { object: titleOf(resource), other: title, labels: labelsText(resource) },
      related: [{ in: other, at: [...other.route, 'spec', 'selector'], message: `The selector of ${title}` }],
    };
  },
});

function ownSelector(resource: Resource) {
  return labelSelectorsOf(resource).find(({ via }) => via === 'own');
}

function isOther(resource: Resource, other: Resource, inventory: Inventory): boolean {
  const isSame = other === resource || (other.kind === resource.kind && other.name === resource.name);
  return !isSame && KINDS.has(other.kind) && isSurelyNear(resource, other, inventory);
}

function selects(resource: Resource, other: Resource, inventory: Inventory): boolean {
  const own = ownSelector(resource);
  return own !== undefined && inventory.selects(resource, own).some((entry) => entry.resource === other);
}

/** What both have in common is told once, at the one that comes later in the workspace. */
function isLater(resource: Resource, other: Resource, inventory: Inventory): boolean {
  const [own, first] = [inventory.entryOf(resource), inventory.entryOf(other)];
  return own !== undefined && first !== undefined && compareEntries(own, first) > 0;
}

function labelsText(resource: Resource): string {
  const labels = stringsOf(getAt(resource.value, ['spec', 'selector', 'matchLabels']));
  const pairs = Object.entries(labels).map((pair) => pair.join('='));
  return pairs.length > 0 ? pairs.join(', ') : 'their labels';
}
