import { getAt, isMap, listAt, stringAt } from '../yaml/json.ts';
import type { Json, JsonMap, Route } from '../yaml/types.ts';
import { isInterpolated, maskVariables } from './compose-variables.ts';
import type { ComposePort } from './types.ts';

/** The ports that a Compose service publishes, in the order of the file. */
export function composePorts(service: JsonMap, route: Route): readonly ComposePort[] {
  return (listAt(service, ['ports']) ?? []).flatMap((entry, index) => {
    const port = toPort(entry);
    return port === undefined ? [] : [{ route: [...route, 'ports', index], ...port }];
  });
}

/** The ports that a service listens on, as far as its `ports` and `expose` tell; UDP ones are left out. */
export function listenedPorts(service: { readonly value: JsonMap; readonly ports: readonly ComposePort[] }): readonly number[] {
  const published = service.ports.filter(({ protocol }) => protocol === 'tcp').map(({ target }) => target);
  const exposed = (listAt(service.value, ['expose']) ?? []).map((entry) => portNumber(String(entry).replace(/\/tcp$/, '')));
  return [...new Set([...published, ...exposed])].filter((port) => port !== undefined);
}

type PlainPort = Omit<ComposePort, 'route'>;

function toPort(entry: Json): PlainPort | undefined {
  if (isMap(entry)) return longForm(entry);
  return typeof entry === 'string' || typeof entry === 'number' ? shortForm(String(entry)) : undefined;
}

/** `[[address:]published:]target[/protocol]`; an IPv6 address is in brackets. */
function shortForm(text: string): PlainPort {
  const [ports = '', protocol = 'tcp'] = maskVariables(text).split('/');
  const [, bracketed, rest = ''] = /^(\[[^\]]*\]):?(.*)$/.exec(ports) ?? [undefined, undefined, ports];
  const parts = rest.split(':');
  const target = parts.pop();
  const published = parts.pop();
  const address = bracketed?.slice(1, -1) ?? parts.join(':');
  return {
    target: portNumber(target),
    published: portNumber(published),
    address: address === '' ? undefined : withoutMarks(address, text),
    protocol: protocol.toLowerCase(),
  };
}

function longForm(port: JsonMap): PlainPort {
  return {
    target: portNumber(getAt(port, ['target'])),
    published: portNumber(getAt(port, ['published'])),
    address: stringAt(port, ['host_ip']),
    protocol: (stringAt(port, ['protocol']) ?? 'tcp').toLowerCase(),
  };
}

/** The address as written: it comes first, so it ends where the same number of colons does. */
function withoutMarks(address: string, text: string): string {
  if (!isInterpolated(text)) return address;
  for (let end = text.indexOf(':'); end >= 0; end = text.indexOf(':', end + 1)) {
    if (maskVariables(text.slice(0, end)) === address) return text.slice(0, end);
  }
  return address;
}

/** A port's number; undefined for a range, a variable and what is none. */
function portNumber(value: Json | undefined): number | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  const port = typeof text === 'string' && /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port > 0 && port < 65_536 ? port : undefined;
}
