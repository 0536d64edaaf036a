import { getAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import { imageName } from './image.ts';
import { stringsOf } from './resource.ts';
import type { NamedRole } from './role-words.ts';
import { isAboutAnother, ROLE_NAMES, roleOfName } from './role-words.ts';
import type { Role, RoleName, Workload } from './types.ts';

/** The annotation or label that states a role. */
export const ROLE_KEY = 'plimsoll/role';

/**
 * What a workload is for: what `plimsoll/role` states, else what its component label, its images, its name, its other labels, its container's
 * name and its ports tell, in this order; undefined where nothing does. Jobs and CronJobs have a role only where it is stated: a backup job
 * that runs a database's image is no database.
 */
export const inferRole: (workload: Workload) => Role | undefined = memo((workload) => {
  const stated = statedRole(workload);
  if (stated || !workload.longRunning) return stated;
  return firstOf(SOURCES, workload) ?? (isAboutAnother(workload.resource.name ?? '') ? undefined : firstOf(HINTS, workload));
});

/** True for the roles that serve conversations, whose resources count as capacity (the capacity model's list). */
export function servesConversations(role: RoleName | undefined): boolean {
  return role === 'api-server' || role === 'worker' || role === 'realtime-sync' || role === 'tool-executor';
}

function statedRole(workload: Workload): Role | undefined {
  const { resource, podLabels, podSpec } = workload;
  const isPod = workload.templateRoute.length === resource.route.length;
  const podAnnotations = isPod || podSpec === undefined ? {} : annotationsOfTemplate(workload);
  const places = [
    { what: `annotation ${ROLE_KEY}`, value: resource.annotations[ROLE_KEY] },
    { what: `label ${ROLE_KEY}`, value: resource.labels[ROLE_KEY] },
    { what: `annotation ${ROLE_KEY} of its pods`, value: podAnnotations[ROLE_KEY] },
    { what: `label ${ROLE_KEY} of its pods`, value: podLabels[ROLE_KEY] },
  ];
  for (const { what, value } of places) {
    const name = ROLE_NAMES.find((role) => role === value?.trim().toLowerCase().replaceAll('_', '-'));
    if (name) return { name, because: what };
  }
  return undefined;
}

function annotationsOfTemplate(workload: Workload): Readonly<Record<string, string>> {
  const route = workload.templateRoute.slice(workload.resource.route.length);
  return stringsOf(getAt(workload.resource.value, [...route, 'metadata', 'annotations']));
}

type Source = (workload: Workload) => Role | undefined;

/** What tells a role by itself. */
const SOURCES: readonly Source[] = [(workload) => byLabels(workload, ['app.kubernetes.io/component']), byProductImage, byName];

/** What tells it where the name says nothing else. */
const HINTS: readonly Source[] = [
  (workload) => byLabels(workload, ['component', 'app.kubernetes.io/name', 'app', 'k8s-app']),
  byImageName,
  byContainerName,
  byPort,
  byServiceName,
];

function firstOf(sources: readonly Source[], workload: Workload): Role | undefined {
  for (const source of sources) {
    const role = source(workload);
    if (role) return role;
  }
  return undefined;
}

function byLabels({ resource, podLabels }: Workload, keys: readonly string[]): Role | undefined {
  for (const key of keys) {
    const value = resource.labels[key] ?? podLabels[key];
    const found = value === undefined ? undefined : roleOfName(value);
    if (found) return { name: found.role, because: `label ${key} is "${value}"` };
  }
  return undefined;
}

/**
 * A pod that runs a database's image is a database, whatever its name. An application with a cache beside it in the pod is not a cache, so
 * all containers but exporters must agree.
 */
function byProductImage(workload: Workload): Role | undefined {
  const images = imagesOf(workload).map((name) => ({ name, found: roleOfName(name) }));
  const others = images.filter(({ found }) => found?.role !== 'monitoring');
  const [first, ...rest] = others.length > 0 ? others : images;
  if (!first?.found?.product || rest.some(({ found }) => found?.role !== first.found?.role)) return undefined;
  return { name: first.found.role, because: `image ${first.name}` };
}

function byName({ resource }: Workload): Role | undefined {
  const found = resource.name === undefined ? undefined : roleOfName(resource.name);
  return found && { name: found.role, because: `its name ${describe(found)}` };
}

function byImageName(workload: Workload): Role | undefined {
  const [image, ...others] = imagesOf(workload);
  const found = image === undefined || others.length > 0 ? undefined : roleOfName(image);
  return found && { name: found.role, because: `image ${image}` };
}

function byContainerName(workload: Workload): Role | undefined {
  const [container, ...others] = workload.containers.filter(({ kind }) => kind === 'container');
  const found = container && others.length === 0 ? roleOfName(container.name) : undefined;
  return found && { name: found.role, because: `its container's name ${describe(found)}` };
}

/** Ports registered with IANA for one protocol, which hardly anything else listens on. */
const PORTS: ReadonlyMap<number, { role: RoleName; protocol: string }> = new Map([
  [5432, { role: 'database', protocol: 'PostgreSQL' }],
  [3306, { role: 'database', protocol: 'MySQL' }],
  [27017, { role: 'database', protocol: 'MongoDB' }],
  [6379, { role: 'cache', protocol: 'Redis' }],
  [11211, { role: 'cache', protocol: 'Memcached' }],
  [5672, { role: 'queue', protocol: 'AMQP' }],
  [4222, { role: 'queue', protocol: 'NATS' }],
]);

function byPort(workload: Workload): Role | undefined {
  for (const container of workload.containers) {
    for (const { port } of container.ports) {
      const known = port === undefined ? undefined : PORTS.get(port);
      if (known) return { name: known.role, because: `port ${port} is ${known.protocol}` };
    }
  }
  return undefined;
}

/** `chat-service`, `checkoutservice`: what calls itself a service and listens is an API server to the guide, which knows no other service. */
function byServiceName({ resource, containers }: Workload): Role | undefined {
  const word = /(?:service|svc)$/i.exec(resource.name ?? '')?.[0];
  const port = containers.flatMap(({ ports }) => ports).find((candidate) => candidate.port !== undefined)?.port;
  if (word === undefined || port === undefined) return undefined;
  return { name: 'api-server', because: `its name ends in "${word}" and it listens on port ${port}` };
}

function imagesOf(workload: Workload): readonly string[] {
  return workload.containers.filter(({ kind, image }) => kind === 'container' && image).map(({ image }) => imageName(image ?? ''));
}

function describe({ word, place }: NamedRole): string {
  switch (place) {
    case 'whole':
      return `is "${word}"`;
    case 'start':
      return `starts with "${word}-"`;
    case 'end':
      return `ends in "-${word}"`;
    case 'middle':
      return `contains "${word}"`;
  }
}
