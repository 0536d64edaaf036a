import { configValuesOf } from '../../resources/config-values.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import type { Occurrence } from './occurrence.ts';

/** Variables whose whole text is a host when their name says so: `REDIS_HOST`, `catalogServer`. */
const HOST_NAME = /(?:host|addr|address|url|uri|endpoint|server|service|dsn|brokers?|upstream)s?$/i;

/** Longest text of a ConfigMap that is looked through. */
const LONGEST = 100_000;

/**
 * The places where the configuration of containers has a Service as a host: `http://api:8080`, `api.shop.svc`, `api:6379`, or its bare name in a
 * variable that is called after a host.
 */
export function addressesOf(service: Resource, inventory: Inventory): readonly Occurrence[] {
  const { name } = service;
  if (name === undefined) return [];
  const holders = [...inventory.workloads().map(({ entry }) => entry), ...inventory.ofKind('ConfigMap')];
  return holders.flatMap(({ resource }) => {
    const near = isNear(service, resource, inventory);
    return configValuesOf(resource).flatMap(({ name: variable, text, at }) => {
      if (text.length > LONGEST || !text.includes(name)) return [];
      return hostsIn(text, name, inventory.namespaceOf(service), near, variable).map((start) => ({
        resource,
        route: at,
        part: 'value' as const,
        within: { start, end: start + name.length },
        isDefinition: false,
      }));
    });
  });
}

/** A short name is looked up in the namespace of whoever uses it. */
function isNear(service: Resource, other: Resource, inventory: Inventory): boolean {
  const [own, theirs] = [inventory.namespaceOf(service), inventory.namespaceOf(other)];
  return own === undefined || theirs === undefined || own === theirs;
}

/** Offsets at which a text has a Service's name as a host. */
function hostsIn(
  text: string,
  name: string,
  namespace: string | undefined,
  isNearby: boolean,
  variable: string | undefined,
): readonly number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const before = text.slice(Math.max(0, at - 1), at);
    const after = text.slice(at + name.length);
    if (/[\w.-]/.test(before) || !isHost(after, namespace, isNearby)) continue;
    const isWhole = text === name;
    const isAddress = before === '/' || before === '@' || /^(?:\.[a-z0-9-]+\.svc\b|:\d)/.test(after);
    if (isAddress || (isWhole && variable !== undefined && HOST_NAME.test(variable))) offsets.push(at);
  }
  return offsets;
}

/** @param after what stands behind the name */
function isHost(after: string, namespace: string | undefined, isNearby: boolean): boolean {
  const stated = /^\.([a-z0-9-]+)(?:\.svc(?:\.|$|[:/\s,"'])|$|[:/\s,"'])/.exec(after)?.[1];
  if (stated !== undefined) return namespace === undefined || stated === namespace;
  return isNearby && !/^[\w.-]/.test(after);
}
