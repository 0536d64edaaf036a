import { getAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import { imageName } from './image.ts';
import { stringsOf } from './resource.ts';
import type { NamedRole } from './role-words.ts';
import { isAboutAnother, ROLE_NAMES, roleOfName } from './role-words.ts';
import type { Role, RoleName, Workload } from './types.ts';

/** The annotation or label that states a role. */
export const ROLE_KEY = 'plimsoll/role';

/** What a role is told by, of whatever runs: the pods of a workload, or a Compose service. */
export interface RoleClues {
  readonly longRunning: boolean;
  readonly name: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** Where {@link ROLE_KEY} may state it, in words, and what is there; the first one that names a role counts. */
  readonly stated: readonly { readonly what: string; readonly value: string | undefined }[];
  /** Names of its containers' images. */
  readonly images: readonly string[];
  readonly containerNames: readonly string[];
  /** That it listens on. */
  readonly ports: readonly number[];
}

/** What a workload is for, by {@link roleFrom}. */
export const inferRole: (workload: Workload) => Role | undefined = memo((workload) => roleFrom(cluesOf(workload)));

/**
 * What something is for: what `plimsoll/role` states, else what its component label, its images, its name, its other labels, its container's
 * name and its ports tell, in this order; undefined where nothing does. What ends by itself has a role only where it is stated: a backup job
 * that runs a database's image is no database.
 */
export function roleFrom(clues: RoleClues): Role | undefined {
  const stated = statedRole(clues);
  if (stated || !clues.longRunning) return stated;
  return firstOf(SOURCES, clues) ?? (isAboutAnother(clues.name ?? '') ? undefined : firstOf(HINTS, clues));
}

/** True for the roles that serve conversations, whose resources count as capacity (the capacity model's list). */
export function servesConversations(role: RoleName | undefined): boolean {
  return role === 'api-server' || role === 'worker' || role === 'realtime-sync' || role === 'tool-executor';
}

function cluesOf(workload: Workload): RoleClues {
  const { resource, podLabels, containers, longRunning } = workload;
  const main = containers.filter(({ kind }) => kind === 'container');
  return {
    longRunning,
    name: resource.name,
    labels: { ...podLabels, ...resource.labels },
    stated: statedIn(workload),
    images: main.flatMap(({ image }) => (image ? [imageName(image)] : [])),
    containerNames: main.map(({ name }) => name),
    ports: containers.flatMap(({ ports }) => ports.flatMap(({ port }) => (port === undefined ? [] : [port]))),
  };
}

function statedIn(workload: Workload): RoleClues['stated'] {
  const { resource, podLabels } = workload;
  const isPod = workload.templateRoute.length === resource.route.length;
  const podAnnotations = isPod ? {} : annotationsOfTemplate(workload);
  return [
    { what: `annotation ${ROLE_KEY}`, value: resource.annotations[ROLE_KEY] },
    { what: `label ${ROLE_KEY}`, value: resource.labels[ROLE_KEY] },
    { what: `annotation ${ROLE_KEY} of its pods`, value: podAnnotations[ROLE_KEY] },
    { what: `label ${ROLE_KEY} of its pods`, value: podLabels[ROLE_KEY] },
  ];
}

function annotationsOfTemplate(workload: Workload): Readonly<Record<string, string>> {
  const route = workload.templateRoute.slice(workload.resource.route.length);
  return stringsOf(getAt(workload.resource.value, [...route, 'metadata', 'annotations']));
}

function statedRole({ stated }: RoleClues): Role | undefined {
  for (const { what, value } of stated) {
    const name = ROLE_NAMES.find((role) => role === value?.trim().toLowerCase().replaceAll('_', '-'));
    if (name) return { name, because: what };
  }
  return undefined;
}

type Source = (clues: RoleClues) => Role | undefined;

/** What tells a role by itself. */
const SOURCES: readonly Source[] = [(clues) => byLabels(clues, ['app.kubernetes.io/component']), byProductImage, byName];

/** What tells it where the name says nothing else. */
const HINTS: readonly Source[] = [
  (clues) => byLabels(clues, ['component', 'app.kubernetes.io/name', 'app', 'k8s-app']),
  byImageName,
  byContainerName,
  byPort,
  byServiceName,
];

function firstOf(sources: readonly Source[], clues: RoleClues): Role | undefined {
  for (const source of sources) {
    const role = source(clues);
    if (role) return role;
  }
  return undefined;
}

function byLabels({ labels }: RoleClues, keys: readonly string[]): Role | undefined {
  for (const key of keys) {
    const value = labels[key];
    const found = value === undefined ? undefined : roleOfName(value);
    if (found) return { name: found.role, because: `label ${key} is "${value}"` };
  }
  return undefined;
}

/**
 * What runs a database's image is a database, whatever its name. An application with a cache beside it in the pod is not a cache, so
 * all containers but exporters must agree.
 */
function byProductImage(clues: RoleClues): Role | undefined {
  const images = clues.images.map((name) => ({ name, found: roleOfName(name) }));
  const others = images.filter(({ found }) => found?.role !== 'monitoring');
  const [first, ...rest] = others.length > 0 ? others : images;
  if (!first?.found?.product || rest.some(({ found }) => found?.role !== first.found?.role)) return undefined;
  return { name: first.found.role, because: `image ${first.name}` };
}

function byName({ name }: RoleClues): Role | undefined {
  const found = name === undefined ? undefined : roleOfName(name);
  return found && { name: found.role, because: `its name ${describe(found)}` };
}

function byImageName({ images: [image, ...others] }: RoleClues): Role | undefined {
  const found = image === undefined || others.length > 0 ? undefined : roleOfName(image);
  return found && { name: found.role, because: `image ${image}` };
}

function byContainerName({ containerNames: [container, ...others] }: RoleClues): Role | undefined {
  const found = container !== undefined && others.length === 0 ? roleOfName(container) : undefined;
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

function byPort({ ports }: RoleClues): Role | undefined {
  for (const port of ports) {
    const known = PORTS.get(port);
    if (known) return { name: known.role, because: `port ${port} is ${known.protocol}` };
  }
  return undefined;
}

/** `chat-service`, `checkoutservice`: what calls itself a service and listens is an API server to the guide, which knows no other service. */
function byServiceName({ name, ports: [port] }: RoleClues): Role | undefined {
  const word = /(?:service|svc)$/i.exec(name ?? '')?.[0];
  if (word === undefined || port === undefined) return undefined;
  return { name: 'api-server', because: `its name ends in "${word}" and it listens on port ${port}` };
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
