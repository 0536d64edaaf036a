import { controllerOf } from '../../resources/ingress-controller.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { annotationAt, annotationPatches, isSetForAll, wordsText } from './annotations.ts';
import type { IdleTimeout } from './idle-timeouts.ts';
import { idleTimeouts } from './idle-timeouts.ts';
import { webSocketRoute } from './websocket-route.ts';

export default defineRule({
  id: 'api/websocket-timeouts',
  guide: ['ws-management'],
  level: 'warning',
  scope: 'resource',
  kinds: ['Ingress'],
  workspace: true,
  docs: {
    summary: 'WebSockets are closed after a minute of silence',
    why:
      'A WebSocket that carries nothing for a minute looks idle to a proxy, which closes it. Users see reconnects in every pause of a ' +
      'conversation, and a thousand clients that reconnect at once are a load of their own.',
    fix: "Raise the proxy's read and send timeouts, an hour is common, and let the server ping more often than that.",
    exceptions:
      'Only Ingresses with a path such as `/ws` or a service such as `realtime-sync`, whose controller is known and has such a timeout: ' +
      'ingress-nginx, F5 NGINX, the AWS load balancer; those of HAProxy keep tunnels for an hour by default and are reported only where ' +
      'set lower. Silent where a ConfigMap of the workspace sets the timeouts for all, for an Ingress of an AWS group, and in patches.',
    sources: [
      'Deployment guide, performance optimization: WebSocket connections are managed and drained',
      'Reference documentation: ingress-nginx and F5 NGINX (proxy-read-timeout, proxy-send-timeout: 60 seconds), HAProxy ' +
        '(timeout-tunnel: 1 hour), AWS (idle_timeout.timeout_seconds: 60, at most 4000)',
    ],
  },
  options: {
    shortest: {
      type: 'number',
      default: 60,
      integer: true,
      minimum: 1,
      description: 'Timeouts up to this many seconds are reported.',
    },
    seconds: {
      type: 'number',
      default: 3600,
      integer: true,
      minimum: 1,
      maximum: 4000,
      description: 'The timeout in seconds that the quick fix writes.',
    },
  },
  messages: {
    byDefault:
      '{object} carries WebSockets ({route}) and leaves {settings} at {limit} seconds, after which {controller} closes silent ones; ' +
      '{wanted} seconds keep them through the pauses of a conversation.',
    short:
      '{object} carries WebSockets ({route}) and closes those that are silent for {limit} seconds ({settings}); {wanted} seconds keep ' +
      'them through the pauses of a conversation.',
  },
  *check(resource, { partial, options: { shortest, seconds }, inventory }) {
    const route = webSocketRoute(resource);
    const controller = route && controllerOf(resource);
    if (controller?.idle === undefined) return;
    const base = { object: titleOf(resource), route: route?.name ?? '', controller: controller.title, wanted: seconds };
    const related = route === undefined ? [] : [{ at: route.at, message: 'The WebSockets come in here' }];
    const short = idleTimeouts(resource, controller.idle).filter((timeout) => timeout.seconds <= shortest);
    for (const timeout of short.filter(({ isWritten }) => isWritten)) {
      const data = {
        ...base,
        settings: timeout.name,
        limit: timeout.seconds,
        values: { [timeout.annotation]: timeout.write(seconds) },
      };
      yield { at: annotationAt(resource, timeout.annotation), message: 'short', data, related };
    }
    const unset = short.filter((timeout) => !timeout.isWritten && !isSetElsewhere(timeout, resource, inventory));
    const [first] = unset;
    if (partial || first === undefined) return;
    const values = Object.fromEntries(unset.map(({ annotation, write }) => [annotation, write(seconds)]));
    const settings = wordsText(unset.map(({ name }) => name));
    yield {
      at: annotationAt(resource, first.annotation),
      message: 'byDefault',
      data: { ...base, settings, limit: first.seconds, values },
      related,
    };
  },
  fixes: {
    raise: {
      title: 'Keep silent connections for {wanted} seconds',
      safe: false,
      patches: ({ at, data: { values } }) => annotationPatches(at, values),
    },
  },
});

/** Ingresses of one group share a load balancer, whose attributes any of them may set (AWS Load Balancer Controller, IngressGroup). */
function isSetElsewhere({ annotation }: IdleTimeout, ingress: Resource, inventory: Inventory): boolean {
  return 'alb.ingress.kubernetes.io/group.name' in ingress.annotations || isSetForAll(annotation, inventory);
}
