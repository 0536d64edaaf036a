import { isMap } from '../yaml/json.ts';
import type { Route, YamlDocument } from '../yaml/types.ts';
import { valueAt } from '../yaml/value.ts';

/** Fields of a container in the order in which people write them: what it is, then how it runs, then how it is watched, and how it is fenced in. */
const ORDER: readonly string[] = [
  'name',
  'image',
  'imagePullPolicy',
  'command',
  'args',
  'workingDir',
  'ports',
  'envFrom',
  'env',
  'resources',
  'volumeMounts',
  'startupProbe',
  'livenessProbe',
  'readinessProbe',
  'lifecycle',
  'securityContext',
];

/**
 * The field behind which a new field of a container belongs, as a `set` patch wants it: the last one, as the container is written, of those
 * that usually come before it.
 * @param at route of the new field
 * @param order in which people write the fields; a container's where absent
 */
export function fieldsBefore(document: YamlDocument, at: Route, order: readonly string[] = ORDER): readonly string[] {
  const container = valueAt(document, at.slice(0, -1));
  const earlier = order.slice(0, Math.max(0, order.indexOf(String(at.at(-1)))));
  const last = isMap(container) ? Object.keys(container).findLast((field) => earlier.includes(field)) : undefined;
  return last === undefined ? [] : [last];
}
