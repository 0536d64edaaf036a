import { isList, isMap, stringAt } from '../../yaml/json.ts';
import type { JsonMap, Route } from '../../yaml/types.ts';
import type { Probe } from './probe.ts';

/** The fields of a probe of which one says how it asks (API reference, Probe v1 core). */
export const HANDLER_FIELDS = ['httpGet', 'tcpSocket', 'grpc', 'exec'] as const;

/** How a probe asks its container. */
export interface Handler {
  readonly field: (typeof HANDLER_FIELDS)[number];
  readonly route: Route;
  readonly value: JsonMap;
}

/** How a probe asks; undefined where it doesn't say, or nothing that can be read. */
export function handlerOf(probe: Probe): Handler | undefined {
  for (const field of HANDLER_FIELDS) {
    const value = probe.value[field];
    if (isMap(value)) return { field, route: [...probe.route, field], value };
  }
  return undefined;
}

/** Where a reader sees what is asked: the path of an HTTP probe, the command of a program, else the handler itself. */
export function placeOfHandler({ field, route }: Handler): Route {
  if (field === 'httpGet') return [...route, 'path'];
  return field === 'exec' ? [...route, 'command'] : route;
}

/** The words of a command; undefined where there is none. */
export function commandOf({ field, value }: Handler): readonly string[] | undefined {
  const command = field === 'exec' ? value.command : undefined;
  return isList(command) ? command.map((word) => (typeof word === 'string' ? word : '')) : undefined;
}

/** Longest part of a command that a message shows. */
const LONGEST_COMMAND = 60;

/** What is asked, as a sentence names it: `/healthz on port http`, `gRPC port 8080`, `pg_isready -U app`. */
export function titleOfHandler(handler: Handler): string {
  const { field, value } = handler;
  const port = typeof value.port === 'string' || typeof value.port === 'number' ? value.port : '?';
  switch (field) {
    case 'httpGet':
      return `${stringAt(value, ['path']) ?? '/'} on port ${port}`;
    case 'tcpSocket':
      return `TCP port ${port}`;
    case 'grpc':
      return `gRPC port ${port}`;
    case 'exec':
      return shortened((commandOf(handler) ?? []).join(' ').replace(/\s+/g, ' ').trim());
  }
}

function shortened(text: string): string {
  return text.length <= LONGEST_COMMAND ? text : `${text.slice(0, LONGEST_COMMAND)}…`;
}
