import { getAt, isList, isMap, mapAt, stringAt } from '../yaml/json.ts';
import type { Json, JsonMap, Route, YamlDocument } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import { namedValues } from './compose-environment.ts';
import { composePorts, listenedPorts } from './compose-ports.ts';
import { imageName } from './image.ts';
import { planOf } from './plan.ts';
import { ROLE_KEY, roleFrom } from './role.ts';
import { isAboutAnother } from './role-words.ts';
import type { ComposeFile, ComposeService, Role } from './types.ts';

/** Names that `docker compose` looks for by itself (Compose file reference), with the variants that people give to it by hand. */
const COMPOSE_FILE = /(?:^|[\\/])(?:(?:[^\\/]*[._-])?docker-compose|compose)(?:[._-][^\\/]*)?\.ya?ml$/i;
/** The names that stand for a whole application, whatever else there is. */
const MAIN_FILE = /(?:^|[\\/])(?:docker-)?compose\.ya?ml$/i;
const OVERRIDE_FILE = /override[^\\/]*$/i;

/** Top-level elements of the Compose file reference, besides extensions (`x-…`). */
const ELEMENTS: ReadonlySet<string> = new Set('version name include services models networks volumes secrets configs'.split(' '));

/** What a service is made from; one without any of it changes a service that is defined elsewhere. */
const ORIGINS = ['image', 'build', 'extends', 'provider'];

/** True for a file that is Compose's by its name. */
export function isComposeFile(uri: string): boolean {
  return COMPOSE_FILE.test(uri);
}

/**
 * The Compose file that a document is, by its file's name or by its shape: nothing at its root that Compose doesn't have, and services that
 * all are made from something. A Kubernetes object or a deployment plan never is one.
 */
export function composeOf(document: YamlDocument, uri: string): ComposeFile | undefined {
  const root = document.templated ? undefined : valueOf(document);
  if (!isMap(root) || 'apiVersion' in root || 'kind' in root) return undefined;
  if (!(isComposeFile(uri) || hasComposeShape(root)) || planOf(document, uri) !== undefined) return undefined;
  const services = Object.entries(mapAt(root, ['services']) ?? {}).filter((entry): entry is [string, JsonMap] => isMap(entry[1]));
  const partial = OVERRIDE_FILE.test(uri) || (!MAIN_FILE.test(uri) && !services.every(([, service]) => hasOrigin(service)));
  const waits = waitsIn(services.map(([, service]) => service));
  return { document, partial, services: services.map(([name, value]) => toService({ document, name, value, partial, waits })) };
}

function hasComposeShape(root: JsonMap): boolean {
  const services = Object.values(mapAt(root, ['services']) ?? {});
  const isKnown = (key: string) => ELEMENTS.has(key) || key.startsWith('x-');
  return services.length > 0 && services.every((service) => isMap(service) && hasOrigin(service)) && Object.keys(root).every(isKnown);
}

function hasOrigin(service: JsonMap): boolean {
  return ORIGINS.some((key) => (service[key] ?? null) !== null);
}

/** What services wait for of another one before they start, as `<service> <condition>`. */
type Waits = ReadonlySet<string>;

function waitsIn(services: readonly JsonMap[]): Waits {
  const waits = services.flatMap((service) =>
    Object.entries(mapAt(service, ['depends_on']) ?? {}).map(([name, wait]) => `${name} ${stringAt(wait, ['condition'])}`),
  );
  return new Set(waits);
}

interface ServiceParts {
  readonly document: YamlDocument;
  readonly name: string;
  readonly value: JsonMap;
  /** Of the file. */
  readonly partial: boolean;
  readonly waits: Waits;
}

function toService({ document, name, value, partial, waits }: ServiceParts): ComposeService {
  const route: Route = ['services', name];
  const ports = composePorts(value, route);
  const service: ComposeService = {
    document,
    name,
    route,
    value,
    image: stringAt(value, ['image']),
    ports,
    environment: namedValues(value.environment, [...route, 'environment']),
    get role() {
      return roleOfService(service);
    },
    longRunning: !endsByItself(name, value) && !waits.has(`${name} service_completed_successfully`),
    partial: partial || (value.extends ?? null) !== null || !hasOrigin(value) || 'provider' in value,
    awaitedHealthy: waits.has(`${name} service_healthy`),
  };
  return service;
}

/** Jobs of Swarm, and services that listen nowhere and are told not to restart, or are named for what ends: `migrate`, `db-init`. */
function endsByItself(name: string, value: JsonMap): boolean {
  if (/-job$/.test(stringAt(value, ['deploy', 'mode']) ?? '')) return true;
  if (isListening(value)) return false;
  const policy = getAt(value, ['deploy', 'restart_policy', 'condition']) ?? value.restart;
  return policy === 'no' || policy === false || policy === 'none' || (policy !== 'always' && isAboutAnother(name));
}

function isListening(value: JsonMap): boolean {
  return ['ports', 'expose'].some((key) => isFilled(value[key]));
}

function isFilled(value: Json | undefined): boolean {
  return isList(value) ? value.length > 0 : (value ?? null) !== null;
}

function roleOfService(service: ComposeService): Role | undefined {
  const { name, value, image, longRunning } = service;
  const labels = Object.fromEntries(namedValues(value.labels, []).map((label) => [label.name, label.value ?? '']));
  return roleFrom({
    longRunning,
    name,
    labels,
    stated: [{ what: `label ${ROLE_KEY}`, value: labels[ROLE_KEY] }],
    images: image === undefined ? [] : [imageName(image)],
    containerNames: [],
    ports: listenedPorts(service),
  });
}
