import type { Resource } from '../../resources/types.ts';
import { isList, isMap } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';
import { annotationKey, labelValue, qualifiedName } from './name-formats.ts';
import type { PlacedName } from './object-names.ts';
import { nameAt } from './object-names.ts';

/** The keys and values of labels and selectors in an object, and the keys of its annotations, at any depth. */
export function labelNames({ kind, group, value, route }: Resource): readonly PlacedName[] {
  // A CustomResourceDefinition describes such fields, and an autoscaler selects what its metrics call labels.
  const isOpaque = kind === 'CustomResourceDefinition' || group === 'autoscaling';
  if (isOpaque) return inMetadata(value.metadata, [...route, 'metadata']);
  const found: PlacedName[] = [];
  collectNames(value, [...route], found);
  return found;
}

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
  else found.push(...names);
  path.pop();
}

/** Fields with keys and texts of their own. */
const OPAQUE: ReadonlySet<string> = new Set(['data', 'stringData', 'binaryData']);

/** The names in a field that holds nothing but labels; undefined for other fields. */
function namesOf(key: string | number, value: JsonMap | readonly Json[], path: Route): readonly PlacedName[] | undefined {
  switch (key) {
    case 'metadata':
      return inMetadata(value, [...path]);
    case 'matchLabels':
    case 'nodeSelector':
      return labelsIn(value, [...path]);
    case 'matchExpressions':
      return isList(value) ? value.flatMap((item, index) => inExpression(item, [...path, index])) : [];
    case 'selector':
      // That of a Service or ReplicationController is a map of labels itself.
      return isMap(value) && Object.values(value).every((entry) => typeof entry === 'string') ? labelsIn(value, [...path]) : undefined;
    default:
      return undefined;
  }
}

function inMetadata(metadata: Json | undefined, at: Route): readonly PlacedName[] {
  if (!isMap(metadata)) return [];
  const annotations = isMap(metadata.annotations) ? metadata.annotations : {};
  const keys = Object.keys(annotations).map((key): PlacedName => {
    return { at: [...at, 'annotations', key], part: 'key', text: key, place: "an annotation's key", format: annotationKey };
  });
  return [...labelsIn(metadata.labels, [...at, 'labels']), ...keys];
}

function labelsIn(labels: Json | undefined, at: Route): readonly PlacedName[] {
  return Object.entries(isMap(labels) ? labels : {}).flatMap(([key, value]) => {
    const name: PlacedName = { at: [...at, key], part: 'key', text: key, place: "a label's key", format: qualifiedName };
    return [name, ...nameAt(value, [...at, key], `the value of label ${key}`, labelValue)];
  });
}

/** An expression of a selector: a key, and values for the operators In and NotIn. */
function inExpression(expression: Json, at: Route): readonly PlacedName[] {
  if (!isMap(expression)) return [];
  const { key, values, operator } = expression;
  const hasLabels = operator === 'In' || operator === 'NotIn';
  return [
    ...nameAt(key, [...at, 'key'], "a label's key", qualifiedName),
    ...(hasLabels && isList(values) ? values : []).flatMap((value, index) =>
      nameAt(value, [...at, 'values', index], `a value of label ${String(key)}`, labelValue),
    ),
  ];
}
