import type { Json } from './handwritten.ts';
import { HANDWRITTEN } from './handwritten.ts';
import type { EnumValue, Type } from './model.ts';
import { REMOVED } from './removed.ts';
import type { Union, UnionDefinition, UnionKind, UnionMember } from './union.ts';

/** The two files' contents, as plain data. */
export interface Output {
  readonly shapes: Json;
  readonly docs: Json;
}

/** Turns the union into what is committed; `versions` are all minor versions in ascending order. */
export function toOutput(union: Union, versions: readonly string[]): Output {
  return { shapes: toShapes(union, versions), docs: toDocs(union.definitions) };
}

function toShapes(union: Union, versions: readonly string[]): Json {
  return {
    versions,
    kinds: record(union.kinds, (kind) => toKind(kind, versions)),
    removed: record(new Map(Object.entries(REMOVED)), (entry) => ({ ...entry })),
    definitions: record(union.definitions, (definition, name) => toDefinition(name, definition, versions)),
  };
}

/** A map as an object in the order of its keys. */
export function record<T>(entries: ReadonlyMap<string, T>, convert: (value: T, name: string) => unknown): Json {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, convert(value, name)]));
}

function toKind(kind: UnionKind, versions: readonly string[]): Json {
  return { ref: kind.definition, namespaced: kind.namespaced ?? false, plural: kind.plural ?? '', ...limits('', kind.versions, versions) };
}

/** The first and last version of a thing where they are not those of what it belongs to. */
export function limits(prefix: string, own: ReadonlySet<string>, whole: readonly string[]): Record<string, string> {
  const present = whole.filter((version) => own.has(version));
  const first = present[0];
  const last = present.at(-1);
  return {
    ...(first === undefined || first === whole[0] ? {} : { [`${prefix}since`]: first }),
    ...(last === undefined || last === whole.at(-1) ? {} : { [`${prefix}until`]: last }),
  };
}

function toDefinition(name: string, definition: UnionDefinition, versions: readonly string[]): Json {
  const own = versions.filter((version) => definition.versions.has(version));
  const required = [...definition.members].flatMap(([key, member]) => (member.required ? [key] : [])).sort();
  return {
    type: 'object',
    properties: record(definition.members, (member, key) => toProperty(`${name}.${key}`, member, own)),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function toProperty(at: string, member: UnionMember, versions: readonly string[]): Json {
  return { ...(HANDWRITTEN.get(at) ?? toSchema(member.type)), ...limits('x-', member.versions, versions) };
}

/** A type as JSON Schema. */
export function toSchema(type: Type): Json {
  switch (type.is) {
    case 'array':
      return { type: 'array', items: toSchema(type.items) };
    case 'map':
      return { type: 'object', additionalProperties: toSchema(type.values) };
    case 'reference':
      return { $ref: `#/definitions/${type.to}` };
    case 'quantity':
      return { 'x-quantity': true };
    case 'int-or-string':
      return { 'x-int-or-string': true };
    case 'any':
      return { 'x-open': true };
    case 'string':
      return { ...scalar(type), ...(type.values === undefined ? {} : toEnum(type.values)) };
    default:
      return scalar(type);
  }
}

function scalar(type: { readonly is: string; readonly format?: string }): Json {
  return { type: type.is, ...(type.format === undefined ? {} : { format: type.format }) };
}

function toEnum(values: readonly EnumValue[]): Json {
  const limited = values.filter(({ since, until }) => since !== undefined || until !== undefined);
  return {
    enum: values.map(({ value }) => value),
    ...(limited.length === 0 ? {} : { 'x-values': Object.fromEntries(limited.map(({ value, ...marks }) => [value, marks])) }),
  };
}

/** What has a description, and members that may have one. */
interface Described {
  readonly description?: string;
  readonly members: ReadonlyMap<string, { readonly description?: string }>;
}

/** Descriptions by definition and member, as indexes into a list of texts; the empty key is the definition's own. */
export function toDocs(described: ReadonlyMap<string, Described>): Json {
  const texts = new Map<string, number>();
  const index = (text: string): number => {
    const known = texts.get(text) ?? texts.size;
    texts.set(text, known);
    return known;
  };
  const definitions = record(described, (definition) => {
    const own = definition.description === undefined ? {} : { '': index(definition.description) };
    const members = new Map([...definition.members].filter(([, member]) => member.description !== undefined));
    return { ...own, ...record(members, (member) => index(member.description ?? '')) };
  });
  return { texts: [...texts.keys()], definitions };
}

/** JSON with one line for each entry of each part, so that a change of the sources shows as a change of few lines. */
export function toText(data: Json): string {
  const parts = Object.entries(data).map(([name, part]) => `${JSON.stringify(name)}:${toLines(part)}`);
  return `{\n${parts.join(',\n')}\n}\n`;
}

function toLines(part: unknown): string {
  if (Array.isArray(part)) return `[\n${part.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  const entries = Object.entries(part as Json).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{\n${entries.join(',\n')}\n}`;
}
