import { isLocalHost, LOCAL_HOSTS } from '../../resources/hosts.ts';
import { isChallengeSolver, isIngress, isPartOfAnother, rulesOf } from '../../resources/ingress.ts';
import type { ControllerId } from '../../resources/ingress-controller.ts';
import { controllerOf } from '../../resources/ingress-controller.ts';
import { resourceAt } from '../../resources/resource.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { isList, stringAt } from '../../yaml/json.ts';
import type { JsonMap, Patch, Route } from '../../yaml/types.ts';
import { companionMetadata } from '../companions/metadata.ts';
import { companionOfResource } from '../companions/owner.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Data, Problem } from '../types.ts';
import { isUnseen } from '../unseen.ts';
import { annotationAt, annotationPatches } from './annotations.ts';
import { isLimitedByKong, pluginsOf } from './rate-limit-objects.ts';
import { isLimited, rateLimitSetting } from './rate-limits.ts';
import type { UnlimitedRoute } from './unlimited-route.ts';
import { unlimitedRoute } from './unlimited-route.ts';

type Found = Problem<'missing', 'limit' | 'plugin' | 'middleware'>;

/** How many times the limit a client may ask at once: what ingress-nginx has by default (its documentation, limit-burst-multiplier). */
const BURST = 5;

export default defineRule({
  id: 'api/rate-limit',
  guide: ['rate-limit'],
  level: 'info',
  scope: 'resource',
  kinds: ['Ingress', 'IngressRoute', 'HTTPRoute', 'HTTPProxy', 'VirtualService', 'Route'],
  workspace: true,
  docs: {
    summary: 'A route from outside without a limit for how often one client may ask',
    why:
      'Without a limit one client, a script in a loop or somebody who tries passwords, takes what is there for everybody, and each request to ' +
      'a model costs money. A limit at the edge turns it away before it reaches a pod.',
    fix:
      "Limit the requests of each client's address at the edge, generously, since an office is one address; limit each user and each costly " +
      'endpoint in the application, which alone knows them. The quick fix writes the annotation, the middleware or the plugin.',
    exceptions:
      'Ingresses whose controller is known and has such a limit: ingress-nginx, F5 NGINX, HAProxy, HAProxy Ingress, OpenShift, Kong and ' +
      "Traefik; in clouds' load balancers it is part of the firewall, which `api/waf` is about. Routes of Contour, Istio and the Gateway API " +
      'where their gateway is in this workspace, without a quick fix. Silent for local hosts, ACME challenge solvers and canaries, where a ' +
      'middleware or plugin is not found here and may be the limit, in patches and templates. An application that limits by itself cannot be ' +
      'seen here.',
    sources: [
      'Deployment guide, API security: rate limits per IP, per user and per endpoint',
      'Reference documentation of the controllers: ingress-nginx (limit-rps), F5 NGINX (limit-req-rate), HAProxy (rate-limit-requests), ' +
        'HAProxy Ingress (limit-rps), OpenShift (rate-limit-connections), Traefik (RateLimit), Kong (rate-limiting)',
      'The number that the quick fix writes is our own',
    ],
  },
  options: {
    requestsPerSecond: {
      type: 'number',
      default: 20,
      integer: true,
      minimum: 1,
      description: 'Requests of one client address in a second that the quick fix allows.',
    },
    localHosts: {
      type: 'strings',
      default: LOCAL_HOSTS,
      description: 'Hosts that are not of the internet; a leading * stands for any text.',
    },
  },
  messages: {
    missing:
      '{object} lets each client ask as often as it likes ({lack}), so that one of them can take what is there for all; the guide asks for a ' +
      'limit per address.',
  },
  *check(resource, context) {
    if (context.partial || isUnseen(resource, context.inventory)) return;
    if (isIngress(resource)) yield* ingressProblems(resource, context);
    else yield* otherProblems(resource, context);
  },
  fixes: {
    limit: {
      title: 'Allow {perSecond} requests a second from one address',
      safe: false,
      patches: ({ at, data: { values } }) => annotationPatches(at, values),
    },
    plugin: {
      title: 'Add a KongPlugin that allows {perSecond} requests a second from one address',
      safe: false,
      patches: ({ at, data: { plugins = null } }) => [{ op: 'set', at, value: plugins }],
      companions: companionOfResource((resource, { perSecond }) => rateLimitPlugin(resource, Number(perSecond))),
    },
    middleware: {
      title: 'Add a Middleware that allows {perSecond} requests a second from one address',
      safe: false,
      patches: ({ at, data }, { document }) => {
        const resource = resourceAt(document, at);
        return resource && middlewarePatches(resource, data);
      },
      companions: companionOfResource((resource, { perSecond }) => rateLimitMiddleware(resource, Number(perSecond))),
    },
  },
});

interface Asking {
  readonly inventory: Inventory;
  readonly options: { readonly requestsPerSecond: number; readonly localHosts: readonly string[] };
}

function* ingressProblems(ingress: Resource, { inventory, options }: Asking): Iterable<Found> {
  if (isChallengeSolver(ingress) || isPartOfAnother(ingress) || areLocal(hostsOf(ingress), options.localHosts)) return;
  const controller = controllerOf(ingress);
  const data = { object: titleOf(ingress), perSecond: options.requestsPerSecond };
  if (controller?.id === 'traefik') yield* routeProblem(unlimitedRoute(ingress, inventory), data);
  else if (controller?.id === 'kong') yield* kongProblem(ingress, data, inventory);
  else if (controller) yield* annotationProblem(ingress, controller.id, data);
}

function* annotationProblem(route: Resource, controller: ControllerId, data: Data): Iterable<Found> {
  const setting = rateLimitSetting(controller);
  if (setting === undefined || isLimited(route, setting)) return;
  const values = setting.enable(Number(data.perSecond));
  const at = annotationAt(route, Object.keys(values)[0] ?? '');
  yield { at, message: 'missing', data: { ...data, lack: `no ${setting.title}`, values }, fixes: ['limit'] };
}

function* kongProblem(ingress: Resource, data: Data, inventory: Inventory): Iterable<Found> {
  if (isLimitedByKong(ingress, inventory)) return;
  const plugins = [...pluginsOf(ingress), nameFor(ingress)].join(', ');
  const at = annotationAt(ingress, 'konghq.com/plugins');
  yield { at, message: 'missing', data: { ...data, lack: 'no plugin rate-limiting', plugins }, fixes: ['plugin'] };
}

/** Undefined stands for every host. */
function hostsOf(ingress: Resource): readonly (string | undefined)[] {
  return rulesOf(ingress).map(({ host }) => host);
}

function areLocal(hosts: readonly (string | undefined)[], localHosts: readonly string[]): boolean {
  return hosts.length > 0 && hosts.every((host) => host !== undefined && isLocalHost(host, localHosts));
}

function* otherProblems(route: Resource, { inventory, options }: Asking): Iterable<Found> {
  const data = { object: titleOf(route), perSecond: options.requestsPerSecond };
  if (route.group === 'route.openshift.io') {
    const host = stringAt(route.value, ['spec', 'host']);
    if (!areLocal([host], options.localHosts)) yield* annotationProblem(route, 'openshift', data);
    return;
  }
  const lacking = unlimitedRoute(route, inventory);
  if (lacking && !areLocal(lacking.hosts, options.localHosts)) yield* routeProblem(lacking, data);
}

function* routeProblem(lacking: UnlimitedRoute | undefined, data: Data): Iterable<Found> {
  if (!lacking) return;
  const { at, lack, lists } = lacking;
  yield { at, message: 'missing', data: { ...data, lack, lists: lists ?? null }, fixes: lists ? ['middleware'] : [] };
}

function nameFor({ name, kind }: Resource): string {
  return `${name ?? kind.toLowerCase()}-rate-limit`;
}

function rateLimitPlugin(route: Resource, perSecond: number): JsonMap {
  return {
    apiVersion: 'configuration.konghq.com/v1',
    kind: 'KongPlugin',
    metadata: companionMetadata(route, nameFor(route)),
    plugin: 'rate-limiting',
    config: { second: perSecond, limit_by: 'ip', policy: 'local' },
  };
}

function rateLimitMiddleware(route: Resource, perSecond: number): JsonMap {
  return {
    apiVersion: route.group === 'traefik.containo.us' ? 'traefik.containo.us/v1alpha1' : 'traefik.io/v1alpha1',
    kind: 'Middleware',
    metadata: companionMetadata(route, nameFor(route)),
    spec: { rateLimit: { average: perSecond, burst: perSecond * BURST } },
  };
}

/** The middleware comes first, so that what it turns away costs nothing more. */
function middlewarePatches(route: Resource, { lists }: Data): readonly Patch[] | undefined {
  const name = nameFor(route);
  if (isIngress(route)) {
    const annotation = 'traefik.ingress.kubernetes.io/router.middlewares';
    const written = route.annotations[annotation];
    const own = `${route.namespace ?? ''}-${name}@kubernetescrd`;
    return [{ op: 'set', at: annotationAt(route, annotation), value: written ? `${own},${written}` : own }];
  }
  if (!isList(lists)) return undefined;
  return lists.filter(isList).map((at): Patch => ({ op: 'insert', at: at as Route, value: { name } }));
}
