import { isList } from '../../yaml/json.ts';
import type { Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { fieldsBefore } from '../container-fields.ts';
import { serviceFieldsBefore } from '../service-fields.ts';
import type { Data } from '../types.ts';

/**
 * The patches that put more words behind a command line.
 * @param at a container's or Compose service's list of arguments, or an item of it
 * @param data `add`: the words; `program`: what runs where nothing is stated, for Compose, whose `command` replaces the image's
 */
export function appendPatches(document: YamlDocument, at: Route, { add, program }: Data): readonly Patch[] | undefined {
  if (!isList(add)) return undefined;
  const route = typeof at.at(-1) === 'number' ? at.slice(0, -1) : at;
  const written = valueAt(document, route) ?? null;
  const isCompose = route[0] === 'services';
  if (typeof written === 'string') return [{ op: 'set', at: route, value: [written, ...add].join(' ') }];
  if (isList(written) && written.length > 0) return add.map((value) => ({ op: 'insert', at: route, value }));
  if (isCompose) return [{ op: 'set', at: route, value: [program, ...add].join(' '), after: serviceFieldsBefore(document, route) }];
  return [{ op: 'set', at: route, value: add, after: fieldsBefore(document, route) }];
}
