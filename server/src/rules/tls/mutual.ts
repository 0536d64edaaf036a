import { isClusterName } from '../../resources/address.ts';
import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { WORKLOAD_KINDS, workloadOf } from '../../resources/workload.ts';
import { listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { companionOfResource } from '../companions/owner.ts';
import { peerAuthentication } from '../companions/peer-authentication.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { hasPolicy, isStrict, meshOf, optOutOf } from './mesh.ts';

type Found = Problem<'mode' | 'plainClient' | 'lenient' | 'left', 'strict' | 'mutual' | 'policy' | 'rejoin'>;

/** Modes of a PeerAuthentication that let plain connections in, with what they do (Istio's reference on PeerAuthentication). */
const LENIENT: Readonly<Record<string, string>> = {
  PERMISSIVE: 'takes plain connections as well as those with mutual TLS',
  DISABLE: 'takes plain connections alone',
};

export default defineRule({
  id: 'tls/mutual',
  guide: ['mtls', 'mesh'],
  level: 'info',
  scope: 'resource',
  kinds: ['PeerAuthentication', 'DestinationRule', 'Namespace', ...WORKLOAD_KINDS],
  workspace: true,
  docs: {
    summary: 'A service mesh that lets services talk without mutual TLS',
    why:
      'A mesh encrypts what goes on between services and proves each to the other, but as long as it takes plain connections, too, whoever ' +
      'has a foot in the cluster speaks to every service, and policies that ask who is calling get no answer.',
    fix:
      'Set the mode to STRICT once all callers are in the mesh, and let clients use ISTIO_MUTUAL. Keep the few ports that callers from outside ' +
      'of the mesh need as exceptions by port.',
    exceptions:
      'Only where the workspace shows a mesh: policies of Istio, or namespaces that it or Linkerd takes in. A namespace without a policy of ' +
      'its own is silent where one of istio-system is STRICT. Plain clients are reported for services of the cluster alone. Jobs may stay out ' +
      'of a mesh, since a proxy that goes on running keeps them from ending. Silent in patches and templates.',
    sources: [
      'Deployment guide, network security: mutual TLS between services, a service mesh',
      'Istio documentation: PeerAuthentication, DestinationRule (ClientTLSSettings), automatic sidecar injection',
      'Linkerd documentation: automatic proxy injection; mutual TLS between meshed pods is on by default',
    ],
  },
  messages: {
    mode: '{object} sets {mode}, which {effect}, so a caller without an identity is let in; STRICT is wanted once all callers are in the mesh.',
    plainClient:
      '{object} has its clients speak to {host} without TLS (mode DISABLE), so what they say can be read on the way; ISTIO_MUTUAL is wanted.',
    lenient:
      '{object} is in the mesh of Istio, which takes plain connections by default, and no PeerAuthentication with mode STRICT for it was found ' +
      'in this workspace.',
    left:
      '{object} stays out of the mesh of its namespace ({key}: {value}), so its connections have neither mutual TLS nor an identity; take it in, or say ' +
      'why not.',
  },
  *check(resource, { inventory, partial }) {
    if (partial) return;
    if (resource.group === 'security.istio.io' && resource.kind === 'PeerAuthentication') yield* modes(resource);
    else if (resource.group === 'networking.istio.io') yield* clients(resource);
    else if (resource.kind === 'Namespace' && resource.group === '') yield* lenient(resource, inventory);
    const workload = workloadOf(resource);
    if (workload) yield* leftOut(workload, inventory);
  },
  fixes: {
    strict: { title: 'Set the mode to STRICT', safe: false, patches: ({ at }) => [{ op: 'set', at, value: 'STRICT' }] },
    mutual: { title: 'Set the mode to ISTIO_MUTUAL', safe: false, patches: ({ at }) => [{ op: 'set', at, value: 'ISTIO_MUTUAL' }] },
    policy: {
      title: 'Add a PeerAuthentication with mode STRICT',
      safe: false,
      companions: companionOfResource(({ name }) => peerAuthentication(name)),
    },
    rejoin: { title: 'Remove {key}', safe: false, patches: ({ at }) => [{ op: 'remove', at, prune: true }] },
  },
});

function* modes(policy: Resource): Iterable<Found> {
  const ports = Object.keys(mapAt(policy.value, ['spec', 'portLevelMtls']) ?? {});
  const routes: readonly Route[] = [['spec', 'mtls', 'mode'], ...ports.map((port) => ['spec', 'portLevelMtls', port, 'mode'])];
  for (const route of routes) {
    const mode = stringAt(policy.value, route);
    const effect = mode === undefined ? undefined : LENIENT[mode];
    if (mode === undefined || effect === undefined) continue;
    // A port is made an exception of on purpose.
    const level = route.includes('portLevelMtls') ? 'info' : 'warning';
    yield { at: [...policy.route, ...route], message: 'mode', level, data: { object: titleOf(policy), mode, effect }, fixes: ['strict'] };
  }
}

function* clients(rule: Resource): Iterable<Found> {
  const host = stringAt(rule.value, ['spec', 'host']);
  if (host === undefined || !(isClusterName(host) || /\.local$/.test(host))) return;
  const policies: readonly Route[] = [['spec', 'trafficPolicy'], ...subsetRoutes(rule)];
  for (const route of policies) {
    const at = [...route, 'tls', 'mode'];
    if (stringAt(rule.value, at) !== 'DISABLE') continue;
    yield {
      at: [...rule.route, ...at],
      message: 'plainClient',
      level: 'warning',
      data: { object: titleOf(rule), host },
      fixes: ['mutual'],
    };
  }
}

function subsetRoutes({ value }: Resource): readonly Route[] {
  return (listAt(value, ['spec', 'subsets']) ?? []).map((_, index) => ['spec', 'subsets', index, 'trafficPolicy']);
}

function* lenient(namespace: Resource, inventory: Inventory): Iterable<Found> {
  const { name, route } = namespace;
  if (name === undefined || meshOf(namespace) !== 'Istio' || inventory.placementsOf(namespace).length === 0) return;
  if (hasPolicy(name, inventory) || isStrict(name, inventory)) return;
  yield { at: [...route, 'metadata', 'name'], message: 'lenient', data: { object: titleOf(namespace) }, fixes: ['policy'] };
}

function* leftOut(workload: Workload, inventory: Inventory): Iterable<Found> {
  const { resource, longRunning, templateRoute } = workload;
  const out = longRunning ? (['Istio', 'Linkerd'] as const).map((mesh) => ({ mesh, optOut: optOutOf(workload, mesh) })) : [];
  for (const { mesh, optOut } of out) {
    const namespace = optOut && inventory.namespaceOf(resource);
    if (!optOut || namespace === undefined || inventory.placementsOf(resource).length === 0) continue;
    const meshed = inventory
      .find('Namespace', undefined, namespace)
      .map((entry) => entry.resource)
      .find((space) => meshOf(space) === mesh);
    if (!meshed) continue;
    yield {
      at: [...templateRoute, 'metadata', optOut.holder, optOut.key],
      message: 'left',
      data: { object: titleOf(resource), key: optOut.key, value: optOut.value },
      related: [{ in: meshed, at: [...meshed.route, 'metadata', 'name'], message: `${titleOf(meshed)} is in the mesh of ${mesh}` }],
      fixes: ['rejoin'],
    };
  }
}
