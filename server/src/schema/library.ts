import type { Bundle, BundledKind, Docs } from './bundle.ts';
import { own } from './bundle.ts';
import { ObjectSchemas } from './object-schemas.ts';
import { once } from './once.ts';
import type { CustomSource, JsonSchema, KindName, ReadSchema } from './types.ts';

/** A project whose custom kinds come with Plimsoll, as schemas/custom.json lists it. */
interface Project {
  /** As people call it: `cert-manager`. */
  readonly title: string;
  /** The release that the schemas are from. */
  readonly version: string;
  readonly kinds: Readonly<Record<string, BundledKind>>;
}

/** schemas/custom.<project>.json. */
interface Definitions {
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

/** The custom kinds of well-known projects. A project's files are read when one of its kinds is first asked for. */
export interface Library {
  /** All of its kinds, without their definitions. */
  readonly bundle: Bundle;
  /** Where a kind's schema is from; undefined where the library doesn't have the kind. */
  sourceOf(name: KindName): CustomSource | undefined;
  /** The schemas that a kind is in; what they take from Kubernetes, such as pods, is as `minor` has it. */
  schemasOf(name: KindName, minor: ObjectSchemas): ObjectSchemas | undefined;
  /** The descriptions that a kind's definitions have. */
  docsOf(name: KindName): Docs | undefined;
}

/** The library that schemas/custom.json lists; an empty one where there is none. */
export function createLibrary(read: ReadSchema): Library {
  const { projects = {} } = (read('custom.json') as { projects: Readonly<Record<string, Project>> } | undefined) ?? {};
  const shelves = Object.entries(projects).map(([name, project]) => createShelf(name, project, read));
  const byKind = new Map(shelves.flatMap((shelf) => Object.keys(shelf.kinds).map((kind) => [kind, shelf] as const)));
  const shelfOf = ({ apiVersion, kind }: KindName): Shelf | undefined => byKind.get(`${apiVersion}/${kind}`);
  return {
    bundle: { versions: [''], kinds: Object.assign({}, ...shelves.map(({ kinds }) => kinds)), removed: {}, definitions: {} },
    sourceOf: (name) => shelfOf(name)?.source,
    schemasOf: (name, minor) => shelfOf(name)?.over(minor),
    docsOf: (name) => shelfOf(name)?.docs(),
  };
}

/** One project's part of the library. */
interface Shelf {
  readonly kinds: Project['kinds'];
  readonly source: CustomSource;
  over(minor: ObjectSchemas): ObjectSchemas;
  docs(): Docs | undefined;
}

function createShelf(name: string, { title, version, kinds }: Project, read: ReadSchema): Shelf {
  const definitions = once(() => (read(`custom.${name}.json`) as Definitions | undefined)?.definitions ?? {});
  const known = new Map<ObjectSchemas, ObjectSchemas>();
  return {
    kinds,
    source: { from: 'release', project: title, version },
    docs: once(() => read(`custom.${name}.docs.json`) as Docs | undefined),
    over(minor) {
      const schemas = known.get(minor) ?? schemasOver(kinds, definitions(), minor);
      known.set(minor, schemas);
      return schemas;
    },
  };
}

function schemasOver(kinds: Project['kinds'], definitions: Definitions['definitions'], { source }: ObjectSchemas): ObjectSchemas {
  return new ObjectSchemas({
    catalog: { definition: (name) => own(definitions, name) ?? source.catalog.definition(name) },
    everything: { definition: (name) => own(definitions, name) ?? source.everything.definition(name) },
    rootOf({ apiVersion, kind }) {
      const known = own(kinds, `${apiVersion}/${kind}`);
      return known && { $ref: `#/definitions/${known.ref}` };
    },
  });
}
