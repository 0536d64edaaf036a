import { addressScope } from '../../resources/address.ts';
import { getAt, isMap, listAt, stringAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { PolicyRule } from './network-policy.ts';
import { blockOf } from './network-policy.ts';

/** Ports on which cluster DNS is asked: 53; OpenShift's pods listen on 5353, where a policy sees them. */
const DNS_PORTS: readonly number[] = [53, 5353];

/** What a rule of a policy says of DNS: it lets queries through by UDP, by TCP alone, or not. */
export type DnsAccess = 'udp' | 'tcp' | 'none';

/** Whether an egress rule lets DNS queries out. What can't be known counts as letting them. */
export function dnsAccess({ peers, ports }: PolicyRule): DnsAccess {
  if (ports.length === 0) return peers.length === 0 || peers.some(mayBeDns) ? 'udp' : 'none';
  const dnsPorts = ports.filter(isDnsPort);
  if (dnsPorts.length === 0) return 'none';
  return dnsPorts.every((port) => protocolOf(port) === 'TCP') ? 'tcp' : 'udp';
}

function protocolOf(port: Json): string {
  return stringAt(port, ['protocol']) ?? 'TCP';
}

function isDnsPort(entry: Json): boolean {
  const port = getAt(entry, ['port']) ?? undefined;
  if (port === undefined) return isMap(entry);
  if (typeof port === 'string') return /dns|domain/.test(port) || DNS_PORTS.includes(Number(port)) || isPlaceholder(port);
  const last = getAt(entry, ['endPort']);
  return DNS_PORTS.some((dns) => port === dns || (typeof port === 'number' && typeof last === 'number' && port < dns && dns <= last));
}

/** Whether cluster DNS may be among what a peer selects: the pods of kube-system, every namespace, or a private block of addresses. */
function mayBeDns(peer: Json): boolean {
  const block = blockOf(peer);
  if (block !== undefined) return mayHoldDns(block, listAt(peer, ['ipBlock', 'except']) ?? []);
  const namespaces = getAt(peer, ['namespaceSelector']);
  if (namespaces === undefined) return textsIn(getAt(peer, ['podSelector'])).some((text) => text.includes('dns'));
  const texts = textsIn(namespaces);
  return texts.length === 0 || texts.some((text) => /kube-system|dns/.test(text) || isPlaceholder(text));
}

/** Service addresses are private; a block of all addresses with exceptions is meant for what is outside. */
function mayHoldDns(block: string, except: readonly Json[]): boolean {
  const [address = '', bits = ''] = block.split('/');
  if (bits === '0') return except.length === 0;
  return isPlaceholder(block) || addressScope(address) !== 'public';
}

/** Every text in a selector: the values of its labels and expressions. */
function textsIn(selector: Json | undefined): readonly string[] {
  if (typeof selector === 'string') return [selector];
  if (typeof selector !== 'object' || selector === null) return [];
  return Object.values(selector).flatMap(textsIn);
}
