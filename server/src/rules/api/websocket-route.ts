import { isChallengeSolver, isIngress, isPartOfAnother } from '../../resources/ingress.ts';
import { roleOfName } from '../../resources/role-words.ts';
import type { Resource } from '../../resources/types.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';

/** A part of an Ingress that carries WebSockets. */
export interface WebSocketRoute {
  /** Of the path, or of the annotation that says so. */
  readonly at: Route;
  /** As a sentence names it: `/ws`, `service realtime-sync`, `websocket-services: sync`. */
  readonly name: string;
}

/** Words by which the paths of WebSockets are known, those of Socket.IO, SockJS, SignalR and Action Cable among them. */
const PATH = /(?:^|\/)(?:wss?|websockets?|sockets?|socket\.io|sockjs|signalr|cable|realtime|graphql-ws)(?:[/($]|$)/i;

/** Annotations that name the services or paths with WebSockets (F5 NGINX; Contour). */
const ANNOTATIONS = ['nginx.org/websocket-services', 'projectcontour.io/websocket-routes'];

/** Where an Ingress carries WebSockets, as far as its paths, its services' names and its annotations tell: the first such place. */
export function webSocketRoute(resource: Resource): WebSocketRoute | undefined {
  if (!isIngress(resource) || isChallengeSolver(resource) || isPartOfAnother(resource)) return undefined;
  const annotation = ANNOTATIONS.find((name) => resource.annotations[name]);
  if (annotation !== undefined) {
    return {
      at: [...resource.route, 'metadata', 'annotations', annotation],
      name: `${annotation.slice(annotation.indexOf('/') + 1)}: ${resource.annotations[annotation]}`,
    };
  }
  for (const [index, rule] of (listAt(resource.value, ['spec', 'rules']) ?? []).entries()) {
    for (const [position, path] of (listAt(rule, ['http', 'paths']) ?? []).entries()) {
      const name = nameOf(path);
      if (name !== undefined) return { at: [...resource.route, 'spec', 'rules', index, 'http', 'paths', position], name };
    }
  }
  return undefined;
}

function nameOf(path: Json): string | undefined {
  const text = stringAt(path, ['path']) ?? '';
  if (PATH.test(text)) return text;
  const service = stringAt(path, ['backend', 'service', 'name']) ?? stringAt(path, ['backend', 'serviceName']) ?? '';
  return roleOfName(service)?.role === 'realtime-sync' ? `service ${service}` : undefined;
}
