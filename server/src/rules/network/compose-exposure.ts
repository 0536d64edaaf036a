import { addressScope } from '../../resources/address.ts';
import type { ComposeService } from '../../resources/types.ts';
import { isMap } from '../../yaml/json.ts';
import type { Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';

const LOOPBACK = '127.0.0.1';

/** True for an address of the host that only the host itself reaches. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === 'localhost' || address === '::1' || /^127\./.test(address));
}

/** True for an address that stands for every address of the host. */
export function isEveryAddress(address: string | undefined): boolean {
  return address === undefined || address === '0.0.0.0' || address === '::';
}

/** True for a service that holds data. */
export function isDatastore({ role }: ComposeService): boolean {
  return role?.name === 'database' || role?.name === 'cache' || role?.name === 'queue';
}

/** The patch that binds a published port to the loopback address, in the form in which it is written; undefined where it can't be told. */
export function boundToLoopback(document: YamlDocument, at: Route): Patch | undefined {
  const port = valueAt(document, at);
  if (isMap(port)) return { op: 'set', at: [...at, 'host_ip'], value: LOOPBACK };
  if (typeof port === 'number') return { op: 'set', at, value: `${LOOPBACK}::${port}` };
  if (typeof port !== 'string') return undefined;
  const ports = withoutAddress(port);
  return { op: 'set', at, value: `${LOOPBACK}:${ports.includes(':') ? '' : ':'}${ports}` };
}

/** `published:target` of the short form, without the address before it. */
function withoutAddress(port: string): string {
  const [, address, ports] = /^(\[[^\]]*\]|[\d.]+):(.+)$/.exec(port) ?? [];
  return address !== undefined && ports !== undefined && isAddress(address) ? ports : port;
}

function isAddress(text: string): boolean {
  return addressScope(text.replace(/^\[|\]$/g, '')) !== undefined;
}
