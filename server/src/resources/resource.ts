import { getAt, isList, isMap, mapAt, setOwn, stringAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import type { Json, JsonMap, Route, YamlDocument } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import type { Resource } from './types.ts';

/**
 * Kubernetes objects of a document: the root where it has apiVersion and kind, or the items of a `List`; those of a template hold its
 * actions for values. Memoised: the same document gives the same objects.
 */
export const resourcesOf: (document: YamlDocument) => readonly Resource[] = memo(read);

/** The object that a route of the document lies in. */
export function resourceAt(document: YamlDocument, route: Route): Resource | undefined {
  const [key, index] = route;
  const { root, items } = placesOf(document);
  return root ?? (key === 'items' ? items.get(index) : undefined);
}

interface Places {
  /** The object that is the whole of the document. */
  readonly root: Resource | undefined;
  /** The objects of a List by their index in it. */
  readonly items: ReadonlyMap<string | number | undefined, Resource>;
}

const placesOf: (document: YamlDocument) => Places = memo((document) => {
  const resources = resourcesOf(document);
  return { root: resources.find(({ route }) => route.length === 0), items: new Map(resources.map((item) => [item.route.at(-1), item])) };
});

function read(document: YamlDocument): readonly Resource[] {
  const root = valueOf(document);
  if (!isMap(root)) return [];
  const head = headOf(root, undefined);
  if (!head) return [];
  if (!head.kind.endsWith('List') || !isList(root.items)) return [toResource(document, [], root, head)];
  return root.items.flatMap((item, index) => readItem(document, item, index, head));
}

interface Head {
  readonly apiVersion: string;
  readonly kind: string;
}

function readItem(document: YamlDocument, item: Json, index: number, list: Head): readonly Resource[] {
  if (!isMap(item)) return [];
  // Items of a typed list (`DeploymentList`) may leave out what the list says, as apimachinery's unstructured decoder allows.
  const kind = list.kind.slice(0, -'List'.length);
  const head = headOf(item, kind === '' ? undefined : { apiVersion: list.apiVersion, kind });
  return head ? [toResource(document, ['items', index], item, head)] : [];
}

function headOf(value: JsonMap, fallback: Head | undefined): Head | undefined {
  const apiVersion = stringAt(value, ['apiVersion']) ?? fallback?.apiVersion;
  const kind = stringAt(value, ['kind']) ?? fallback?.kind;
  return apiVersion && kind ? { apiVersion, kind } : undefined;
}

function toResource(document: YamlDocument, route: Route, value: JsonMap, { apiVersion, kind }: Head): Resource {
  const slash = apiVersion.indexOf('/');
  const { name, namespace, labels, annotations } = metadataOf(value);
  return {
    document,
    route,
    apiVersion,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    name,
    namespace,
    labels,
    annotations,
    value,
  };
}

/** Of an object's value rather than the object, since an edit leaves the values of a List's other items as they are. */
const metadataOf = memo((value: JsonMap): Pick<Resource, 'name' | 'namespace' | 'labels' | 'annotations'> => {
  const metadata = mapAt(value, ['metadata']);
  return {
    name: textAt(metadata, 'name'),
    namespace: textAt(metadata, 'namespace'),
    labels: stringsOf(getAt(metadata, ['labels'])),
    annotations: stringsOf(getAt(metadata, ['annotations'])),
  };
});

/** A name that YAML reads as a number is a name all the same to whoever looks for it. */
function textAt(metadata: JsonMap | undefined, key: string): string | undefined {
  const value = getAt(metadata, [key]);
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** Labels, annotations or a selector as texts. Scalars that should have been quoted count as what they spell; an empty value is ''. */
export function stringsOf(value: Json | undefined): Readonly<Record<string, string>> {
  if (!isMap(value)) return {};
  const texts: Record<string, string> = {};
  for (const key of Object.keys(value)) {
    const entry = value[key];
    if (entry === undefined || isMap(entry) || isList(entry)) continue;
    setOwn(texts, key, entry === null ? '' : String(entry));
  }
  return texts;
}
