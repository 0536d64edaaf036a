import { composeSeconds } from '../../resources/compose-amounts.ts';
import { listenedPorts } from '../../resources/compose-ports.ts';
import { imageName, parseImage } from '../../resources/image.ts';
import type { ComposeService } from '../../resources/types.ts';
import { isMap, listAt, stringAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { serviceFieldsBefore } from '../service-fields.ts';

/** What is known of the healthcheck of a Compose service. */
export type HealthcheckState =
  /** It has one, or something that may be one once its variables are filled in. */
  | 'given'
  | 'missing'
  /** The image's own is switched off, too. */
  | 'disabled';

/** Whether a service has a healthcheck. */
export function healthcheckOf({ value }: ComposeService): HealthcheckState {
  const healthcheck = value.healthcheck ?? null;
  if (healthcheck === null) return 'missing';
  if (!isMap(healthcheck)) return 'given';
  const isNone = stringAt(healthcheck, ['test']) === 'NONE' || listAt(healthcheck, ['test'])?.[0] === 'NONE';
  return isNone || healthcheck.disable === true || healthcheck.disable === 'true' ? 'disabled' : 'given';
}

/** True for a service that takes requests: it has ports, or runs a server that is known to listen. */
export function isAsked(service: ComposeService): boolean {
  return listenedPorts(service).length > 0 || knownTest(service) !== undefined;
}

interface KnownTest {
  /** Names of the images that have the command, by the last part of their repositories. */
  readonly images: RegExp;
  /** The first major version whose image has it; any where absent. */
  readonly since?: number;
  /** For the container's shell. */
  readonly test: string;
}

/**
 * How servers are asked by the tool that their own images bring along, by the documentation of the servers. None of these images has a
 * healthcheck of its own. Compose takes `$$` for a dollar sign, so the shell in the container sees the variable.
 */
const KNOWN_TESTS: readonly KnownTest[] = [
  { images: /^(?:postgres(?:ql)?|postgis|pgvector|timescaledb(?:-ha)?)$/, test: 'pg_isready -U "$${POSTGRES_USER:-postgres}"' },
  { images: /^redis$/, test: 'redis-cli ping' },
  { images: /^valkey$/, test: 'valkey-cli ping' },
  { images: /^mysql$/, test: 'mysqladmin ping -h localhost' },
  { images: /^mariadb$/, test: 'mariadb-admin ping -h localhost' },
  { images: /^mongo$/, since: 6, test: `mongosh --quiet --eval "db.adminCommand('ping').ok"` },
  { images: /^rabbitmq$/, test: 'rabbitmq-diagnostics -q ping' },
];

/** The test for the image of a service; undefined where only its authors know one. */
export function knownTest({ image, value }: ComposeService): string | undefined {
  if (image === undefined || (value.build ?? null) !== null) return undefined;
  const name = imageName(image);
  const known = KNOWN_TESTS.find(({ images }) => images.test(name));
  const major = Number.parseInt(parseImage(image).tag ?? '', 10);
  return known?.since !== undefined && !(major >= known.since) ? undefined : known?.test;
}

/** Our own figures: asked often enough that whoever waits for it starts soon, and patient with the first start of a database. */
const TIMING: JsonMap = { interval: '10s', timeout: '5s', retries: 5, start_period: '30s' };

/** The patch that gives a service a healthcheck. */
export function addHealthcheck(document: YamlDocument, at: Route, test: Json): Patch {
  return { op: 'set', at, value: { test, ...TIMING }, after: serviceFieldsBefore(document, at) };
}

/** What a healthcheck leaves out, and what a zero means (Dockerfile reference, HEALTHCHECK). */
const DEFAULTS = { interval: 30, retries: 3, start_period: 0 } as const;

/**
 * Seconds that a service may fail its healthcheck after its start before it counts as unhealthy: the start period, then the retries.
 * Undefined where it has no healthcheck, or one with a figure that can't be read.
 */
export function toleranceOfService(
  service: ComposeService,
): { readonly total: number; readonly interval: number; readonly start: number } | undefined {
  const { healthcheck } = service.value;
  if (!isMap(healthcheck) || healthcheckOf(service) === 'disabled') return undefined;
  const figure = (name: keyof typeof DEFAULTS, read: (value: Json) => number | undefined) => {
    const value = healthcheck[name] ?? null;
    return value === null ? DEFAULTS[name] : read(value);
  };
  const interval = figure('interval', composeSeconds);
  const start = figure('start_period', composeSeconds);
  const retries = figure('retries', (value) => (typeof value === 'number' && value >= 0 ? value : undefined));
  if (interval === undefined || start === undefined || retries === undefined) return undefined;
  const [every, times] = [interval || DEFAULTS.interval, retries || DEFAULTS.retries];
  return { total: start + every * times, interval: every, start };
}
