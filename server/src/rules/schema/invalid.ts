import { mapAt } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import type { Data, Problem } from '../types.ts';
import { convertTo, typesText } from './conversion.ts';
import { pathText, placeText, valueText } from './place.ts';
import { type Rejected, rejectedIn } from './problems.ts';
import { requiredValue } from './required-value.ts';

type Message = 'missing' | 'wrongType' | 'notAllowed' | 'similar' | 'other';
type FixId = 'replace' | 'insert';

export default defineRule({
  id: 'schema/invalid',
  level: 'error',
  scope: 'document',
  docs: {
    summary: 'A value that its schema rejects, or one that it requires and does not find',
    why: 'The API server refuses the whole object, so that nothing of the change is applied.',
    fix: 'Write what the message says is allowed.',
    exceptions:
      'What other rules report: unknown properties, quantities, unquoted values where a text is wanted. In kustomize patches nothing is missing. Values ' +
      'that are filled in later, such as `${REPLICAS}`. Off where `plimsoll.schemas.enable` leaves schema problems to another extension.',
    sources: ['Kubernetes API reference', 'Schema of the deployment plan'],
  },
  messages: {
    missing: 'In {owner}, `{parent}` has no `{property}`, which is required.',
    wrongType: 'In {owner}, {place} is {found}, but must be {wanted}.',
    notAllowed: 'In {owner}, {place} is {found}, which is not allowed; allowed: {allowed}.',
    similar: 'In {owner}, {place} is {found}, which is not allowed; did you mean {suggestion}? Allowed: {allowed}.',
    other: 'In {owner}, {text}',
  },
  *check(document, context) {
    if (context.settings.schemas.enable === 'off') return;
    for (const rejected of rejectedIn(document, 'invalid', context)) {
      const problem = problemOf(rejected);
      if (problem) yield { ...problem, data: { owner: rejected.owner, place: placeText(document, problem.at), ...problem.data } };
    }
  },
  fixes: {
    replace: {
      title: 'Replace by {replacement}',
      safe: false,
      patches: ({ at, data: { value = null } }) => [{ op: 'set', at, value }],
    },
    insert: {
      title: 'Add {property}: {replacement}',
      safe: false,
      patches: ({ at, data: { value = null } }) => [{ op: 'set', at, value }],
    },
  },
});

function problemOf({ problem, resource }: Rejected): Problem<Message, FixId> | undefined {
  switch (problem.type) {
    case 'missing': {
      const { at, property } = problem;
      const value = resource && requiredValue(resource, at, property);
      const data = { parent: at.length === 0 ? 'the object' : pathText(at), property, ...replacementData(value) };
      return { at: [...at, property], message: 'missing', data, fixes: value === undefined ? [] : ['insert'] };
    }
    case 'wrong-type': {
      const { at, found, wanted } = problem;
      const value = convertTo(wanted, found);
      const data = { found: shownValue(found), wanted: typesText(wanted), ...replacementData(value) };
      return { at, message: 'wrongType', data, fixes: value === undefined ? [] : ['replace'] };
    }
    case 'not-allowed': {
      const { at, found, allowed, suggestion } = problem;
      const value = suggestion ?? (allowed.length === 1 ? allowed[0] : undefined);
      const message = suggestion === undefined ? 'notAllowed' : 'similar';
      const data = { found: shownValue(found), allowed: allowed.map(plainText).join(', '), ...replacementData(value) };
      return { at, message, data: { ...data, suggestion: plainText(suggestion ?? null) }, fixes: value === undefined ? [] : ['replace'] };
    }
    case 'other':
      return { at: problem.at, message: 'other', data: { text: problem.message }, fixes: [] };
    default:
      return undefined;
  }
}
