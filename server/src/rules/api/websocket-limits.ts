import { controllerOf } from '../../resources/ingress-controller.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { annotationAt, isSetForAll } from './annotations.ts';
import { webSocketRoute } from './websocket-route.ts';

export default defineRule({
  id: 'api/websocket-limits',
  guide: ['ws-connections'],
  level: 'info',
  scope: 'resource',
  kinds: ['Ingress'],
  workspace: true,
  docs: {
    summary: 'WebSockets without a limit for how many one client opens',
    why:
      'A WebSocket stays open, so a client that opens more and more of them takes the memory and file descriptors of everybody. Limits ' +
      'on requests do not see it: each socket is one request.',
    fix:
      'Limit the connections of each client at the ingress, high enough for an office behind one address, and those of each user in the ' +
      'application, which alone knows users.',
    exceptions:
      'Only Ingresses with a path such as `/ws` or a service such as `realtime-sync`, whose controller is known and has such a limit: ' +
      "ingress-nginx and HAProxy Ingress for each client's address, HAProxy's own controller for each pod. Silent where a ConfigMap of " +
      'the workspace sets it for all, and in patches.',
    sources: [
      'Deployment guide, WebSocket security: per-user connection limits',
      'Reference documentation: ingress-nginx (limit-connections), HAProxy Ingress (limit-connections), HAProxy Kubernetes Ingress ' +
        'Controller (pod-maxconn)',
      'The number that the quick fix writes is our own',
    ],
  },
  options: {
    connections: {
      type: 'number',
      default: 50,
      integer: true,
      minimum: 1,
      description: 'Connections of one client address that the quick fix allows.',
    },
  },
  messages: {
    unlimited:
      '{object} carries WebSockets ({route}) without a limit for connections ({setting}), so one client can open as many as there is ' +
      'memory for; the guide asks for a limit per user.',
  },
  *check(resource, { partial, options, inventory }) {
    const route = partial ? undefined : webSocketRoute(resource);
    const controller = route && controllerOf(resource);
    if (route === undefined || controller?.connections === undefined) return;
    const { connections: annotation, id } = controller;
    if (annotation in resource.annotations || isSetForAll(annotation, inventory)) return;
    const setting = annotation.slice(annotation.indexOf('/') + 1);
    yield {
      at: annotationAt(resource, annotation),
      message: 'unlimited',
      data: { object: titleOf(resource), route: route.name, setting, wanted: String(options.connections) },
      related: [{ at: route.at, message: 'The WebSockets come in here' }],
      // What one pod can hold is another number than what one client may open.
      fixes: id === 'haproxy' ? [] : ['limit'],
    };
  },
  fixes: {
    limit: {
      title: 'Allow {wanted} connections from one address',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});
