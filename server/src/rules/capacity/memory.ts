import { formatByteRange } from '../../capacity/format.ts';
import { memoryNeeded } from '../../capacity/model.ts';
import { defineRule } from '../define-rule.ts';
import { podsPatches, podsWanted, shortfallOf, shortfallProblem } from './deployment.ts';

export default defineRule({
  id: 'capacity/memory',
  guide: ['memory', 'infrastructure-ready'],
  level: 'warning',
  scope: 'inventory',
  docs: {
    summary: 'The stated demand needs more memory than the workloads guarantee',
    why:
      'A deployment needs 4-8 GB before its first conversation and 100-200 MB for each. Memory that is not guaranteed is taken back by killing ' +
      'the pods that use it, with the conversations in them.',
    fix: 'Raise the replicas, or the maximum of the autoscaler, until the conservative figure fits; or give each pod more memory.',
    exceptions:
      'Silent where neither a deployment plan nor the settings state users or conversations, and where a workload that serves conversations ' +
      'has no CPU or memory request, since then the sum is unknown. Autoscalers count with their maximum.',
    sources: ['Deployment guide, resource sizing: 4-8 GB base and 100-200 MB per concurrent conversation, decimal units'],
  },
  messages: {
    short:
      '{demand} need {needed} of memory, but all that serves them is guaranteed only {memory}, even with {object} at {pods} pods; pods that take more are killed with their conversations.',
    tight:
      '{demand} need {needed} of memory; the {memory} that are guaranteed with {object} at {pods} pods fit by the optimistic figure only.',
  },
  *check(inventory, { settings }) {
    const shortfall = shortfallOf(inventory, settings, ({ byMemory }) => byMemory);
    if (shortfall === undefined) return;
    const { demand, total, scaled } = shortfall;
    const needed = memoryNeeded(demand.conversations);
    const bytes = total.bytes ?? 0;
    const wanted = podsWanted(scaled, needed.high - bytes, scaled.sizing.perPod.guaranteed.bytes);
    yield shortfallProblem(shortfall, wanted, { needed: formatByteRange(needed), memory: formatByteRange({ low: bytes, high: bytes }) });
  },
  fixes: { raise: { title: 'Raise the number of pods to {wanted}', safe: false, patches: podsPatches } },
});
