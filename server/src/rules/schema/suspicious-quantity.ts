import { isBroken } from '../broken.ts';
import { defineRule } from '../define-rule.ts';
import { amountsIn } from './amounts.ts';
import { ownerText, placeText } from './place.ts';
import { suspicionOf } from './suspicion.ts';

export default defineRule({
  id: 'schema/suspicious-quantity',
  level: 'warning',
  scope: 'document',
  docs: {
    summary: 'A quantity that is legal but surely meant otherwise',
    why:
      'In Kubernetes `m` is a thousandth and a bare number is bytes or whole cores. A memory limit of `512m` is half a byte, so the ' +
      'container never starts; a CPU request of `1000` is a thousand cores, so the pod is never placed.',
    fix: 'Write the unit that is meant: `Mi` or `Gi` for bytes, `m` for thousandths of a core.',
    exceptions:
      'Zero, which switches a request off; totals over many pods, such as a ResourceQuota; whole cores in figures that machines have, ' +
      'such as 96 or 128.',
    sources: ['Kubernetes documentation, Resource Management for Pods and Containers: resource units in Kubernetes'],
  },
  messages: {
    suspicious: 'In {owner}, {place} is {found}, which means {meaning}; {wanted} is surely meant.',
  },
  *check(checked) {
    if (isBroken(checked.document)) return;
    for (const { at, name, amount, resource } of amountsIn(checked)) {
      const suspicion = suspicionOf(name, amount);
      if (suspicion)
        yield {
          at,
          message: 'suspicious',
          data: { owner: ownerText(resource), place: placeText(checked.document, at, resource), found: String(amount), ...suspicion },
        };
    }
  },
  fixes: {
    replace: {
      title: 'Replace by {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
  },
});
