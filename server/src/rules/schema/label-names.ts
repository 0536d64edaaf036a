import type { Resource } from '../../resources/types.ts';
import { isList, isMap } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';
import { annotationKey, labelValue, qualifiedName } from './name-formats.ts';
import type { PlacedName } from './object-names.ts';
import { refused } from './object-names.ts';

/**
 * The keys and values of labels and selectors in an object, and the keys of its annotations, at any depth, as far as they are refused. An object
 * has dozens of them, so that no place is made up for those that are fine.
 */
export function refusedLabels({ kind, group, value, route, document }: Resource): readonly PlacedName[] {
  // A CustomResourceDefinition describes such fields, and an autoscaler selects what its metrics call labels.
  const isOpaque = kind === 'CustomResourceDefinition' || group === 'autoscaling';
  // To look for words in the text costs far less than to walk through an object that has labels in its metadata alone.
  if (isOpaque || !NESTED.test(document.text)) return inMetadata(value.metadata, [...route, 'metadata']);
  const found: PlacedName[] = [];
  collectNames(value, [...route], found);
  return found;
}

/** Fields that hold labels, and metadata within an object that has some itself. */
const NESTED = /match(?:Labels|Expressions)|[sS]elector|metadata[\s\S]*metadata/;

/** @param path of the value; one list for the whole walk */
function collectNames(value: Json | undefined, path: (string | number)[], found: PlacedName[]): void {
  if (isList(value)) for (let index = 0; index < value.length; index += 1) collectUnder(index, value[index], path, found);
  else if (isMap(value)) for (const key of Object.keys(value)) collectUnder(key, value[key], path, found);
}

function collectUnder(key: string | number, value: Json | undefined, path: (string | number)[], found: PlacedName[]): void {
  if ((!isMap(value) && !isList(value)) || (typeof key === 'string' && OPAQUE.has(key))) return;
  path.push(key);
  const names = namesOf(key, value, path);
  if (names === undefined) collectNames(value, path, found);
  else if (names.length > 0) found.push(...names);
  path.pop();
}

/** Fields with keys and texts of their own. */
const OPAQUE: ReadonlySet<string> = new Set(['data', 'stringData', 'binaryData']);

/** The refused names in a field that holds nothing but labels; undefined for other fields. */
function namesOf(key: string | number, value: JsonMap | readonly Json[], path: Route): readonly PlacedName[] | undefined {
  switch (key) {
    case 'metadata':
      return inMetadata(value, [...path]);
    case 'matchLabels':
    case 'nodeSelector':
      return labelsIn(value, [...path]);
    case 'matchExpressions':
      return isList(value) ? value.flatMap((item, index) => inExpression(item, [...path, index])) : NONE;
    case 'selector':
      // That of a Service or ReplicationController is a map of labels itself.
      return isMap(value) && Object.values(value).every((entry) => typeof entry === 'string') ? labelsIn(value, [...path]) : undefined;
    default:
      return undefined;
  }
}

function inMetadata(metadata: Json | undefined, at: Route): readonly PlacedName[] {
  if (!isMap(metadata)) return NONE;
  const { annotations, labels } = metadata;
  const keys = isMap(annotations) ? Object.keys(annotations).filter((key) => annotationKey.fault(key) !== undefined) : NO_KEYS;
  const ofLabels = labelsIn(labels, [...at, 'labels']);
  if (keys.length === 0) return ofLabels;
  const ofAnnotations = keys.map((key): PlacedName => {
    return { at: [...at, 'annotations', key], part: 'key', text: key, place: "an annotation's key", format: annotationKey };
  });
  return [...ofLabels, ...ofAnnotations];
}

const NONE: readonly PlacedName[] = [];
const NO_KEYS: readonly string[] = [];

function labelsIn(labels: Json | undefined, at: Route): readonly PlacedName[] {
  if (!isMap(labels)) return NONE;
  const found: PlacedName[] = [];
  for (const key of Object.keys(labels)) {
    if (qualifiedName.fault(key) !== undefined)
      found.push({ at: [...at, key], part: 'key', text: key, place: "a label's key", format: qualifiedName });
    found.push(...refused(labels[key], labelValue, `the value of label ${key}`, at, key));
  }
  return found;
}

/** An expression of a selector: a key, and values for the operators In and NotIn. */
function inExpression(expression: Json, at: Route): readonly PlacedName[] {
  if (!isMap(expression)) return NONE;
  const { key, values, operator } = expression;
  const hasLabels = operator === 'In' || operator === 'NotIn';
  return [
    ...refused(key, qualifiedName, "a label's key", at, 'key'),
    ...(hasLabels && isList(values) ? values : []).flatMap((value, index) =>
      refused(value, labelValue, `a value of label ${String(key)}`, at, 'values', index),
    ),
  ];
}
