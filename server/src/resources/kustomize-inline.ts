import { getAt, isList, isMap, listAt, mapAt, setOwn, stringAt } from '../yaml/json.ts';
import { parseFile } from '../yaml/parse.ts';
import type { Json, JsonMap, PlacedDocument, Route, YamlDocument } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import { folderOf, KUSTOMIZE_GROUP, resolvePath, targetedEntriesOf } from './kustomize.ts';
import { objectMemo } from './object-memo.ts';
import { stringsOf } from './resource.ts';
import type { Resource } from './types.ts';

/** A patch and whom it is for. */
export interface Patch {
  /** Its own document: what is in the text of the patch. */
  readonly document: YamlDocument;
  /** Whom it is for; what isn't stated may be any. Kustomize reads them as regular expressions of the whole. */
  readonly kind: string | undefined;
  readonly name: string | undefined;
  /** As the API writes them in text: `app=web,tier!=front`. */
  readonly labelSelector: string | undefined;
  readonly annotationSelector: string | undefined;
}

/** A patch written into a kustomization itself. */
export interface InlinePatch extends Patch {
  /** Where its document begins in the text. */
  readonly offset: number;
  /** Of the patch in the kustomization. */
  readonly route: Route;
}

/** Fields that hold patches, and where in an entry the text is; undefined: the entry itself. */
const FIELDS: readonly { readonly field: string; readonly text: string | undefined }[] = [
  { field: 'patches', text: 'patch' },
  { field: 'patchesJson6902', text: 'patch' },
  { field: 'patchesStrategicMerge', text: undefined },
];

/** The patches in the text of a kustomization or component; none for other objects. Memoised by object. */
export const inlinePatchesOf: (resource: Resource) => readonly InlinePatch[] = objectMemo((resource) => {
  if (resource.group !== KUSTOMIZE_GROUP) return [];
  return FIELDS.flatMap(({ field, text }) =>
    (listAt(resource.value, [field]) ?? []).flatMap((entry, index) => {
      const path = text === undefined ? [] : [text];
      return patchesIn(entry, getAt(entry, path), [...resource.route, field, index, ...path]);
    }),
  );
});

function patchesIn(entry: Json, text: Json | undefined, route: Route): readonly InlinePatch[] {
  // What stands alone in the list is a path, unless it has several lines.
  if (typeof text !== 'string' || (text === entry && !text.includes('\n'))) return [];
  return parseFile(text).documents.map(({ document, offset }) => {
    const value = valueOf(document);
    const own =
      getAt(entry, ['target']) === undefined ? { kind: stringAt(value, ['kind']), name: stringAt(value, ['metadata', 'name']) } : {};
    return { document, offset, route, ...targetOf(entry), ...own };
  });
}

function targetOf(entry: Json): Omit<Patch, 'document'> {
  const own = (field: string) => stringAt(entry, ['target', field]);
  return { kind: own('kind'), name: own('name'), labelSelector: own('labelSelector'), annotationSelector: own('annotationSelector') };
}

/** The patches of a kustomization that are in files and say in it whom they are for: JSON operations say so nowhere else. */
export function targetedPatchesOf(
  { value }: Resource,
  uri: string,
  documentsAt: (path: string) => readonly PlacedDocument[],
): readonly Patch[] {
  return targetedEntriesOf(value).flatMap(({ entry, path }) =>
    documentsAt(resolvePath(folderOf(uri), path)).map(({ document }) => ({ document, ...targetOf(entry) })),
  );
}

/** Whether an object is a kustomization that has any of {@link targetedPatchesOf}. */
export function hasTargetedPatches({ group, value }: Resource): boolean {
  return group === KUSTOMIZE_GROUP && targetedEntriesOf(value).length > 0;
}

/**
 * Whether a patch is for an object.
 * @param names by which the patch may know it, if it has others than its own
 */
export function isPatchFor(
  { kind, name, labelSelector, annotationSelector }: Patch,
  resource: Resource,
  names: readonly (string | undefined)[] = [resource.name],
): boolean {
  const isNamed = isLike(kind, resource.kind) && (name === undefined || names.some((own) => isLike(name, own)));
  return isNamed && isChosen(labelSelector, resource.labels) && isChosen(annotationSelector, resource.annotations);
}

/** Whether a selector in text matches; one with sets is taken for one that doesn't. */
function isChosen(selector: string | undefined, pairs: Readonly<Record<string, string>>): boolean {
  if (!selector) return true;
  return selector.split(',').every((part) => {
    const [key = '', value] = part.split(/!=|==?/).map((text) => text.trim());
    const own = Object.hasOwn(pairs, key) ? pairs[key] : undefined;
    if (value !== undefined) return part.includes('!=') ? own !== value : own === value;
    return key.startsWith('!') ? !Object.hasOwn(pairs, key.slice(1)) : own !== undefined;
  });
}

function isLike(pattern: string | undefined, text: string | undefined): boolean {
  if (pattern === undefined || pattern === '' || pattern === text) return true;
  // Expressions that people write here are alternatives and `.*`; anything else is taken for a name that is another one.
  const alternatives = pattern.replace(/^\^|\$$/g, '').split('|');
  return text !== undefined && alternatives.some((alternative) => isWildcardLike(alternative, text));
}

function isWildcardLike(pattern: string, text: string): boolean {
  const at = pattern.indexOf('.*');
  if (at < 0) return pattern === text;
  const [head, tail] = [pattern.slice(0, at), pattern.slice(at + 2)];
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}

/**
 * What a patch states of an object, as an object of the same kind and name that has nothing else; undefined where that can't be read.
 * JSON patches (RFC 6902) give what they add and replace; items of lists are told by the names that the object has for them.
 */
export function patchedBy({ document }: Patch, resource: Resource): Resource | undefined {
  const patch = valueOf(document);
  const value = isList(patch) ? fromOperations(patch, resource.value) : patch;
  if (!isMap(value)) return undefined;
  const stated: JsonMap = mapAt(value, ['metadata']) ?? {};
  const metadata: JsonMap = resource.name === undefined ? stated : { ...stated, name: resource.name };
  const [labels, annotations] = [stringsOf(stated.labels), stringsOf(stated.annotations)];
  return { ...resource, document, route: [], labels, annotations, value: { ...value, metadata } };
}

function fromOperations(operations: readonly Json[], target: JsonMap): JsonMap {
  const { apiVersion = '', kind = '' } = target;
  return operations.reduce<JsonMap>(
    (sum, operation) => {
      const path = stringAt(operation, ['path'])?.split('/').slice(1).map(unescape);
      const value = getAt(operation, ['value']);
      const isSetting = ['add', 'replace'].includes(stringAt(operation, ['op']) ?? '');
      return path && value !== undefined && isSetting && path.length <= DEEPEST ? setIn(sum, path, value, target) : sum;
    },
    { apiVersion, kind },
  );
}

/** Steps of a path that are followed at most. */
const DEEPEST = 50;

/** `~1` stands for a slash and `~0` for a tilde (RFC 6901). */
function unescape(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A mapping with a value put at a path; the target has the items that indexes of lists stand for. */
function setIn(map: JsonMap, [step, ...rest]: readonly string[], value: Json, target: Json | undefined): JsonMap {
  if (step === undefined) return map;
  const copy: Record<string, Json> = { ...map };
  const known = getAt(target, [step]);
  if (rest.length === 0) setOwn(copy, step, value);
  else if (isList(known)) setOwn(copy, step, itemIn(listAt(map, [step]) ?? [], rest, value, known));
  else setOwn(copy, step, setIn(isMap(map[step]) ? map[step] : {}, rest, value, known));
  return copy;
}

/** A list with an item that has a value at a path; of an item that is known by its name, more than one value may be set. */
function itemIn(items: readonly Json[], [index = '', ...rest]: readonly string[], value: Json, known: readonly Json[]): readonly Json[] {
  if (rest.length === 0) return [...items, value];
  const target = known[Number(index)];
  const name = stringAt(target, ['name']);
  const before = items.find((item) => name !== undefined && stringAt(item, ['name']) === name);
  const others = items.filter((item) => item !== before);
  const start: JsonMap = isMap(before) ? before : name === undefined ? {} : { name };
  return [...others, setIn(start, rest, value, target)];
}
