import type { ConfigValue } from '../../resources/config-values.ts';
import { CONFIGURED_KINDS, configValuesOf, serviceValuesOf } from '../../resources/config-values.ts';
import { isLocalHost, LOCAL_HOSTS } from '../../resources/hosts.ts';
import { isChallengeSolver, isIngress, isPartOfAnother, rulesOf } from '../../resources/ingress.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { getAt, listAt, stringAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isSurelyNear } from '../surely-near.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';
import { isUnseen } from '../unseen.ts';
import { lacksAuthentication } from './edge-authentication.ts';
import { tokenHours } from './token-lifetime.ts';

type Found = Problem<'open' | 'optional' | 'longLived', never>;

export default defineRule({
  id: 'api/authentication',
  guide: ['token-auth', 'ws-auth'],
  level: 'strict',
  scope: 'resource',
  kinds: ['Ingress', 'RequestAuthentication', ...CONFIGURED_KINDS],
  workspace: true,
  docs: {
    summary: 'A public route without authentication at the edge, or tokens that are good for longer than a day',
    why:
      'Where the edge asks who is there, a request without an answer reaches no pod, WebSockets included, and a flaw in an application is not ' +
      'open to everyone. A token that was stolen is good until it runs out, and hardly anybody can call one back.',
    fix:
      'Have the ingress ask: by an authentication service (auth-url, forwardAuth), by tokens, or by client certificates. In Istio let an ' +
      'AuthorizationPolicy demand a principal, since a RequestAuthentication alone lets requests without a token pass. Let access tokens run out ' +
      'within hours, and renew them by refresh tokens.',
    exceptions:
      'Strict profile only: many applications authenticate by themselves, and a website is for everyone. Silent where the controller is not ' +
      'known or cannot ask, where a middleware, plugin or policy is not found here, for local hosts, ACME challenge solvers and canaries, in ' +
      'patches and templates. Refresh tokens, and those for resetting and inviting, are not looked at.',
    sources: [
      'Deployment guide, API security: API keys or JWTs with short expiry; WebSockets authenticate as the HTTP API does',
      'Istio documentation, RequestAuthentication: requests without a token are accepted and have no identity',
      'The bound of 24 hours is our own',
    ],
  },
  options: {
    tokenHours: { type: 'number', default: 24, minimum: 0, description: 'Hours for which an access token may be good.' },
    localHosts: {
      type: 'strings',
      default: LOCAL_HOSTS,
      description: 'Hosts that are not of the internet; a leading * stands for any text.',
    },
  },
  messages: {
    open: '{object} asks nobody who they are, so every request of the internet reaches the application; that has to do it for all of its paths.',
    optional:
      '{object} checks tokens but lets requests without one pass, since no AuthorizationPolicy that demands a principal was found beside it in this workspace.',
    longLived:
      '{owner} makes tokens that are good for {hours} hours ({place}: {text}); whoever steals one is in for that long, and at most {wanted} hours are wanted.',
  },
  *check(resource, { inventory, options, partial }) {
    for (const value of configValuesOf(resource)) yield* longLived(value, options.tokenHours);
    if (partial) return;
    if (isIngress(resource)) yield* openIngress(resource, inventory, options.localHosts);
    else if (resource.kind === 'RequestAuthentication') yield* optionalTokens(resource, inventory);
  },
  *checkCompose(service, { options }) {
    for (const value of serviceValuesOf(service)) yield* longLived(value, options.tokenHours);
  },
});

function* longLived({ owner, name = '', place, text, at }: ConfigValue, wanted: number): Iterable<Found> {
  const hours = tokenHours(name, text);
  if (hours === undefined || hours <= wanted) return;
  yield { at, message: 'longLived', data: { owner, place, text, hours: Math.round(hours), wanted } };
}

function* openIngress(ingress: Resource, inventory: Inventory, localHosts: readonly string[]): Iterable<Found> {
  if (isChallengeSolver(ingress) || isPartOfAnother(ingress) || isUnseen(ingress, inventory)) return;
  const hosts = rulesOf(ingress).map(({ host }) => host);
  const areLocal = hosts.length > 0 && hosts.every((host) => host !== undefined && isLocalHost(host, localHosts));
  if (areLocal || !lacksAuthentication(ingress, inventory)) return;
  yield { at: [...ingress.route, 'metadata', 'name'], message: 'open', data: { object: titleOf(ingress) } };
}

function* optionalTokens(resource: Resource, inventory: Inventory): Iterable<Found> {
  if (resource.group !== 'security.istio.io' || isUnseen(resource, inventory)) return;
  const policies = inventory.ofKind('AuthorizationPolicy').map((entry) => entry.resource);
  if (policies.some((policy) => isSurelyNear(policy, resource, inventory) && demandsPrincipal(policy))) return;
  yield { at: [...resource.route, 'metadata', 'name'], message: 'optional', data: { object: titleOf(resource) } };
}

/** By the principal of a token or by one of its claims, or by asking a provider of one's own. */
function demandsPrincipal({ value }: Resource): boolean {
  if (stringAt(value, ['spec', 'action']) === 'CUSTOM') return true;
  return (listAt(value, ['spec', 'rules']) ?? []).some((rule) => {
    const sources = (listAt(rule, ['from']) ?? []).map((from) => getAt(from, ['source']));
    const isByPrincipal = sources.some((source) => ['requestPrincipals', 'notRequestPrincipals'].some((key) => has(source, key)));
    return isByPrincipal || (listAt(rule, ['when']) ?? []).some((when) => stringAt(when, ['key'])?.startsWith('request.auth.'));
  });
}

function has(source: Json | undefined, key: string): boolean {
  return (listAt(source, [key]) ?? []).length > 0;
}
