import { isFilledIn } from '../../resources/built-in-names.ts';
import { labelSelectorsOf } from '../../resources/label-selectors.ts';
import { isMonitoringPort } from '../../resources/port.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { nearest } from '../../schema/suggest.ts';
import { getAt, isMap } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { isUnseen } from '../unseen.ts';
import type { Listening } from './listening.ts';
import { listeningOf } from './listening.ts';
import type { Direction, PolicyRule } from './network-policy.ts';
import { isNetworkPolicy, policyRules } from './network-policy.ts';

type Found = Problem<'servicePort' | 'name' | 'number', 'replace'>;

export default defineRule({
  id: 'network/policy-ports',
  level: 'warning',
  scope: 'resource',
  kinds: ['NetworkPolicy'],
  workspace: true,
  docs: {
    summary: 'A port of a NetworkPolicy on which none of the pods listen',
    why:
      'Policies see packets after the Service has sent them on, so they go by the ports of the pods. A rule with the port of the Service, or ' +
      'with a name that no container declares, allows nothing, and the connections that it was written for are dropped without an answer.',
    fix: 'Name the port on which the containers listen. The quick fix takes that to which the Service leads, or the declared one that is near.',
    exceptions:
      'A number need not be declared to be listened on, so it is information only, unless it is the port of a Service that leads to another ' +
      'one, and silent where some of the pods declare no ports at all, where a probe asks it, or a Service leads to it. Ports of egress are ' +
      'looked at where the pods of all peers are in this workspace. Silent for ranges, names that are filled in later, pods that operators ' +
      'run, in patches and templates, and where a kustomization brings more than the workspace shows.',
    sources: [
      'Kubernetes API reference, NetworkPolicyPort.port: a numerical or named port of a pod',
      'Kubernetes documentation, Network Policies: cluster ingress and egress may rewrite addresses before or after policies are applied',
    ],
  },
  messages: {
    servicePort:
      '{object} allows port {port}, which is that of a Service; the pods of {owner} listen on {wanted}, and policies go by the ports of pods, ' +
      'so the rule allows nothing.',
    name: '{object} allows the port "{port}", which no container of {owner} declares, so the rule allows nothing.',
    number: '{object} allows port {port}, which no container of {owner} declares; unless one listens there, the rule allows nothing.',
  },
  *check(policy, { inventory, partial }) {
    if (partial || !isNetworkPolicy(policy)) return;
    const rules = [...rulesWithPorts(policy, 'ingress'), ...rulesWithPorts(policy, 'egress')];
    if (rules.length === 0 || isUnseen(policy, inventory)) return;
    for (const { rule, direction } of rules) {
      const owners = direction === 'ingress' ? protectedBy(policy, inventory) : reachedBy(policy, rule, inventory);
      const listening = listeningOf(owners, inventory);
      if (listening) yield* portProblems(policy, rule, listening);
    }
  },
  fixes: {
    replace: {
      title: 'Allow port {wanted} instead',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

interface DirectedRule {
  readonly rule: PolicyRule;
  readonly direction: Direction;
}

function rulesWithPorts(policy: Resource, direction: Direction): readonly DirectedRule[] {
  return policyRules(policy, direction).flatMap((rule) => (rule.ports.length > 0 ? [{ rule, direction }] : []));
}

function protectedBy(policy: Resource, inventory: Inventory): readonly Resource[] {
  const selectors = labelSelectorsOf(policy).filter(({ via }) => via === 'policy');
  return selectors.flatMap((selector) => inventory.selects(policy, selector)).map(({ resource }) => resource);
}

/** Nothing where one of the peers is not, or not only, in this workspace. */
function reachedBy(policy: Resource, { peers, peersAt }: PolicyRule, inventory: Inventory): readonly Resource[] {
  const all = peers.map((peer, index) => podsOf(policy, peer, [...peersAt, index], inventory));
  return all.some((pods) => pods.length === 0) ? [] : [...new Set(all.flat())];
}

/** Pods of other namespaces are those of the workspace only where they are named by their labels. */
function podsOf(policy: Resource, peer: Json, at: Route, inventory: Inventory): readonly Resource[] {
  const pods = getAt(peer, ['podSelector']);
  if (!isMap(pods) || Object.keys(pods).length === 0) return [];
  const route = JSON.stringify([...at, 'podSelector']);
  const selector = labelSelectorsOf(policy).find((each) => JSON.stringify(each.route) === route);
  return selector ? inventory.selects(policy, selector).map(({ resource }) => resource) : [];
}

function* portProblems(policy: Resource, { ports, portsAt }: PolicyRule, listening: Listening): Iterable<Found> {
  for (const [index, entry] of ports.entries()) {
    const port = getAt(entry, ['port']);
    const isPort = typeof port === 'number' || (typeof port === 'string' && port !== '' && !isFilledIn(port));
    if (!isPort || getAt(entry, ['endPort']) !== undefined || isListenedOn(port, listening)) continue;
    const wanted = suggestion(port, listening, ports.length === 1);
    const [owner] = listening.owners;
    const message = messageFor(port, listening);
    yield {
      at: [...portsAt, index, 'port'],
      message,
      level: message === 'number' ? 'info' : 'warning',
      data: { object: titleOf(policy), port, owner: ownersText(listening.owners), ...(wanted === undefined ? {} : { wanted }) },
      related: owner ? [{ in: owner, at: portsRoute(owner, listening), message: `The ports of ${titleOf(owner)}` }] : [],
      fixes: wanted === undefined ? [] : ['replace'],
    };
  }
}

/** An undeclared number is nothing to go by where some of the pods declare none. */
function isListenedOn(port: number | string, listening: Listening): boolean {
  const { declared, implied, isComplete } = listening;
  if (typeof port === 'string') return declared.some(({ name }) => name === port);
  const isKnown = declared.some(({ number }) => number === port) || implied.has(port);
  return isKnown || (!isComplete && targetOf(port, listening) === undefined);
}

function messageFor(port: number | string, listening: Listening): Found['message'] {
  if (typeof port === 'string') return 'name';
  return targetOf(port, listening) === undefined ? 'number' : 'servicePort';
}

/** The number to which a Service leads from a port of its own; undefined where that is none of its ports, or its target isn't declared. */
function targetOf(port: number, { services, declared }: Listening): number | undefined {
  const targets = services.filter((service) => service.port === port).map(({ target }) => target);
  const numbers = targets.map((target) => (typeof target === 'string' ? declared.find(({ name }) => name === target)?.number : target));
  return numbers.find((number) => number !== undefined);
}

/** That to which the Service leads, a similar name, or the only port there is. */
function suggestion(port: number | string, listening: Listening, isOnly: boolean): number | string | undefined {
  const { declared } = listening;
  const named = declared.flatMap(({ name }) => name ?? []);
  const meant = typeof port === 'number' ? targetOf(port, listening) : nearest(port, named);
  if (meant !== undefined) return meant;
  const open = declared.filter((candidate) => !isMonitoringPort(candidate));
  const numbers = new Set(open.map(({ number }) => number));
  if (!isOnly || numbers.size !== 1) return undefined;
  return (typeof port === 'string' ? open[0]?.name : undefined) ?? open[0]?.number;
}

function ownersText([first, ...others]: readonly Resource[]): string {
  if (!first) return 'its pods';
  return others.length === 0 ? titleOf(first) : `${titleOf(first)} and ${others.length} more`;
}

function portsRoute(owner: Resource, { declared }: Listening): Route {
  const [first] = declared;
  return first && getAt(owner.value, first.route.slice(owner.route.length)) !== undefined
    ? first.route.slice(0, -1)
    : [...owner.route, 'metadata', 'name'];
}
