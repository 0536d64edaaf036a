import { isFilledIn } from '../../resources/built-in-names.ts';
import type { DefinedPort } from '../../resources/definitions.ts';
import { containerPortsOf } from '../../resources/definitions.ts';
import { labelSelectorsOf } from '../../resources/label-selectors.ts';
import { isMonitoringPort } from '../../resources/port.ts';
import type { Entry, Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { nearest } from '../../schema/suggest.ts';
import { getAt, isMap, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { JsonMap, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';

export default defineRule({
  id: 'references/service-port',
  level: 'error',
  scope: 'resource',
  kinds: ['Service'],
  workspace: true,
  docs: {
    summary: 'A Service that sends a port to one which its pods do not declare',
    why:
      'A named targetPort is looked up among the ports that the containers declare. Where no container has the name, the Service has no endpoint for ' +
      'that port and every connection is refused, though the pods are ready.',
    fix: 'Name a port that a container of the selected pods declares, or give the declared port that name.',
    exceptions:
      'A number reaches the pods without being declared, so it is information only, and nothing is said of it where the pods declare no ports at all ' +
      'or the Service is headless, whose clients connect to the pods themselves. Silent where the selected pods are run by an operator, or some ' +
      'of them have the port, for names that are filled in later, and in patches and templates.',
    sources: [
      'Kubernetes API reference, ServicePort.targetPort: a string is looked up as a named port in the container ports of the target pod',
    ],
  },
  messages: {
    name: '{object} sends {port} to a port called {target}, which no container of {owner} declares, so connections to it are refused.',
    number:
      '{object} sends {port} to port {target}, which no container of {owner} declares; unless one listens there, connections to it are refused.',
  },
  *check(service, { inventory, partial }) {
    const selector = labelSelectorsOf(service).find(({ via }) => via === 'service');
    const targets = selector && !partial ? targetsOf(service) : [];
    if (!selector || targets.length === 0) return;
    const owners = inventory.selects(service, selector);
    if (owners.length === 0 || !owners.every(({ resource }) => workloadOf(resource))) return;
    const declared = owners.flatMap((entry) => declaredBy(entry, inventory));
    const isHeadless = stringAt(service.value, ['spec', 'clusterIP']) === 'None';
    for (const target of targets) {
      const isNumber = typeof target.value === 'number';
      if (isFound(target, declared) || (isNumber && (isHeadless || declared.length === 0))) continue;
      yield problemOf(service, target, owners, declared);
    }
  },
  fixes: {
    retarget: {
      title: 'Send it to port {suggestion}',
      safe: false,
      patches: ({ at, data: { suggestion = null } }) => [
        { op: 'set', at: [...at.slice(0, -1), 'targetPort'], value: suggestion, after: ['port', 'protocol', 'name'] },
      ],
    },
  },
});

/** Where a port of a Service leads. */
interface Target {
  /** Of the value that says so: `targetPort`, else `port`. */
  readonly route: Route;
  readonly value: number | string;
  readonly port: JsonMap;
}

function targetsOf({ value, route }: Resource): readonly Target[] {
  return (listAt(value, ['spec', 'ports']) ?? []).flatMap((port, index) => {
    if (!isMap(port)) return [];
    const field = (port.targetPort ?? null) === null ? 'port' : 'targetPort';
    const target = port[field];
    const isKnown = typeof target === 'number' || (typeof target === 'string' && target !== '' && !isFilledIn(target));
    return isKnown ? [{ route: [...route, 'spec', 'ports', index, field], value: target, port }] : [];
  });
}

/** The ports of the pods that an object runs, with those that patches add. */
function declaredBy({ resource }: Entry, inventory: Inventory): readonly DefinedPort[] {
  const patches = inventory.patchesOf(resource).map((patch) => patch.resource);
  return [resource, ...patches].flatMap(containerPortsOf);
}

function isFound({ value }: Target, declared: readonly DefinedPort[]): boolean {
  return declared.some(({ name, number }) => (typeof value === 'number' ? number === value : name === value || isFilledIn(name ?? '')));
}

function problemOf(
  service: Resource,
  target: Target,
  owners: readonly Entry[],
  declared: readonly DefinedPort[],
): Problem<'name' | 'number', 'retarget'> {
  const isName = typeof target.value === 'string';
  const suggestion = suggest(target, declared, (listAt(service.value, ['spec', 'ports']) ?? []).length === 1);
  const data = { object: titleOf(service), port: titleOfPort(target.port), target: target.value, owner: titleOfOwners(owners) };
  const [first] = owners;
  return {
    at: target.route,
    part: 'value',
    message: isName ? 'name' : 'number',
    level: isName ? 'error' : 'info',
    data: suggestion === undefined ? data : { ...data, suggestion },
    related: first ? [{ in: first.resource, at: portsRoute(first.resource), message: `The ports of ${titleOf(first.resource)}` }] : [],
    fixes: suggestion === undefined ? [] : ['retarget'],
  };
}

/**
 * The declared port that is meant: one with a similar name, the one that has the number of the Service's own port or its name, or the only
 * one there is.
 */
function suggest({ value, port }: Target, declared: readonly DefinedPort[], isOnly: boolean): number | string | undefined {
  const text = String(value);
  const named = declared.flatMap(({ name }) => name ?? []);
  const similar = typeof value === 'string' ? nearest(text, named) : undefined;
  if (similar !== undefined) return similar;
  const open = declared.filter((candidate) => !isMonitoringPort(candidate));
  const meant =
    declared.find(({ number }) => String(number) === text || (typeof value === 'string' && number === numberAt(port, ['port']))) ??
    declared.find(({ name }) => name !== undefined && name === stringAt(port, ['name'])) ??
    (isOnly && new Set(open.map(({ number }) => number)).size === 1 ? open[0] : undefined);
  if (!meant) return undefined;
  return typeof value === 'string' && !/^\d+$/.test(value) ? (meant.name ?? meant.number) : meant.number;
}

function titleOfPort(port: JsonMap): string {
  const name = stringAt(port, ['name']);
  const number = getAt(port, ['port']);
  if (name !== undefined && name !== '') return `its port "${name}"`;
  return number === undefined ? 'a port' : `its port ${String(number)}`;
}

function titleOfOwners(owners: readonly Entry[]): string {
  const [first, ...others] = owners;
  if (!first) return 'its pods';
  return others.length === 0 ? titleOf(first.resource) : `${titleOf(first.resource)} and ${others.length} more`;
}

/** The ports of an object's first container that has some, else the object's name. */
function portsRoute(resource: Resource): Route {
  const [first] = containerPortsOf(resource);
  return first ? first.route.slice(0, -1) : [...resource.route, 'metadata', 'name'];
}
