import { isFilledIn } from '../../resources/built-in-names.ts';
import type { LabelSelector } from '../../resources/label-selectors.ts';
import { labelSelectorsOf } from '../../resources/label-selectors.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { mapAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import type { PodOwner, Wish } from '../nearest-pods.ts';
import { nearestPods, podOwnersNear } from '../nearest-pods.ts';
import { labelText, plainLabels } from '../plain-labels.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { isUnseen } from '../unseen.ts';
import type { ScrapedPort } from './monitor-ports.ts';
import { isMonitor, offeredPorts, scrapedPorts, suggestedPort } from './monitor-ports.ts';

type Found = Problem<'nothing' | 'similar' | 'port' | 'unnamed', 'select' | 'port'>;

export default defineRule({
  id: 'observability/monitor-target',
  level: 'warning',
  scope: 'resource',
  kinds: ['ServiceMonitor', 'PodMonitor'],
  workspace: true,
  docs: {
    summary: 'A ServiceMonitor or PodMonitor that finds nothing to scrape',
    why:
      'A monitor whose selector matches nothing, or whose port nobody has, is accepted without a word: no target appears, its dashboards stay ' +
      'empty, and alerts on what it should have measured never fire.',
    fix:
      "Select by labels of the Service's metadata (of the pods for a PodMonitor), and name a port as the Service (the container) does. The quick " +
      'fixes take over what is most likely meant.',
    exceptions:
      'Monitors of what the workspace does not hold, such as the kubelet: where nothing of that kind is applied together with them the rule ' +
      'is silent, and where some is, but nothing similar, it is information. A port is wrong only where none of what is selected has it. ' +
      'Silent for numbers, for pods that an operator makes, for labels filled in later, in patches and templates, and where a kustomization ' +
      'brings more than the workspace shows.',
    sources: [
      'Prometheus operator, API reference: ServiceMonitorSpec selects Services by their labels; Endpoint.port is the name of a Service port',
    ],
  },
  messages: {
    nothing: '{monitor} selects {what} with {labels}; none such are found in this workspace, and without them it scrapes nothing.',
    similar: '{monitor} selects {what} with {labels}, which none have in this workspace, so it scrapes nothing; {ownerHas} {wantedText}.',
    port: '{monitor} scrapes port "{port}", which {lacking} ({ports}), so it scrapes nothing there.',
    unnamed:
      '{monitor} scrapes port "{port}", but the ports of {owner} have no names, by which it finds them, so it scrapes nothing there.',
  },
  *check(monitor, { inventory, partial }) {
    const selector = isMonitor(monitor) ? labelSelectorsOf(monitor).find(({ via }) => via === 'monitor') : undefined;
    if (!selector || partial || isUnseen(monitor, inventory) || inventory.patchesOf(monitor).length > 0) return;
    const labels = mapAt(selector.selector, ['matchLabels']) ?? {};
    if (Object.entries(labels).flat().map(String).some(isFilledIn)) return;
    const selected = inventory.selects(monitor, selector).filter(({ uri }) => !inventory.contextOf(uri).partial);
    const resources = selected.map(({ resource }) => resource);
    if (resources.length === 0) yield* selectionProblem(monitor, selector, inventory);
    else for (const port of scrapedPorts(monitor)) yield* portProblem(monitor, port, resources, inventory);
  },
  fixes: {
    select: {
      title: 'Select by {wantedText}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at: [...at, 'matchLabels'], value: wanted }],
    },
    port: {
      title: 'Scrape port "{wanted}" instead',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

function* selectionProblem(monitor: Resource, selector: LabelSelector, inventory: Inventory): Iterable<Found> {
  const labels = plainLabels(selector.selector);
  const near = labels === undefined ? [] : ownersNear({ resource: monitor, selector, wanted: labels }, inventory);
  if (labels === undefined || near.length === 0) return;
  const data = { monitor: titleOf(monitor), what: selector.of === 'pods' ? 'pods' : 'Services', labels: labelText(labels) };
  const guess = nearestPods(labels, monitor.name, near);
  const at = selector.route;
  if (!guess) {
    const isItsPlace = near.some(({ resource }) => inventory.areAppliedTogether(monitor, resource));
    if (isItsPlace) yield { at, part: 'key', message: 'nothing', level: 'info', data, fixes: [] };
    return;
  }
  const { resource } = guess.owner;
  const ownerHas = selector.of === 'pods' ? `the pods of ${titleOf(resource)} have` : `${titleOf(resource)} has`;
  yield {
    at,
    part: 'key',
    message: 'similar',
    data: { ...data, ownerHas, wanted: guess.selector, wantedText: labelText(guess.selector) },
    related: [{ in: resource, at: [...resource.route, 'metadata', 'name'], message: `What it probably means: ${titleOf(resource)}` }],
    fixes: ['select'],
  };
}

/** What a monitor could select where it looks. */
function ownersNear(wish: Wish, inventory: Inventory): readonly PodOwner[] {
  const { resource: monitor, selector } = wish;
  if (selector.of === 'pods') return podOwnersNear(wish, inventory);
  return inventory.selects(monitor, { ...selector, selector: undefined }).map(({ resource }) => {
    const added = inventory.placementsOf(resource).map(({ labels }) => labels);
    return { resource, labels: Object.assign({}, resource.labels, ...added) };
  });
}

function* portProblem(
  monitor: Resource,
  { name, route }: ScrapedPort,
  selected: readonly Resource[],
  inventory: Inventory,
): Iterable<Found> {
  const offers = selected.map((resource) => offeredPorts(resource, inventory));
  const ports = offers.flatMap((offer) => offer ?? []);
  const [owner] = selected;
  if (owner === undefined || isFilledIn(name) || offers.includes(undefined) || ports.some((port) => port.name === name)) return;
  if (ports.some((port) => isFilledIn(port.name ?? ''))) return;
  const names = [...new Set(ports.flatMap((port) => port.name ?? []))];
  const wanted = suggestedPort(name, ports);
  yield {
    at: route,
    part: 'value',
    message: names.length === 0 && ports.length > 0 ? 'unnamed' : 'port',
    data: {
      monitor: titleOf(monitor),
      port: name,
      owner: selected.length > 1 ? `the ${selected.length} that it selects` : titleOf(owner),
      lacking: selected.length > 1 ? `none of the ${selected.length} that it selects has` : `${titleOf(owner)} does not have`,
      ports: names.length === 0 ? 'it has no ports' : names.join(', '),
      ...(wanted !== undefined && { wanted }),
    },
    related: [{ in: owner, at: ports[0]?.route ?? [...owner.route, 'spec'], message: `The ports of ${titleOf(owner)}` }],
    fixes: wanted === undefined ? [] : ['port'],
  };
}
