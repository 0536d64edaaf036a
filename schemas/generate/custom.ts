import { join } from 'node:path';
import type { Json } from './handwritten.ts';
import type { Definition, Kind, Type } from './model.ts';
import { reachable, withLeaf } from './model.ts';
import { record, toDocs, toSchema } from './output.ts';
import type { Project } from './projects.ts';
import { CLUSTER_SCOPED, NO_KINDS, PROJECTS } from './projects.ts';
import type { CustomApi, Declarations } from './sources/custom-models.ts';
import { readCustomApi, readDeclarations } from './sources/custom-models.ts';

/** The files with the custom kinds of well-known projects, by name, and what in the sources is not as expected. */
export interface CustomFiles {
  readonly files: Readonly<Record<string, Json>>;
  readonly surprises: readonly string[];
}

/**
 * Reads the custom kinds of all projects.
 * @param kubernetes names of the definitions in kubernetes.json, which custom kinds refer to
 */
export function buildCustom(packages: string, kubernetes: ReadonlySet<string>): CustomFiles {
  const folderOf = ({ name }: Project): string => join(packages, '@kubernetes-models', name);
  const shared = [join(packages, 'kubernetes-models'), join(packages, '@kubernetes-models/apimachinery')];
  const declarations = readDeclarations([...PROJECTS.map(folderOf), ...shared]);
  const built = PROJECTS.map((project) => ({ project, api: readProject(project, folderOf(project), declarations, kubernetes) }));
  const files = built.flatMap(({ project: { name }, api }) => [
    [`custom.${name}.json`, { definitions: record(api.definitions, toShape) }] as const,
    [`custom.${name}.docs.json`, toDocs(api.definitions)] as const,
  ]);
  const projects = Object.fromEntries(built.map(({ project, api }) => [project.name, toEntry(project, api)]));
  return {
    files: { 'custom.json': { projects }, ...Object.fromEntries(files) },
    surprises: built.flatMap(({ project, api }) => surprisesIn(project, api, kubernetes)),
  };
}

function readProject(project: Project, folder: string, declarations: Declarations, kubernetes: ReadonlySet<string>): CustomApi {
  const api = readCustomApi({ declarations, folder, groups: new Set(project.groups), kubernetes });
  const kinds = new Map([...api.kinds].filter(([name]) => !NO_KINDS.has(kindOf(name))));
  const merged = merge(withoutStatus({ ...api, kinds }));
  const found = reachable(merged);
  return { ...merged, definitions: new Map([...merged.definitions].filter(([name]) => found.has(name))) };
}

/** Nobody writes a status, so it is neither checked nor described. */
function withoutStatus(api: CustomApi): CustomApi {
  const definitions = new Map(api.definitions);
  for (const { definition: name } of api.kinds.values()) {
    const { members, ...own } = definitions.get(name) ?? { members: new Map() };
    if (!members.has('status')) continue;
    definitions.set(name, { ...own, members: new Map([...members, ['status', { type: { is: 'any' }, required: false }]]) });
  }
  return { ...api, definitions };
}

/** Makes one of definitions that are the same, such as those of several versions of a kind, until there are no more. */
function merge(api: CustomApi): CustomApi {
  const byContent = new Map<string, string>();
  const same = new Map<string, string>();
  for (const [name, definition] of [...api.definitions].sort(([a], [b]) => compareNames(a, b))) {
    const content = JSON.stringify([toShape(definition), toDocs(new Map([['', definition]]))]);
    const first = byContent.get(content);
    if (first === undefined) byContent.set(content, name);
    else same.set(name, first);
  }
  if (same.size === 0) return api;
  const nameOf = (name: string): string => same.get(name) ?? name;
  const definitions = [...api.definitions]
    .filter(([name]) => !same.has(name))
    .map(([name, definition]) => [name, renamed(definition, nameOf)] as const);
  const kinds = [...api.kinds].map(([name, kind]) => [name, { ...kind, definition: nameOf(kind.definition) }] as const);
  return merge({ ...api, definitions: new Map(definitions), kinds: new Map(kinds) });
}

/** Stable versions first: their names stay. */
function compareNames(a: string, b: string): number {
  const unstable = (name: string): number => (/V\d+(?:alpha|beta)/.test(name) ? 1 : 0);
  return unstable(a) - unstable(b) || (a < b ? -1 : 1);
}

function renamed({ members, ...own }: Definition, nameOf: (name: string) => string): Definition {
  const change = (type: Type): Type => withLeaf(type, (end) => (end.is === 'reference' ? { is: 'reference', to: nameOf(end.to) } : end));
  return { ...own, members: new Map([...members].map(([key, member]) => [key, { ...member, type: change(member.type) }])) };
}

function toShape({ members }: Definition): Json {
  const required = [...members].flatMap(([key, member]) => (member.required ? [key] : [])).sort();
  return {
    type: 'object',
    properties: record(members, (member) => toSchema(member.type)),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function toEntry({ title, version }: Project, { kinds }: CustomApi): Json {
  return { title, version, kinds: record(kinds, (kind, name) => toKind(kind, kindOf(name))) };
}

function kindOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function toKind({ definition }: Kind, kind: string): Json {
  return { ref: definition, namespaced: !CLUSTER_SCOPED.has(kind), plural: pluralOf(kind.toLowerCase()) };
}

/** As the projects' generator makes plurals of kinds. */
function pluralOf(kind: string): string {
  if (/[^aeiou]y$/.test(kind)) return `${kind.slice(0, -1)}ies`;
  return /(?:s|x|ch)$/.test(kind) ? `${kind}es` : `${kind}s`;
}

function surprisesIn({ name, groups }: Project, { kinds, definitions, unknown }: CustomApi, kubernetes: ReadonlySet<string>): string[] {
  const has = (group: string): boolean => [...kinds.keys()].some((kind) => kind.startsWith(`${group}/`));
  return [
    ...groups.filter((group) => !has(group)).map((group) => `${name} has no kinds of ${group}`),
    ...[...unknown].map((type) => `${name} refers to ${type} which is not known`),
    ...[...definitions.keys()].filter((key) => kubernetes.has(key)).map((key) => `${name} has a type called ${key}, as Kubernetes has`),
  ];
}
