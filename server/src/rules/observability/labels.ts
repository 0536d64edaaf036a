import type { Entry, Inventory, Resource } from '../../resources/types.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../resources/workload.ts';
import { listAt, mapAt } from '../../yaml/json.ts';
import { memo } from '../../yaml/memo.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';

const PREFIX = 'app.kubernetes.io/';
const NAME = `${PREFIX}name`;

/** Labels by which people name an application where they don't use the recommended ones. */
const OTHER_NAMES = [NAME, 'app', 'k8s-app', 'name'];

export default defineRule({
  id: 'observability/labels',
  level: 'info',
  scope: 'resource',
  kinds: ['Service', ...WORKLOAD_KINDS],
  workspace: true,
  docs: {
    summary: 'A workload or Service has none of the recommended labels',
    why:
      'Dashboards, cost reports and kubectl group objects by labels. Where every team has labels of its own each of these tools has to be told ' +
      'what belongs together, and what it was not told of is missing when it is looked for.',
    fix:
      'Label the object with app.kubernetes.io/name, and where it helps with instance, version, component, part-of and managed-by. The quick fix adds the ' +
      'name to the labels of the object itself; selectors and the labels of pods stay as they are.',
    exceptions:
      'One of the labels is enough. Services are reported in the strict profile only, since what they select says it already. Silent where a ' +
      'Kustomization of the workspace adds such labels, where a patch of it does, and in such a patch.',
    sources: ['Kubernetes documentation, Recommended Labels'],
  },
  messages: {
    missing:
      '{object} has none of the recommended labels (app.kubernetes.io/name and others), by which tools tell what belongs to one application.',
  },
  *check(resource, { inventory, partial }) {
    const isService = resource.kind === 'Service' && resource.group === '';
    const workload = workloadOf(resource);
    if (partial || !(isService || workload) || mapAt(resource.value, ['metadata']) === undefined) return;
    if (hasRecommended(resource) || isLabelledElsewhere(resource, inventory)) return;
    const wanted = nameFor(resource, workload?.podLabels ?? {});
    yield {
      at: placeIn(resource),
      message: 'missing',
      data: { object: titleOf(resource), ...(wanted === undefined ? {} : { wanted }) },
      ...(isService ? { level: 'strict' } : {}),
      fixes: wanted === undefined ? [] : ['add'],
    };
  },
  fixes: {
    add: {
      title: `Add the label ${NAME}: {wanted}`,
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [
        { op: 'set', at: [...at.slice(0, at.indexOf('metadata') + 1), 'labels', NAME], value: wanted, after: ['namespace', 'name'] },
      ],
    },
  },
});

function hasRecommended({ labels }: Pick<Resource, 'labels'>): boolean {
  return Object.keys(labels).some((label) => label.startsWith(PREFIX));
}

/** True where a patch, or the `labels` of a kustomization, brings one. */
function isLabelledElsewhere(resource: Resource, inventory: Inventory): boolean {
  if (inventory.patchesOf(resource).some((patch) => hasRecommended(patch.resource))) return true;
  return ['Kustomization', 'Component'].some((kind) => bringsRecommended(inventory.ofKind(kind)));
}

const bringsRecommended: (kustomizations: readonly Entry[]) => boolean = memo((kustomizations) => {
  const added = kustomizations.flatMap(({ resource: { value } }) => [
    mapAt(value, ['commonLabels']) ?? {},
    ...(listAt(value, ['labels']) ?? []).map((entry) => mapAt(entry, ['pairs']) ?? {}),
  ]);
  return added.some((labels) => Object.keys(labels).some((label) => label.startsWith(PREFIX)));
});

/** The labels where there are some, else the name. */
function placeIn({ route, value }: Resource): Route {
  const field = mapAt(value, ['metadata', 'labels']) === undefined ? 'name' : 'labels';
  return [...route, 'metadata', field];
}

/** A label's value, as the API server takes it (Kubernetes documentation, Labels and Selectors). */
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/** What the application is called by now; undefined where that is no label's value, or filled in later. */
function nameFor({ name, labels }: Resource, podLabels: Readonly<Record<string, string>>): string | undefined {
  const own = OTHER_NAMES.map((label) => labels[label] ?? podLabels[label]).find((value) => value !== undefined && value !== '');
  const wanted = own ?? name;
  return wanted !== undefined && LABEL.test(wanted) && !isPlaceholder(wanted) ? wanted : undefined;
}
