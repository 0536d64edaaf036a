import { addressScope, isClusterName, isPublicName, parseUrl } from '../../resources/address.ts';
import { configValuesOf } from '../../resources/config-values.ts';
import { objectMemo } from '../../resources/object-memo.ts';
import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { listAt, stringAt } from '../../yaml/json.ts';
import { memo } from '../../yaml/memo.ts';
import { isPlaceholder } from '../placeholder.ts';

/** An address that a workload is configured with. */
export interface CalledHost {
  readonly host: string;
  readonly port: number | undefined;
  /** A name or address of the internet. */
  readonly isPublic: boolean;
  /** The Service that it may be, by its first label; undefined for public names, and for addresses. */
  readonly service: { readonly name: string; readonly namespace: string | undefined } | undefined;
}

/** Ports of schemes where a URL states none (IANA's registries of URI schemes and of ports). */
const SCHEME_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443 };
/** Names of what holds an address without a scheme. */
const ADDRESS_NAME = /(?:^|[_.-])(?:addr|address|brokers?|endpoints?|hosts?|hostname|servers?|service|uri|url|dsn)(?:$|[_.-])/i;

/** The addresses that a workload, or what reads a ConfigMap, is configured with. Memoised by object. */
export const calledHosts: (resource: Resource) => readonly CalledHost[] = objectMemo((resource) =>
  configValuesOf(resource).flatMap(({ name = '', text }) =>
    text.split(/[\s,;]+/).flatMap((word) => hostIn(word, ADDRESS_NAME.test(name)) ?? []),
  ),
);

/**
 * True where a workload gets an address that isn't written here: a variable from a Secret whose name says so, all of a Secret, or what is
 * filled in later. Then nobody can tell whom it connects to.
 */
export function hasHiddenHosts({ containers }: Workload): boolean {
  const variables = containers.flatMap(({ value }) => listAt(value, ['env']) ?? []);
  const isHidden = (entry: (typeof variables)[number]) =>
    ADDRESS_NAME.test(stringAt(entry, ['name']) ?? '') &&
    (stringAt(entry, ['valueFrom', 'secretKeyRef', 'name']) !== undefined || isPlaceholder(stringAt(entry, ['value']) ?? ''));
  const sources = containers.flatMap(({ value }) => listAt(value, ['envFrom']) ?? []);
  return variables.some(isHidden) || sources.some((source) => stringAt(source, ['secretRef', 'name']) !== undefined);
}

/** A workload that is configured with an address. */
export interface Caller {
  readonly workload: Workload;
  readonly called: CalledHost;
}

/** The workloads that are configured with an address that may be a Service's. */
export function callersOf(service: Resource, inventory: Inventory): readonly Caller[] {
  const namespace = inventory.namespaceOf(service);
  return (callersByService(inventory.workloads()).get(service.name ?? '') ?? []).filter(({ workload, called }) => {
    const wanted = called.service?.namespace ?? inventory.namespaceOf(workload.resource);
    const isNear = wanted === undefined || namespace === undefined || wanted === namespace;
    return isNear && inventory.areAppliedTogether(workload.resource, service);
  });
}

const callersByService: (workloads: ReturnType<Inventory['workloads']>) => ReadonlyMap<string, readonly Caller[]> = memo((workloads) => {
  const callers = new Map<string, Caller[]>();
  for (const { workload } of workloads) {
    for (const called of calledHosts(workload.resource)) {
      if (called.service === undefined) continue;
      const known = callers.get(called.service.name);
      if (known) known.push({ workload, called });
      else callers.set(called.service.name, [{ workload, called }]);
    }
  }
  return callers;
});

function hostIn(word: string, isAddress: boolean): CalledHost | undefined {
  const url = parseUrl(word);
  if (url) return calledHost(url.host, url.port === undefined ? SCHEME_PORTS[url.scheme] : Number(url.port));
  const [, host, port] = /^([a-z0-9][a-z0-9.-]*)(?::(\d{1,5}))?$/i.exec(word) ?? [];
  if (host === undefined || /^\d+$/.test(host)) return undefined;
  const isMeant = isAddress || (port !== undefined && isClusterName(host));
  return isMeant ? calledHost(host, port === undefined ? undefined : Number(port)) : undefined;
}

/** Names such as `redis.data` may be a Service and its namespace. Undefined for the pod itself, where it listens or calls a sidecar. */
function calledHost(host: string, asked: number | undefined): CalledHost | undefined {
  const scope = addressScope(host);
  if (scope === 'loopback' || /^localhost$/i.test(host)) return undefined;
  const port = Number.isInteger(asked) ? asked : undefined;
  const isPublic = scope === 'public' || (scope === undefined && isPublicName(host));
  const [name = '', namespace] = host.toLowerCase().split('.');
  return { host, port, isPublic, service: isPublic || scope !== undefined ? undefined : { name, namespace } };
}
