import { isFilledIn } from '../../resources/built-in-names.ts';
import type { DefinedPort } from '../../resources/definitions.ts';
import type { Reference } from '../../resources/reference-rows.ts';
import { kindsReferring, referencesOf } from '../../resources/references.ts';
import type { Found } from '../../resources/relations.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { nearest } from '../../schema/suggest.ts';
import { getAt, listAt } from '../../yaml/json.ts';
import type { Json, Patch } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import type { Missing } from '../missing-reference.ts';
import { firstOfEach, missingReference, othersText, renamePatches, titleOfTarget } from '../missing-reference.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';

/** What requests are sent to, as references say what they are for. */
const BACKENDS: ReadonlySet<string> = new Set(['ingress backend', 'default backend', 'backend', 'destination']);

type Message = 'missing' | 'similar' | 'several' | 'port';
type FixId = 'rename' | 'port';
type Finding = Problem<Message, FixId>;

export default defineRule({
  id: 'references/ingress-backend',
  level: 'error',
  scope: 'resource',
  kinds: kindsReferring(BACKENDS),
  workspace: true,
  docs: {
    summary: 'A route to a Service, or to a port of one, that is not there',
    why:
      'An Ingress or a route is accepted with whatever backend it names. The controller finds nothing behind it and answers every request with an ' +
      'error, usually 503, from the moment it is applied.',
    fix: "Name the Service and one of its own ports: the Service's `port`, not the port of the container behind it.",
    exceptions:
      'Information, and one for all of them, where the workspace has no other Service that is surely in that namespace, as the Service may be applied from elsewhere. Silent ' +
      'for names that are filled in later, for hosts outside of the cluster, for templates of Helm charts, where a kustomization brings more than ' +
      'the workspace shows, and for ports of Services that have no selector or that a patch changes.',
    sources: [
      'Kubernetes API reference, IngressServiceBackend v1 networking.k8s.io: the Service is in the namespace of the Ingress; its port is one of the Service',
      'Gateway API specification, BackendObjectReference: port is the port of the Service, not its target port',
    ],
  },
  messages: {
    missing: '{object} sends requests to {target}, which is not found in this workspace; without it they are answered with an error.',
    similar: '{object} sends requests to {target}, which is not found in this workspace; did you mean "{suggestion}"?',
    several:
      '{object} sends requests to {target}, which is not found in this workspace, like {others}; without them requests are answered with an error.',
    port: '{object} sends requests to port {port} of {target}, which has {ports}, so they are answered with an error.',
  },
  *check(resource, { inventory, partial }) {
    const backends = partial ? [] : referencesOf(resource).filter(({ via, name }) => BACKENDS.has(via) && isObjectName(name));
    yield* nameProblems(resource, firstOfEach(backends), inventory);
    for (const reference of backends) yield* portProblems(resource, reference, inventory);
  },
  fixes: {
    rename: { title: 'Send them to "{suggestion}"', safe: false, patches: renamePatches },
    port: {
      title: 'Send them to port {suggestion}',
      safe: false,
      patches: ({ at, data: { suggestion = null } }) => {
        // `port: {name: web}` becomes `port: {number: 80}` where the port has no name.
        const isNamed = at.at(-1) === 'name' && typeof suggestion === 'number';
        const rename: readonly Patch[] = isNamed ? [{ op: 'rename', at, to: 'number' }] : [];
        return [{ op: 'set', at, value: suggestion }, ...rename];
      },
    },
  },
});

/** Traefik's own services are `api@internal` and the like. */
function isObjectName(name: string): boolean {
  return !name.includes('@');
}

function* nameProblems(resource: Resource, references: readonly Reference[], inventory: Inventory): Iterable<Finding> {
  const elsewhere: Reference[] = [];
  for (const reference of references) {
    const missing = missingReference(reference, resource, inventory);
    if (missing?.hasOthers || missing?.suggestion !== undefined) yield nameProblem(resource, reference, missing);
    else if (missing) elsewhere.push(reference);
  }
  const [first, ...others] = elsewhere;
  if (!first) return;
  yield {
    at: first.route,
    message: others.length === 0 ? 'missing' : 'several',
    level: 'info',
    data: { object: titleOf(resource), target: titleOfTarget(first), others: othersText(others.length) },
    related: others.map((other) => ({ at: other.route, message: `${titleOfTarget(other)} is not found, either` })),
    fixes: [],
  };
}

function nameProblem(resource: Resource, reference: Reference, { hasOthers, suggestion, related }: Missing): Finding {
  return {
    at: reference.route,
    message: suggestion === undefined ? 'missing' : 'similar',
    level: hasOthers ? 'error' : 'info',
    data: { object: titleOf(resource), target: titleOfTarget(reference), ...(suggestion === undefined ? {} : { suggestion }) },
    related,
    fixes: suggestion === undefined ? [] : ['rename'],
  };
}

function* portProblems(resource: Resource, reference: Reference, inventory: Inventory): Iterable<Finding> {
  const { port } = reference;
  if (!port || isFilledIn(String(port.value))) return;
  const services = inventory.resolve(reference, resource).found;
  if (services.some((service) => hasPort(service, port.value, inventory))) return;
  const [first] = services;
  if (!first) return;
  const { entry, definition } = first;
  const ports = definition.ports ?? [];
  const suggestion = suggest(port.value, ports, entry.resource);
  yield {
    at: port.route,
    part: 'value',
    message: 'port',
    data: {
      object: titleOf(resource),
      port: port.value,
      target: titleOf(entry.resource),
      ports: portsText(ports),
      ...(suggestion === undefined ? {} : { suggestion }),
    },
    related: [{ in: entry.resource, at: [...entry.resource.route, 'spec', 'ports'], message: `The ports of ${titleOf(entry.resource)}` }],
    fixes: suggestion === undefined ? [] : ['port'],
  };
}

/** True as well where nobody can tell which ports there are. */
function hasPort({ definition, entry }: Found, wanted: number | string, inventory: Inventory): boolean {
  const { ports } = definition;
  if (!ports || ports.length === 0 || getAt(entry.resource.value, ['spec', 'selector']) === undefined) return true;
  if (ports.some(({ name, number }) => number === undefined || name === wanted || number === wanted)) return true;
  return inventory.patchesOf(entry.resource).some(({ resource }) => getAt(resource.value, ['spec', 'ports']) !== undefined);
}

/** The port with a similar name, the one that leads to what is asked for, or the only one there is; by name where a name was asked for. */
function suggest(wanted: number | string, ports: readonly DefinedPort[], service: Resource): number | string | undefined {
  const named = ports.flatMap(({ name }) => name ?? []);
  const similar = typeof wanted === 'string' ? nearest(wanted, named) : undefined;
  if (similar !== undefined) return similar;
  const written = listAt(service.value, ['spec', 'ports']) ?? [];
  const behind = ports.find((_, index) => isTarget(written[index], wanted));
  const meant = behind ?? (ports.length === 1 ? ports[0] : undefined);
  return typeof wanted === 'string' ? (meant?.name ?? meant?.number) : meant?.number;
}

function isTarget(port: Json | undefined, wanted: number | string): boolean {
  return getAt(port, ['targetPort']) === wanted;
}

function portsText(ports: readonly DefinedPort[]): string {
  const texts = ports.map(({ name, number }) => (name === undefined ? String(number) : `${number} (${name})`));
  return texts.length === 1 ? `only ${texts.join('')}` : `only ${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}
