import type { DefinedPort } from '../../resources/definitions.ts';
import { containerPortsOf, definitionsOf } from '../../resources/definitions.ts';
import { isMetricsPort } from '../../resources/port.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { nearest } from '../../schema/suggest.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';

/** A port that a monitor scrapes, by its name. */
export interface ScrapedPort {
  readonly name: string;
  readonly route: Route;
}

/** Where monitors list what they scrape (Prometheus operator API reference). */
const LISTS: Readonly<Record<string, string>> = { ServiceMonitor: 'endpoints', PodMonitor: 'podMetricsEndpoints' };

/** True for an object by which the Prometheus operator finds what to scrape. */
export function isMonitor({ kind, group }: Resource): boolean {
  return group === 'monitoring.coreos.com' && LISTS[kind] !== undefined;
}

/** The ports that a ServiceMonitor asks of Services, or a PodMonitor of containers. */
export function scrapedPorts({ kind, value, route }: Resource): readonly ScrapedPort[] {
  const list = LISTS[kind] ?? '';
  return (listAt(value, ['spec', list]) ?? []).flatMap((endpoint, index) => {
    const name = stringAt(endpoint, ['port']);
    return name ? [{ name, route: [...route, 'spec', list, index, 'port'] }] : [];
  });
}

/** The ports that an object offers to monitors, those that patches add included; undefined where nobody can tell. */
export function offeredPorts(resource: Resource, inventory: Inventory): readonly DefinedPort[] | undefined {
  const own = portsOf(resource);
  return own && [...own, ...inventory.patchesOf(resource).flatMap(({ resource: patch }) => portsOf(patch) ?? [])];
}

function portsOf(resource: Resource): readonly DefinedPort[] | undefined {
  if (resource.kind === 'Service') return definitionsOf(resource).find(({ by }) => by === 'object')?.ports;
  return workloadOf(resource) && containerPortsOf(resource);
}

/** The name that a monitor most likely means: that of the port with the number it gives, a similar one, that of metrics, or the only one. */
export function suggestedPort(asked: string, ports: readonly DefinedPort[]): string | undefined {
  const named = ports.flatMap(({ name, number }) => (name === undefined ? [] : [{ name, number }]));
  const numbered = named.find(({ number }) => String(number) === asked)?.name;
  const names = [...new Set(named.map(({ name }) => name))];
  return numbered ?? nearest(asked, names) ?? only(names.filter((name) => isMetricsPort({ name }))) ?? only(names);
}

function only(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}
