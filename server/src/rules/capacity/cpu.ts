import { formatCoreRange } from '../../capacity/format.ts';
import { coresNeeded } from '../../capacity/model.ts';
import { formatCores } from '../../resources/quantity.ts';
import { defineRule } from '../define-rule.ts';
import { podsPatches, podsWanted, shortfallOf, shortfallProblem } from './deployment.ts';

export default defineRule({
  id: 'capacity/cpu',
  guide: ['cpu', 'infrastructure-ready'],
  level: 'warning',
  scope: 'inventory',
  docs: {
    summary: 'The stated demand needs more cores than the workloads guarantee',
    why:
      'Ten conversations at a time need half a core to a core. What the nodes have promised is all that is there at the peak, when everybody ' +
      'else on them is busy too; beyond it answers slow down for all users at once.',
    fix: 'Raise the replicas, or the maximum of the autoscaler, until the conservative figure fits.',
    exceptions:
      'Silent where neither a deployment plan nor the settings state users or conversations, and where a workload that serves conversations ' +
      'has no CPU or memory request, since then the sum is unknown. Autoscalers count with their maximum.',
    sources: ['Deployment guide, resource sizing: 0.5-1 core per 10 concurrent conversations'],
  },
  messages: {
    short:
      '{demand} need {needed}, but all that serves them is guaranteed only {cores} cores, even with {object} at {pods} pods; the peak will be slow for everybody.',
    tight: '{demand} need {needed}; the {cores} cores that are guaranteed with {object} at {pods} pods fit by the optimistic figure only.',
  },
  *check(inventory, { settings }) {
    const shortfall = shortfallOf(inventory, settings, ({ byCpu }) => byCpu);
    if (shortfall === undefined) return;
    const { demand, total, scaled } = shortfall;
    const needed = coresNeeded(demand.conversations);
    const wanted = podsWanted(scaled, needed.high - (total.cores ?? 0), scaled.sizing.perPod.guaranteed.cores);
    yield shortfallProblem(shortfall, wanted, { needed: formatCoreRange(needed), cores: formatCores(total.cores ?? 0) });
  },
  fixes: { raise: { title: 'Raise the number of pods to {wanted}', safe: false, patches: podsPatches } },
});
