import { isFilledIn } from '../../resources/built-in-names.ts';
import { isElected, isGenerated } from '../../resources/generated-labels.ts';
import type { LabelSelector } from '../../resources/label-selectors.ts';
import { labelSelectorsOf } from '../../resources/label-selectors.ts';
import { resourceAt, stringsOf } from '../../resources/resource.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { getAt, isMap } from '../../yaml/json.ts';
import type { JsonMap, Patch } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { guessedData, guessedPlace } from '../guessed-pods.ts';
import type { Guess, PodOwner } from '../nearest-pods.ts';
import { nearestPods, podOwnersNear } from '../nearest-pods.ts';
import { labelText } from '../plain-labels.ts';
import { isSurelyNear } from '../surely-near.ts';
import { titleOf } from '../title.ts';
import type { Level, Problem } from '../types.ts';

type Labels = Readonly<Record<string, string>>;

export default defineRule({
  id: 'references/service-selector',
  level: 'error',
  scope: 'resource',
  kinds: ['Service'],
  workspace: true,
  docs: {
    summary: 'A Service whose selector matches no pods',
    why:
      'A Service sends requests to the pods that have all the labels of its selector. Where none have, the Service is accepted and gets an ' +
      'address, and every connection to it fails; nothing else tells.',
    fix: 'Select by labels that the pod template of the workload has. The quick fix takes over those of the workload that is most likely meant.',
    exceptions:
      'A warning where the workspace runs no pods that are surely in that namespace, and information where it runs none at all, or where a ' +
      'label looks like one of an operator, whose pods no manifest shows. Silent without a selector, in patches and templates, where a patch changes the ' +
      'selector, for labels that are filled in later or given by controllers and by elections (`spilo-role: master`), and where a ' +
      'kustomization brings more than the workspace shows.',
    sources: [
      'Kubernetes documentation, Service: the controller looks for pods that match the selector and writes them into EndpointSlices',
    ],
  },
  messages: {
    missing:
      '{object} selects pods with {labels}; no such pods are found in this workspace, and without them nothing answers its requests.',
    similar:
      '{object} selects pods with {labels}, which none have in this workspace, so nothing answers its requests; the pods of {owner} have {found}.',
  },
  *check(service, { inventory, partial }) {
    const selector = labelSelectorsOf(service).find(({ via }) => via === 'service');
    if (!selector || partial || getAt(service.value, ['spec', 'type']) === 'ExternalName') return;
    const lasting = lastingLabels(selector);
    if (Object.keys(lasting).length === 0 || Object.entries(lasting).flat().some(isFilledIn)) return;
    if (inventory.selects(service, { ...selector, selector: lasting }).length > 0 || isElsewhere(service, inventory)) return;
    const owners = podOwnersNear({ resource: service, selector, wanted: lasting }, inventory);
    if (owners.some(({ labels }) => mayHave(labels, lasting))) return;
    yield problemOf(service, lasting, nearestPods(lasting, service.name, owners), levelFor(service, selector, owners, inventory));
  },
  fixes: {
    select: {
      title: 'Select the pods of {owner} ({found})',
      safe: false,
      patches: ({ at, data: { wanted } }, { document }) => {
        const service = resourceAt(document, at);
        return service && isMap(wanted) ? selectorPatches(service, wanted) : undefined;
      },
    },
  },
});

/** The labels of a selector that manifests give to pods. */
function lastingLabels({ selector }: LabelSelector): Labels {
  const pairs = Object.entries(stringsOf(selector));
  return Object.fromEntries(pairs.filter(([key, value]) => !isGenerated(key) && !isElected(key, value)));
}

/** True where the workspace doesn't tell which pods there are, or what the Service selects in the end. */
function isElsewhere(service: Resource, inventory: Inventory): boolean {
  if (inventory.placementsOf(service).every(({ deployment, isPatch }) => deployment.open || isPatch)) return true;
  return inventory.patchesOf(service).some(({ resource }) => getAt(resource.value, ['spec', 'selector']) !== undefined);
}

/** Whether pods may have labels once theirs are filled in. */
function mayHave(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value || isFilledIn(labels[key] ?? ''));
}

function levelFor(service: Resource, selector: LabelSelector, owners: readonly PodOwner[], inventory: Inventory): Level {
  const wanted = Object.keys(stringsOf(selector.selector));
  if (wanted.some((key) => isOperatorLabel(key) && !owners.some(({ labels }) => Object.hasOwn(labels, key)))) return 'info';
  if (owners.some((owner) => isSurelyNear(service, owner.resource, inventory))) return 'error';
  if (owners.length > 0) return 'warning';
  const anywhere: LabelSelector = { ...selector, selector: undefined, emptyIsNothing: false, namespaces: { kind: 'all' } };
  return inventory.selects(service, anywhere).length > 0 ? 'warning' : 'info';
}

/** True for a label with a domain that is neither one of Kubernetes' nor of Helm's, as those are which operators give to their pods. */
function isOperatorLabel(key: string): boolean {
  const slash = key.indexOf('/');
  return slash > 0 && !/(?:^|\.)(?:kubernetes\.io|k8s\.io|helm\.sh)$/.test(key.slice(0, slash));
}

function problemOf(service: Resource, lasting: Labels, guess: Guess | undefined, level: Level): Problem<'missing' | 'similar', 'select'> {
  const route = [...service.route, 'spec', 'selector'];
  const data = { object: titleOf(service), labels: labelText(lasting) };
  if (!guess) return { at: route, part: 'key', message: 'missing', level, data, fixes: [] };
  return { ...guessedPlace(route, guess), message: 'similar', level, data: { ...data, ...guessedData(guess) }, fixes: ['select'] };
}

/** Changes no more of a selector than it takes to become another one; labels that controllers give stay. */
function selectorPatches(service: Resource, wanted: JsonMap): readonly Patch[] {
  const route = [...service.route, 'spec', 'selector'];
  const written = stringsOf(getAt(service.value, ['spec', 'selector']));
  const gone = Object.keys(written).filter(
    (key) => !Object.hasOwn(wanted, key) && !isGenerated(key) && !isElected(key, written[key] ?? ''),
  );
  const renamed = new Map(
    gone.map((key) => [key, Object.keys(wanted).find((other) => !(other in written) && wanted[other] === written[key])]),
  );
  const added = Object.keys(wanted).filter((key) => written[key] !== wanted[key] && ![...renamed.values()].includes(key));
  const isKept = Object.keys(written).some((key) => !gone.includes(key)) || [...renamed.values()].some((key) => key !== undefined);
  // Nothing of it stays.
  if (!isKept) return [{ op: 'set', at: route, value: wanted }];
  return [
    ...added.map((key): Patch => ({ op: 'set', at: [...route, key], value: wanted[key] ?? '' })),
    ...[...renamed].map(
      ([key, to]): Patch => (to === undefined ? { op: 'remove', at: [...route, key] } : { op: 'rename', at: [...route, key], to }),
    ),
  ];
}
