import { stringsOf } from '../../resources/resource.ts';
import { selectorMatches } from '../../resources/selector.ts';
import type { Workload, WorkloadKind } from '../../resources/types.ts';
import { getAt, isList, isMap, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';
import type { Problem } from '../types.ts';

/** Kinds whose selector the API server compares with the labels of their own pod template. */
const SELECTING: ReadonlySet<WorkloadKind> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
]);

type Found = Problem<'missing' | 'differs' | 'expression' | 'empty', 'label'>;

export default defineRule({
  id: 'references/selector-labels',
  level: 'error',
  scope: 'workload',
  docs: {
    summary: 'A selector that the labels of its own pod template do not match',
    why:
      'A workload finds its pods by its selector. The API server rejects one whose template makes pods that the selector would never find, so nothing of ' +
      'it is deployed.',
    fix:
      'Give the template the labels that the selector asks for. The quick fix changes the template and not the selector, since a selector cannot be ' +
      'changed once the workload exists.',
    exceptions:
      'Silent in patches and Components, where the rest is elsewhere, for labels that are filled in later such as `$VERSION`, and where there is no pod template or ' +
      'no selector at all, which the schema reports.',
    sources: ['Kubernetes API reference, DeploymentSpec.selector: it must match the labels of the pod template'],
  },
  messages: {
    missing:
      '{object} selects pods by {key}: {value}, but its template gives its pods no label {key}; the API server rejects a workload that cannot find its ' +
      'own pods.',
    differs:
      '{object} selects pods by {key}: {value}, but its template labels them {key}: {found}; the API server rejects a workload that cannot find its own ' +
      'pods.',
    expression:
      'The labels of the pod template of {object} do not meet its selector ({expression}); the API server rejects a workload that cannot find its own ' +
      'pods.',
    empty: '{object} has an empty selector, which would match every pod; the API server rejects it, so name the labels of its own pods.',
  },
  *check(workload, { partial }) {
    if (partial || !SELECTING.has(workload.kind) || mapAt(workload.resource.value, ['spec', 'template']) === undefined) return;
    const selector = getAt(workload.resource.value, ['spec', 'selector']);
    if (!isMap(selector) || Object.keys(workload.podLabels).some(isPlaceholder)) return;
    yield* workload.kind === 'ReplicationController'
      ? checkLabels(workload, selector, ['spec', 'selector'])
      : checkSelector(workload, selector);
  },
  fixes: {
    label: {
      title: 'Label the pods {key}: {value}',
      safe: false,
      patches: ({ data: { key, value = null, labels } }) =>
        isList(labels) ? [{ op: 'set', at: [...(labels as Route), String(key)], value }] : undefined,
    },
  },
});

function* checkSelector(workload: Workload, selector: JsonMap): Iterable<Found> {
  const route = [...workload.resource.route, 'spec', 'selector'];
  const expressions = listAt(selector, ['matchExpressions']) ?? [];
  const labels = mapAt(selector, ['matchLabels']) ?? {};
  if (isEmpty(selector) && workload.kind !== 'Job') {
    yield { at: route, part: 'key', message: 'empty', data: { object: titleOf(workload.resource) }, fixes: [] };
  }
  yield* checkLabels(workload, labels, ['spec', 'selector', 'matchLabels']);
  for (const [index, expression] of expressions.entries()) {
    if (isUnmet(expression, workload)) yield unmet(workload, expression, [...route, 'matchExpressions', index]);
  }
}

/** True for `{}`, and for a selector whose parts are empty; what is half typed (`matchLabels:` alone) is not yet. */
function isEmpty(selector: JsonMap): boolean {
  const parts = Object.values(selector);
  return parts.every((part) => (isMap(part) ? Object.keys(part).length === 0 : isList(part) && part.length === 0));
}

function* checkLabels(workload: Workload, wanted: JsonMap, path: Route): Iterable<Found> {
  const { resource, podLabels } = workload;
  for (const [key, value] of Object.entries(stringsOf(wanted))) {
    const found = Object.hasOwn(podLabels, key) ? podLabels[key] : undefined;
    if (found === value || isPlaceholder(key) || (found !== undefined && [found, value].some(isPlaceholder))) continue;
    const labels = [...workload.templateRoute, 'metadata', 'labels'];
    yield {
      at: [...resource.route, ...path, key],
      part: found === undefined ? 'key' : 'value',
      message: found === undefined ? 'missing' : 'differs',
      data: { object: titleOf(resource), key, value, labels, ...(found === undefined ? {} : { found }) },
      related: [{ at: labels, message: 'The labels of its pods' }],
      fixes: ['label'],
    };
  }
}

const OPERATORS: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/** False as well for what can't be judged: an expression that isn't written to its end, or a label that is filled in later. */
function isUnmet(expression: Json, { podLabels }: Workload): boolean {
  const operator = stringAt(expression, ['operator']) ?? '';
  const key = stringAt(expression, ['key']) ?? '';
  const values = listAt(expression, ['values']) ?? [];
  if (key === '' || !OPERATORS.has(operator) || (operator.endsWith('In') && values.length === 0)) return false;
  if ([podLabels[key], ...values].some((text) => typeof text === 'string' && isPlaceholder(text))) return false;
  return !selectorMatches({ matchExpressions: [expression] }, podLabels);
}

function unmet(workload: Workload, expression: Json, at: Route): Found {
  const key = stringAt(expression, ['key']) ?? '';
  const operator = stringAt(expression, ['operator']) ?? '';
  const values = listAt(expression, ['values']) ?? [];
  const labels = [...workload.templateRoute, 'metadata', 'labels'];
  // One value leaves no choice; with several only a person knows which is meant.
  const [value, ...others] = operator === 'In' ? values.map(String) : [];
  const isPlain = value !== undefined && others.length === 0;
  return {
    at: [...at, 'key'],
    message: 'expression',
    data: {
      object: titleOf(workload.resource),
      expression: [key, operator, ...(values.length > 0 ? [values.map(String).join(', ')] : [])].join(' '),
      key,
      labels,
      ...(isPlain ? { value } : {}),
    },
    related: [{ at: labels, message: 'The labels of its pods' }],
    fixes: isPlain ? ['label'] : [],
  };
}
