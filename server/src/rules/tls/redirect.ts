import { isChallengeSolver, isIngress } from '../../resources/ingress.ts';
import { hasCertificate } from '../../resources/ingress-tls.ts';
import type { Resource } from '../../resources/types.ts';
import { getAt, listAt, mapAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { isOpenShiftRoute } from './plain-route.ts';

export default defineRule({
  id: 'tls/redirect',
  guide: ['tls-version'],
  level: 'warning',
  scope: 'resource',
  kinds: ['Ingress', 'Route', 'HTTPProxy'],
  docs: {
    summary: 'A host with TLS is served over plain HTTP as well',
    why:
      'Links and typed addresses still start at http://. Without the redirect that first request, its cookies included, and all that ' +
      'follow it go over the wire in the clear.',
    fix: 'Leave the redirect to HTTPS on, or switch plain HTTP off.',
    exceptions:
      'Hosts without TLS, which are `tls/ingress`; ACME challenge solvers; Ingresses whose TLS is passed through to the pods; a redirect ' +
      'that is switched off by one annotation and forced by another. On GKE, an Ingress with a FrontendConfig, which can only redirect what ' +
      'comes in over plain HTTP.',
    sources: [
      'Annotations reference of ingress-nginx, F5 NGINX, HAProxy, Cilium, Application Gateway and GKE Ingress',
      'GKE documentation, Ingress configuration: redirects of a FrontendConfig need plain HTTP to be allowed',
      'Contour documentation, TLS termination: permitInsecure',
      'OpenShift documentation, secured routes: insecureEdgeTerminationPolicy',
    ],
  },
  messages: {
    plain:
      '{object} has TLS but is served over plain HTTP as well ({setting}: {found}), so that requests can be read on the way; redirect them to HTTPS.',
  },
  *check(resource) {
    for (const { at, setting, found, wanted } of openSwitches(resource)) {
      yield { at, message: 'plain', data: { object: titleOf(resource), setting, found, wanted } };
    }
  },
  fixes: {
    set: {
      title: 'Set {setting} to {wanted}',
      safe: true,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});

/** Something that lets plain HTTP in. */
interface OpenSwitch {
  readonly at: Route;
  readonly setting: string;
  readonly found: string;
  readonly wanted: Json;
}

function openSwitches(resource: Resource): readonly OpenSwitch[] {
  if (isIngress(resource)) return ingressSwitches(resource);
  if (isOpenShiftRoute(resource)) return routeSwitch(resource);
  return resource.kind === 'HTTPProxy' && resource.group === 'projectcontour.io' ? proxySwitches(resource) : [];
}

/** An annotation that switches the redirect off, or plain HTTP on. */
interface Switch {
  readonly annotation: string;
  readonly open: RegExp;
  readonly closed: string;
  /** An annotation beside which it is as it should be. */
  readonly neededBy?: string;
}

/** Each from its controller's reference. */
const SWITCHES: readonly Switch[] = [
  { annotation: 'nginx.ingress.kubernetes.io/ssl-redirect', open: /^false$/i, closed: 'true' },
  { annotation: 'nginx.org/ssl-redirect', open: /^false$/i, closed: 'true' },
  { annotation: 'ingress.kubernetes.io/ssl-redirect', open: /^false$/i, closed: 'true' },
  { annotation: 'haproxy.org/ssl-redirect', open: /^false$/i, closed: 'true' },
  { annotation: 'haproxy-ingress.github.io/ssl-redirect', open: /^false$/i, closed: 'true' },
  { annotation: 'appgw.ingress.kubernetes.io/ssl-redirect', open: /^false$/i, closed: 'true' },
  { annotation: 'ingress.cilium.io/force-https', open: /^(disabled|false)$/i, closed: 'enabled' },
  // GKE Ingress and Contour listen on port 80 unless this is false.
  {
    annotation: 'kubernetes.io/ingress.allow-http',
    open: /^true$/i,
    closed: 'false',
    neededBy: 'networking.gke.io/v1beta1.FrontendConfig',
  },
];

/** Annotations that redirect whatever the others say, or that take the connection away from the proxy's HTTP side. */
const OVERRIDES: readonly string[] = [
  'nginx.ingress.kubernetes.io/force-ssl-redirect',
  'ingress.kubernetes.io/force-ssl-redirect',
  'nginx.ingress.kubernetes.io/ssl-passthrough',
  'haproxy.org/ssl-passthrough',
  'haproxy-ingress.github.io/ssl-passthrough',
];

function ingressSwitches(ingress: Resource): readonly OpenSwitch[] {
  const { annotations } = ingress;
  const overridden = OVERRIDES.some((name) => /^true$/i.test(annotations[name] ?? ''));
  if (overridden || !hasCertificate(ingress) || isChallengeSolver(ingress)) return [];
  return SWITCHES.flatMap(({ annotation, open, closed, neededBy }) => {
    const found = annotations[annotation];
    if (found === undefined || !open.test(found) || (neededBy !== undefined && annotations[neededBy] !== undefined)) return [];
    return [{ at: [...ingress.route, 'metadata', 'annotations', annotation], setting: annotation, found, wanted: closed }];
  });
}

function routeSwitch(route: Resource): readonly OpenSwitch[] {
  const setting = 'insecureEdgeTerminationPolicy';
  if (getAt(route.value, ['spec', 'tls', setting]) !== 'Allow') return [];
  return [{ at: [...route.route, 'spec', 'tls', setting], setting, found: 'Allow', wanted: 'Redirect' }];
}

function proxySwitches(proxy: Resource): readonly OpenSwitch[] {
  if (mapAt(proxy.value, ['spec', 'virtualhost', 'tls']) === undefined) return [];
  return (listAt(proxy.value, ['spec', 'routes']) ?? []).flatMap((route, index) => {
    if (getAt(route, ['permitInsecure']) !== true) return [];
    return [{ at: [...proxy.route, 'spec', 'routes', index, 'permitInsecure'], setting: 'permitInsecure', found: 'true', wanted: false }];
  });
}
