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
  return isOpaque ? inMetadata(value.metadata, [...route, 'metadata']) : namesIn(value, route);
}

function namesIn(value: Json | undefined, at: Route): readonly PlacedName[] {
  if (isList(value)) return value.flatMap((item, index) => namesIn(item, [...at, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => (isMap(entry) || isList(entry) ? namesUnder(key, entry, [...at, key]) : []));
}

function namesUnder(key: string, value: JsonMap | readonly Json[], at: Route): readonly PlacedName[] {
  switch (key) {
    case 'metadata':
      return inMetadata(value, at);
    case 'matchLabels':
    case 'nodeSelector':
      return labelsIn(value, at);
    case 'matchExpressions':
      return isList(value) ? value.flatMap((item, index) => inExpression(item, [...at, index])) : [];
    case 'selector':
      // That of a Service or ReplicationController is a map of labels itself.
      return isMap(value) && Object.values(value).every((entry) => typeof entry === 'string') ? labelsIn(value, at) : namesIn(value, at);
    case 'data':
    case 'stringData':
    case 'binaryData':
      return [];
    default:
      return namesIn(value, at);
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
