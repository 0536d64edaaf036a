import { getAt, isList, isMap, stringAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import type { Json, Route } from '../yaml/types.ts';

/** What a reference names: one of these kinds, in this API group. */
export interface ReferenceTarget {
  /** More than one where the reference doesn't say which of them it means. */
  readonly kinds: readonly string[];
  /** Empty for the core group; undefined where the reference doesn't say. */
  readonly group: string | undefined;
}

/** A place where an object names another one. All routes are absolute in the document and lead to the very value. */
export interface Reference {
  readonly target: ReferenceTarget;
  readonly name: string;
  /** As stated. Undefined: the namespace of the object that refers, unless {@link anywhere} says otherwise. */
  readonly namespace: string | undefined;
  /** True where the target is cluster-wide, or in a namespace that the manifest doesn't tell. */
  readonly anywhere: boolean;
  /** Of the value that holds the name. */
  readonly route: Route;
  /** Where in that value's text the name stands, half-open; undefined where it is the whole text. */
  readonly part: { readonly start: number; readonly end: number } | undefined;
  /** Keys of a ConfigMap or Secret that are asked for. */
  readonly keys: readonly { readonly name: string; readonly route: Route }[];
  /** Port of a Service that is asked for, by number or by name. */
  readonly port: { readonly value: number | string; readonly route: Route } | undefined;
  /** True where Kubernetes does without it. */
  readonly optional: boolean;
  /** What the reference is for, as a sentence says: `volume`, `envFrom`, `ingress backend`. */
  readonly via: string;
}

/** How the text of a name is to be read: alone, as `namespace/name`, as names with commas between them, or as a host name of the cluster. */
export type NameForm = 'plain' | 'qualified' | 'list' | 'host';

/** A kind of reference, relative to the object (or to its pod's spec) that has it. Paths have dots; `*` is every item or entry. */
export interface ReferenceRow {
  /** To what holds the name; given as a route where keys have dots. */
  readonly at: string | Route;
  /** From there to the name; empty where that is the name. `name` by default. */
  readonly name?: string;
  readonly form?: NameForm;
  /** Kinds that are meant where {@link kindAt} says nothing. */
  readonly kind: string | readonly string[];
  readonly kindAt?: string;
  /** Kinds other than these are none of Kubernetes' objects. */
  readonly only?: readonly string[];
  readonly group?: string;
  /** To an API group or an apiVersion. */
  readonly groupAt?: string;
  readonly namespaceAt?: string;
  readonly anywhere?: true;
  readonly keys?: string;
  /** To the port; the first that is there counts. */
  readonly ports?: readonly string[];
  readonly optional?: true;
  readonly via: string;
}

/** A value and where it stands. */
interface Place {
  readonly value: Json;
  readonly route: Route;
}

const routesOf = memo(({ at, name = 'name' }: ReferenceRow) => ({ at: typeof at === 'string' ? pathOf(at) : at, name: pathOf(name) }));

/** What rows find in a value that stands at a route, row by row. */
export function referencesBy(rows: readonly ReferenceRow[], value: Json, route: Route): readonly Reference[] {
  const holders: (Place[] | undefined)[] = [];
  collectHolders(value, branchesOf(rows), [...route], holders);
  return holders.flatMap((places, index) => {
    const row = rows[index];
    return row && places ? places.flatMap((holder) => referencesOfRow(row, holder)) : [];
  });
}

function referencesOfRow(row: ReferenceRow, holder: Place): readonly Reference[] {
  const names = placesAt(holder.value, routesOf(row).name, holder.route);
  return names.flatMap((name) => namesIn(name, row.form ?? 'plain').flatMap((named) => toReference(row, holder, name.route, named)));
}

/** Rows by the steps that lead to what holds their names, so that what several have in common is gone through once. */
interface Branch {
  /** Indices of the rows that have arrived. */
  readonly rows: number[];
  /** What `*` leads to. */
  every: Branch | undefined;
  readonly steps: (string | number)[];
  /** By index of the step. */
  readonly next: Branch[];
}

const branchesOf = memo((rows: readonly ReferenceRow[]): Branch => {
  const trunk = newBranch();
  for (const [index, row] of rows.entries()) routesOf(row).at.reduce(branchAt, trunk).rows.push(index);
  return trunk;
});

function newBranch(): Branch {
  return { rows: [], every: undefined, steps: [], next: [] };
}

function branchAt(branch: Branch, step: string | number): Branch {
  if (step === '*') {
    branch.every ??= newBranch();
    return branch.every;
  }
  const known = branch.next[branch.steps.indexOf(step)];
  if (known) return known;
  const made = newBranch();
  branch.steps.push(step);
  branch.next.push(made);
  return made;
}

/** @param steps to the value; one list for the whole walk */
function collectHolders(value: Json | undefined, branch: Branch, steps: (string | number)[], holders: (Place[] | undefined)[]): void {
  if (value === undefined || value === null) return;
  if (branch.rows.length > 0) arrive(branch.rows, { value, route: [...steps] }, holders);
  if (typeof value !== 'object') return;
  if (branch.every) collectEvery(value, branch.every, steps, holders);
  if (!isMap(value)) return;
  for (let index = 0; index < branch.steps.length; index += 1) {
    const step = branch.steps[index] as string;
    const next = branch.next[index];
    if (next && Object.hasOwn(value, step)) collectUnder(step, value[step], next, steps, holders);
  }
}

function collectEvery(value: Json, every: Branch, steps: (string | number)[], holders: (Place[] | undefined)[]): void {
  for (const [key, inner] of entriesOf(value)) collectUnder(key, inner, every, steps, holders);
}

function collectUnder(
  key: string | number,
  value: Json | undefined,
  branch: Branch,
  steps: (string | number)[],
  holders: (Place[] | undefined)[],
): void {
  steps.push(key);
  collectHolders(value, branch, steps, holders);
  steps.pop();
}

function arrive(rows: readonly number[], place: Place, holders: (Place[] | undefined)[]): void {
  for (const row of rows) {
    const known = holders[row];
    if (known) known.push(place);
    else holders[row] = [place];
  }
}

/** The values that a path leads to; `*` is every item of a list, and every entry of a mapping. */
function placesAt(value: Json | undefined, path: Route, route: Route): readonly Place[] {
  const places: Place[] = [];
  collect(value, path, 0, [...route], places);
  return places;
}

/** Most paths lead nowhere, so routes are made at their ends alone: until then one list has the steps. */
function collect(value: Json | undefined, path: Route, depth: number, steps: (string | number)[], places: Place[]): void {
  if (value === undefined || value === null) return;
  const step = path[depth];
  if (step === undefined) {
    places.push({ value, route: [...steps] });
    return;
  }
  if (step !== '*') {
    steps.push(step);
    collect(isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined, path, depth + 1, steps, places);
    steps.pop();
    return;
  }
  for (const [key, inner] of entriesOf(value)) {
    steps.push(key);
    collect(inner, path, depth + 1, steps, places);
    steps.pop();
  }
}

function entriesOf(value: Json): Iterable<readonly [string | number, Json]> {
  if (isList(value)) return value.entries();
  return isMap(value) ? Object.entries(value) : [];
}

/** The steps of a path. */
function pathOf(path: string): Route {
  return path === '' ? [] : path.split('.');
}

interface Named {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly part: Reference['part'];
}

function toReference(row: ReferenceRow, holder: Place, route: Route, { name, namespace, part }: Named): readonly Reference[] {
  const stated = row.kindAt === undefined ? undefined : stringAt(holder.value, [row.kindAt]) || undefined;
  if (row.only && stated !== undefined && !row.only.includes(stated)) return [];
  const fallback = typeof row.kind === 'string' ? [row.kind] : row.kind;
  const own = row.namespaceAt === undefined ? undefined : stringAt(holder.value, [row.namespaceAt]) || undefined;
  const reference: Reference = {
    target: { kinds: stated === undefined ? fallback : [stated], group: groupIn(row, holder.value) },
    name,
    namespace: namespace ?? own,
    anywhere: row.anywhere === true,
    route,
    part,
    keys: keysIn(row, holder),
    port: portIn(row, holder),
    optional: row.optional === true || getAt(holder.value, ['optional']) === true,
    via: row.via,
  };
  return [reference];
}

function groupIn({ group, groupAt }: ReferenceRow, holder: Json): string | undefined {
  const stated = groupAt === undefined ? undefined : stringAt(holder, [groupAt]);
  if (stated === undefined) return group;
  // An apiVersion is `group/version`, or a version alone in the core group.
  if (groupAt !== 'apiVersion') return stated;
  return stated.includes('/') ? stated.slice(0, stated.indexOf('/')) : '';
}

function keysIn({ keys }: ReferenceRow, holder: Place): Reference['keys'] {
  if (keys === undefined) return [];
  return placesAt(holder.value, pathOf(keys), holder.route).flatMap(({ value, route }) => {
    const name = textOf(value);
    return name === undefined ? [] : [{ name, route }];
  });
}

function portIn({ ports }: ReferenceRow, holder: Place): Reference['port'] {
  const found = (ports ?? []).flatMap((path) => placesAt(holder.value, pathOf(path), holder.route));
  const port = found.find(({ value }) => typeof value === 'number' || (typeof value === 'string' && value !== ''));
  return port && { value: port.value as number | string, route: port.route };
}

/** The names in a value. A number is the name that it spells: only its quotes are missing. */
function namesIn({ value }: Place, form: NameForm): readonly Named[] {
  const text = textOf(value);
  if (text === undefined) return [];
  switch (form) {
    case 'plain':
      return [{ name: text, namespace: undefined, part: undefined }];
    case 'qualified':
      return qualifiedName(text);
    case 'list':
      return [...text.matchAll(/[^\s,]+/g)].map(({ 0: name, index }) => ({ name, ...partOf(undefined, index, name) }));
    case 'host':
      return hostName(text);
  }
}

function textOf(value: Json): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function partOf(namespace: string | undefined, start: number, name: string): Pick<Named, 'namespace' | 'part'> {
  return { namespace, part: { start, end: start + name.length } };
}

function qualifiedName(text: string): readonly Named[] {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  if (name === '') return [];
  return [slash < 0 ? { name, namespace: undefined, part: undefined } : { name, ...partOf(text.slice(0, slash), slash + 1, name) }];
}

/** `api` and `api.shop.svc`, with or without the cluster's domain; any other host is none of the cluster's Services. */
const SERVICE_HOST = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)\.svc(?:\.[a-z0-9.-]+)?)?$/;

function hostName(text: string): readonly Named[] {
  const [, name, namespace] = SERVICE_HOST.exec(text) ?? [];
  if (name === undefined) return [];
  return [namespace === undefined ? { name, namespace, part: undefined } : { name, ...partOf(namespace, 0, name) }];
}
