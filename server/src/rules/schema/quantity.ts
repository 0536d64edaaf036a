import { nearestQuantity } from '../../resources/quantity.ts';
import { defineRule } from '../define-rule.ts';
import { ownerText, placeText, valueText } from './place.ts';
import { rejectedIn } from './problems.ts';

export default defineRule({
  id: 'schema/quantity',
  level: 'error',
  scope: 'document',
  docs: {
    summary: 'A resource quantity that is none',
    why: 'The API server refuses the object: quantities have no blanks, no `B`, and units in the very case that Kubernetes gives them.',
    fix: 'Write a number and a unit without a blank: `500m` or `2` for CPU, `512Mi` or `2Gi` for memory.',
    exceptions: 'Values that are filled in later, such as `$(MEMORY)`.',
    sources: ['Kubernetes API reference, Quantity'],
  },
  messages: {
    near: 'In {owner}, {place} is {found}, which is no quantity to Kubernetes; {wanted} is.',
    far: 'In {owner}, {place} is {found}, which is no quantity to Kubernetes; write a number with a unit, such as 500m for CPU or 512Mi for memory.',
  },
  *check(checked, context) {
    for (const { problem, owner } of rejectedIn(checked, 'quantity', context)) {
      if (!('found' in problem)) continue;
      const { at, found } = problem;
      const wanted = typeof found === 'string' ? nearestQuantity(found) : undefined;
      const data = { owner: ownerText(owner), place: placeText(checked.document, at, owner), found: valueText(found) };
      if (wanted === undefined) yield { at, message: 'far', data, fixes: [] };
      else yield { at, message: 'near', data: { ...data, wanted }, fixes: ['replace'] };
    }
  },
  fixes: {
    replace: {
      title: 'Replace by {wanted}',
      safe: true,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});
