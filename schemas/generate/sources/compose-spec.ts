import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../handwritten.ts';

/** The part of JSON Schema (draft 7) that the Compose specification's schema is written in. */
interface Source {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly oneOf?: readonly Source[];
  readonly properties?: Readonly<Record<string, Source>>;
  readonly patternProperties?: Readonly<Record<string, Source>>;
  readonly additionalProperties?: boolean;
  readonly required?: readonly string[];
  readonly items?: Source;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly definitions?: Readonly<Record<string, Source>>;
}

/** Keywords that are read, by the type whose values they limit; those of no type stand for themselves. */
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  '': ['$ref', 'description', 'type', 'oneOf'],
  object: ['properties', 'patternProperties', 'additionalProperties', 'required'],
  array: ['items'],
  string: ['enum'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
};

/**
 * Keywords that are passed over. Compose removes nearly all repeated items by itself before it validates, and the two patterns are
 * formats here.
 */
const PASSED_OVER = ['$schema', '$id', 'title', 'default', 'deprecated', 'definitions', 'uniqueItems', 'pattern'];

const DURATION = 'duration';
const BYTES = 'bytes';

/** Texts that Compose reads further than its schema says, by definition and member (compose-go, package types: Duration, UnitBytes, NanoCPUs). */
const FORMATS: ReadonlyMap<string, string> = new Map([
  ...['interval', 'timeout', 'start_period', 'start_interval'].map((name) => [`healthcheck.${name}`, DURATION] as const),
  ...['delay', 'monitor'].flatMap((name) => ['update', 'rollback'].map((what) => [`deployment.${what}_config.${name}`, DURATION] as const)),
  ...['delay', 'window'].map((name) => [`deployment.restart_policy.${name}`, DURATION] as const),
  ['service.stop_grace_period', DURATION],
  ...['mem_limit', 'mem_reservation', 'memswap_limit', 'shm_size', 'build.shm_size'].map((name) => [`service.${name}`, BYTES] as const),
  ...['limits', 'reservations'].map((name) => [`deployment.resources.${name}.memory`, BYTES] as const),
  ['service.volumes.tmpfs.size', BYTES],
  ['blkio_limit.rate', BYTES],
  ...['limits', 'reservations'].map((name) => [`deployment.resources.${name}.cpus`, 'cores'] as const),
  ['service.cpus', 'cores'],
  ['service.pull_policy', 'pull-policy'],
  ['service.container_name', 'container-name'],
]);

/** Members that Compose has and the package's copy of its schema has not yet (Compose file reference: build, develop). */
const ADDED: ReadonlyMap<string, Readonly<Record<string, Source>>> = new Map([
  [
    'service.build',
    {
      provenance: {
        type: ['boolean', 'string'],
        description: 'Whether to attach a provenance attestation to the image, or its parameters.',
      },
      sbom: { type: ['boolean', 'string'], description: 'Whether to attach a software bill of materials to the image, or its generator.' },
    },
  ],
  ['development.watch', { initial_sync: { type: 'boolean', description: 'Whether to synchronise files before watching begins.' } }],
]);

/** Members that may also be empty in Compose, though not in the package's copy of its schema. */
const NULLABLE: ReadonlySet<string> = new Set(['service.models.*']);

/** The name of the definition of a whole file. */
const ROOT = 'file';

/** Reads the Compose specification's schema from dclint's package, as plain data to be written. */
export function readComposeSpec(packages: string): Json {
  return toDefinitions(JSON.parse(readFileSync(join(packages, 'dclint', 'schemas', 'compose.schema.json'), 'utf8')) as Source);
}

/**
 * The schema in the dialect of schemas/README.md: choices by type as `anyOf`, everything under `definitions`, members that are objects or
 * lists in definitions of their own, which are compiled only where a file has them.
 * Throws where the schema uses a keyword that is not expected, or a format no longer finds its member.
 */
export function toDefinitions(schema: Source): Json {
  const run: Run = { unused: new Set([...FORMATS.keys(), ...ADDED.keys(), ...NULLABLE]), parts: {} };
  const { definitions = {}, ...root } = schema;
  const all = Object.entries({ [ROOT]: root, ...definitions }).sort(([a], [b]) => (a < b ? -1 : 1));
  const converted = Object.fromEntries(all.map(([name, definition]) => [name, convert(definition, name, run)]));
  if (run.unused.size > 0) throw new Error(`The Compose schema has no ${[...run.unused].join(', ')}`);
  return { definitions: { ...converted, ...run.parts } };
}

/** What is collected on the way. */
interface Run {
  /** Members that the tables above name and that have not been met yet. */
  readonly unused: Set<string>;
  /** Members with definitions of their own, named by the way to them. */
  readonly parts: Record<string, Json>;
}

function convert(source: Source, path: string, run: Run): Json {
  const unknown = Object.keys(source).filter((key) => !isKnown(key));
  if (unknown.length > 0) throw new Error(`The Compose schema has ${unknown.join(', ')} at ${path}`);
  if (source.$ref !== undefined) return described(source, { $ref: source.$ref });
  const alternatives = [...alternativesOf(source), ...(NULLABLE.has(path) ? [{ type: 'null' }] : [])];
  run.unused.delete(path);
  const [first, ...others] = alternatives.map((one) => convertOne(one, path, run));
  return described(source, others.length > 0 ? { anyOf: [first, ...others] } : (first ?? {}));
}

/** A member; where it is more than a plain value it gets a definition of its own. */
function convertMember(source: Source, path: string, run: Run): Json {
  const { description, ...schema } = convert(source, path, run);
  const isPlain = (source.oneOf ?? [source]).every(
    ({ properties, patternProperties, items }) => !properties && !patternProperties && !items,
  );
  if (isPlain || '$ref' in schema) return described(source, schema);
  run.parts[path] = schema;
  return described(source, { $ref: `#/definitions/${path}` });
}

function isKnown(keyword: string): boolean {
  return PASSED_OVER.includes(keyword) || Object.values(KEYWORDS).some((keywords) => keywords.includes(keyword));
}

function described({ description }: Source, schema: Json): Json {
  return description === undefined ? schema : { description, ...schema };
}

/** One schema for each type that a value may have. */
function alternativesOf(source: Source): readonly Source[] {
  if (source.oneOf !== undefined) return source.oneOf.flatMap((one) => (one.$ref === undefined ? alternativesOf(one) : [one]));
  return typeof source.type === 'object' ? source.type.map((type) => ({ ...source, type })) : [source];
}

function convertOne(source: Source, path: string, run: Run): Json {
  const { $ref, type, items } = source;
  if ($ref !== undefined) return { $ref };
  if (type === undefined) return {};
  const kept = Object.entries(source).filter(([key]) => key === 'type' || KEYWORDS[String(type)]?.includes(key));
  return {
    ...Object.fromEntries(kept),
    ...(type === 'string' && FORMATS.has(path) ? { format: FORMATS.get(path) } : {}),
    ...(type === 'array' && items !== undefined ? { items: convert(items, path, run) } : {}),
    ...(type === 'object' ? membersOf(source, path, run) : {}),
  };
}

function membersOf({ properties, patternProperties }: Source, path: string, run: Run): Json {
  const added = properties === undefined ? undefined : ADDED.get(path);
  const convertAll = (members: Readonly<Record<string, Source>>, key: (name: string) => string) =>
    Object.fromEntries(Object.entries(members).map(([name, member]) => [name, convertMember(member, `${path}.${key(name)}`, run)]));
  return {
    ...(properties === undefined ? {} : { properties: convertAll({ ...properties, ...added }, (name) => name) }),
    ...(patternProperties === undefined ? {} : { patternProperties: convertAll(patternProperties, () => '*') }),
  };
}
