import { isMap, stringAt } from '../yaml/json.ts';
import type { JsonMap, Route, YamlDocument } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import type { ComposeFile, ComposeService } from './types.ts';

/** Names that `docker compose` looks for by itself, overrides and variants (`compose.prod.yaml`) among them (Compose file reference). */
const COMPOSE_FILE = /(?:^|\/)(?:docker-)?compose(?:[.-][^/]*)?\.ya?ml$/i;

/** True for a file that is Compose's by its name. */
export function isComposeFile(uri: string): boolean {
  return COMPOSE_FILE.test(uri);
}

/** The Compose file that a document is; undefined where it isn't one. */
export function composeOf(document: YamlDocument, uri: string): ComposeFile | undefined {
  if (!isComposeFile(uri)) return undefined;
  const value = valueOf(document);
  if (!isMap(value) || !isMap(value.services)) return undefined;
  const services = Object.entries(value.services).flatMap(([name, service]) =>
    isMap(service) ? [toService(document, name, ['services', name], service)] : [],
  );
  return { document, services, partial: /override/i.test(uri) };
}

function toService(document: YamlDocument, name: string, route: Route, value: JsonMap): ComposeService {
  const image = stringAt(value, ['image']);
  return { document, name, route, value, image, ports: [], environment: [], role: undefined, longRunning: true };
}
