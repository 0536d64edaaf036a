import { isIngress } from '../../resources/ingress.ts';
import { hasCertificate } from '../../resources/ingress-tls.ts';
import type { Resource } from '../../resources/types.ts';
import { getAt, isList, isMap, mapAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';
import { isOpenShiftRoute } from './plain-route.ts';

/** A place that says for how long browsers shall insist on HTTPS (RFC 6797). */
export interface HstsSetting {
  /** The place to show. */
  readonly at: Route;
  /** Key to write, beside what is at that place or that itself. */
  readonly key: string | number;
  /** As people call it: `hsts-max-age`, `stsSeconds`, `Strict-Transport-Security`. */
  readonly name: string;
  /** As written, or what an absent one means. */
  readonly found: string;
  /** In seconds; 0 is off. */
  readonly maxAge: number;
  /** The setting for another age; `true` and the like where it only switches HSTS on. */
  write(seconds: number): Json;
}

/** A place that leaves subdomains out. */
export interface SubdomainGap {
  readonly at: Route;
  readonly name: string;
  readonly wanted: Json;
}

/** All that an object says of HSTS. */
export interface HstsPolicy {
  readonly ages: readonly HstsSetting[];
  readonly gaps: readonly SubdomainGap[];
}

/** Flat keys such as `hsts-max-age`, in a ConfigMap or, with a prefix, in annotations. */
interface KeyStyle {
  readonly prefix: string;
  /** Age in seconds where HSTS is switched on without one; undefined where that is long enough. */
  readonly defaultAge?: number;
}

/** Annotations by controller: F5 NGINX remembers 30 days where no age is given; HAProxy Ingress half a year. */
const ANNOTATION_STYLES: readonly KeyStyle[] = [
  { prefix: 'nginx.org/', defaultAge: 2_592_000 },
  { prefix: 'haproxy-ingress.github.io/' },
  { prefix: 'ingress.kubernetes.io/' },
];

/** Annotations of an Ingress or Route whose text holds the header itself. */
const HEADER_ANNOTATIONS: readonly string[] = [
  'nginx.ingress.kubernetes.io/configuration-snippet',
  'nginx.ingress.kubernetes.io/server-snippet',
  'nginx.org/server-snippets',
  'nginx.org/location-snippets',
  'haproxy.router.openshift.io/hsts_header',
];

/** Kinds in whose specification response headers are set. */
const HEADER_KINDS: ReadonlySet<string> = new Set(['VirtualService', 'HTTPRoute', 'HTTPProxy', 'Middleware', 'BackendConfig']);

/** Kinds whose objects {@link hstsPolicy} reads. */
export const HSTS_KINDS: readonly string[] = ['Ingress', 'Route', 'ConfigMap', ...HEADER_KINDS];

const NOTHING: HstsPolicy = { ages: [], gaps: [] };

/** What an object says of HSTS. Silence is left to the controller: ingress-nginx, for one, has a year by default. */
export function hstsPolicy(resource: Resource): HstsPolicy {
  if (isIngress(resource)) return hasCertificate(resource) ? annotationPolicy(resource) : NOTHING;
  if (isOpenShiftRoute(resource)) return annotationPolicy(resource);
  if (resource.kind === 'ConfigMap' && resource.group === '') {
    return keyPolicy(mapAt(resource.value, ['data']) ?? {}, [...resource.route, 'data'], { prefix: '' });
  }
  if (!HEADER_KINDS.has(resource.kind)) return NOTHING;
  return merged([traefikPolicy(resource), headerPolicy(getAt(resource.value, ['spec']), [...resource.route, 'spec'])]);
}

function merged(policies: readonly HstsPolicy[]): HstsPolicy {
  return { ages: policies.flatMap(({ ages }) => ages), gaps: policies.flatMap(({ gaps }) => gaps) };
}

function annotationPolicy(resource: Resource): HstsPolicy {
  const base = [...resource.route, 'metadata', 'annotations'];
  const texts = HEADER_ANNOTATIONS.flatMap((name) => {
    const text = resource.annotations[name];
    return text === undefined ? [] : [textPolicy(text, [...base, name])];
  });
  return merged([...ANNOTATION_STYLES.map((style) => keyPolicy(resource.annotations, base, style)), ...texts]);
}

function keyPolicy(data: JsonMap, base: Route, { prefix, defaultAge }: KeyStyle): HstsPolicy {
  const [on, age, subdomains] = ['hsts', 'hsts-max-age', 'hsts-include-subdomains'].map((key) => textAt(data, `${prefix}${key}`));
  const seconds = age === undefined ? (on?.toLowerCase() === 'true' ? defaultAge : undefined) : Number(age);
  const [onName, ageName] = [`${prefix}hsts`, `${prefix}hsts-max-age`];
  const ages: HstsSetting[] = [];
  if (on?.toLowerCase() === 'false') {
    ages.push({ at: [...base, onName], key: onName, name: onName, found: on, maxAge: 0, write: () => 'true' });
  } else if (seconds !== undefined && Number.isFinite(seconds)) {
    ages.push({
      at: [...base, age === undefined ? onName : ageName],
      key: ageName,
      name: ageName,
      found: age ?? `${seconds} by default`,
      maxAge: seconds,
      write: String,
    });
  }
  const name = `${prefix}hsts-include-subdomains`;
  return { ages, gaps: subdomains?.toLowerCase() === 'false' ? [{ at: [...base, name], name, wanted: 'true' }] : [] };
}

function textAt(data: JsonMap, key: string): string | undefined {
  const value = getAt(data, [key]);
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? String(value).trim() : undefined;
}

/** Traefik's headers middleware: no header without `stsSeconds`, whatever else of it is set (Traefik, Headers middleware). */
function traefikPolicy(middleware: Resource): HstsPolicy {
  const headers = mapAt(middleware.value, ['spec', 'headers']);
  if (middleware.kind !== 'Middleware' || !headers) return NOTHING;
  const base = [...middleware.route, 'spec', 'headers'];
  const seconds = headers.stsSeconds ?? undefined;
  const isMeant = seconds !== undefined || ['stsIncludeSubdomains', 'stsPreload', 'forceSTSHeader'].some((key) => headers[key] === true);
  if (!isMeant || (seconds !== undefined && typeof seconds !== 'number')) return NOTHING;
  const name = 'stsSeconds';
  const age: HstsSetting = {
    at: [...base, name],
    key: name,
    name,
    found: String(seconds ?? 'none'),
    maxAge: seconds ?? 0,
    write: (wanted) => wanted,
  };
  const gap: SubdomainGap = { at: [...base, 'stsIncludeSubdomains'], name: 'stsIncludeSubdomains', wanted: true };
  return { ages: [age], gaps: headers.stsIncludeSubdomains === true ? [] : [gap] };
}

const HEADER = /^strict-transport-security$/i;
const HEADER_LINE = /^strict-transport-security\s*:/i;

/** The header wherever a specification sets it: as a key, as the value beside its name, or as a whole line. */
function headerPolicy(value: Json | undefined, at: Route): HstsPolicy {
  if (isList(value)) return merged(value.map((item, index) => headerPolicy(item, [...at, index])));
  if (typeof value === 'string') return HEADER_LINE.test(value) ? textPolicy(value, at) : NOTHING;
  if (!isMap(value)) return NOTHING;
  const { name } = value;
  return merged(
    Object.entries(value).map(([key, entry]) => {
      const isHeader = HEADER.test(key) || (key === 'value' && typeof name === 'string' && HEADER.test(name));
      return isHeader && typeof entry === 'string' ? textPolicy(entry, [...at, key], true) : headerPolicy(entry, [...at, key]);
    }),
  );
}

const MAX_AGE = /(max-age\s*=\s*"?)(\d+)/i;

/** A text that is the header's value, or holds the whole header. */
function textPolicy(text: string, at: Route, isValue = false): HstsPolicy {
  const start = isValue || String(at.at(-1)).endsWith('hsts_header') ? 0 : text.search(/strict-transport-security/i);
  const match = start < 0 ? null : MAX_AGE.exec(text.slice(start));
  if (!match) return NOTHING;
  const name = 'Strict-Transport-Security';
  const write = (seconds: number): string => text.slice(0, start) + text.slice(start).replace(MAX_AGE, `$1${seconds}`);
  const age: HstsSetting = { at, key: at.at(-1) ?? '', name, found: `max-age=${match[2]}`, maxAge: Number(match[2]), write };
  const covered = /includeSubDomains/i.test(text.slice(start));
  const wanted = text.slice(0, start) + text.slice(start).replace(/(max-age\s*=\s*"?\d+"?)/i, '$1; includeSubDomains');
  return { ages: [age], gaps: covered ? [] : [{ at, name, wanted }] };
}
