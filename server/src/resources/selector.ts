import { getAt, isList, isMap, listAt, stringAt } from '../yaml/json.ts';
import type { Json } from '../yaml/types.ts';
import { stringsOf } from './resource.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether a label selector matches: `matchLabels` and `matchExpressions` together, or a plain map of labels. An empty selector (`{}`)
 * matches everything, as Kubernetes' LabelSelector does; an absent one nothing. For a Service's selector see {@link serviceSelects}.
 */
export function selectorMatches(selector: Json | undefined, labels: Labels): boolean {
  if (!isMap(selector)) return false;
  if (!('matchLabels' in selector || 'matchExpressions' in selector)) return hasAll(labels, stringsOf(selector));
  const expressions = listAt(selector, ['matchExpressions']) ?? [];
  return hasAll(labels, stringsOf(selector.matchLabels)) && expressions.every((expression) => expressionMatches(expression, labels));
}

/** Whether a Service's or ReplicationController's `spec.selector` matches; an empty one selects nothing. */
export function serviceSelects(selector: Json | undefined, labels: Labels): boolean {
  const wanted = stringsOf(selector);
  return Object.keys(wanted).length > 0 && hasAll(labels, wanted);
}

function hasAll(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

function expressionMatches(expression: Json, labels: Labels): boolean {
  const key = stringAt(expression, ['key']);
  if (key === undefined) return false;
  const label = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (stringAt(expression, ['operator'])) {
    case 'In':
      return label !== undefined && isOneOf(getAt(expression, ['values']), label);
    case 'NotIn':
      return label === undefined || !isOneOf(getAt(expression, ['values']), label);
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    default:
      return false;
  }
}

function isOneOf(values: Json | undefined, label: string): boolean {
  return isList(values) && values.some((value) => String(value) === label);
}
