import type { Resource } from '../../resources/types.ts';
import type { Patch, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { ANALYSIS, faultOfCanary, METRICS } from './canary-flagger.ts';
import type { CanaryFault } from './canary-rollout.ts';
import { addPauses, FIRST_STEPS, faultOfRollout } from './canary-rollout.ts';

export default defineRule({
  id: 'availability/canary-analysis',
  guide: ['canary'],
  level: 'info',
  scope: 'resource',
  kinds: ['Rollout', 'Canary'],
  docs: {
    summary: 'A canary that nobody and nothing watches, or that goes to all users at once',
    why:
      'A canary is worth its effort only where its share of the requests is small, and where someone or something looks at them before the share ' +
      'grows. Without an analysis or a pause it is a slow rollout of whatever is wrong.',
    fix:
      'Begin with a small weight, and let an analysis of error rate and latency, or a person, decide on each step. The quick fix for an Argo ' +
      "Rollout waits for a person's promotion at the first step, since the name of an AnalysisTemplate is the author's to choose.",
    exceptions:
      'Blue-green strategies and Canaries that count iterations; pauses that wait for promotion, which are a look by a person; webhooks of Flagger ' +
      'that gate a step; patches.',
    sources: [
      'Argo Rollouts documentation, Canary: without steps it updates as a Deployment does; pause without duration waits for promotion',
      'Flagger documentation, How it works: analysis, metrics and their thresholds, skipAnalysis',
      'The weights and times of the fixes are our own figures',
    ],
  },
  messages: {
    noSteps: '{object} has a canary without steps, which replaces pods as a Deployment does; give it weights, and pauses or an analysis.',
    straight: '{object} begins its canary with {field} {weight}, so all users get the new version at once; begin with a small share.',
    unwatched: '{object} has a canary with neither pauses nor an analysis, so it goes through its weights whatever happens.',
    noPauses: '{object} has an analysis but no pauses between its weights, so all users have the new version before it can tell anything.',
    noAnalysis:
      '{object} has a canary whose pauses end by themselves and no analysis, so it goes on whatever happens; let something, or someone, decide.',
    noCanaryAnalysis: '{object} has no analysis, so there is nothing to tell a bad release from a good one.',
    noMetrics: '{object} has an analysis without metrics or gating webhooks, so every release passes it.',
    skipped: '{object} skips its analysis (skipAnalysis), so every release is promoted unseen.',
  },
  *check(resource, { partial }) {
    const fault = partial ? undefined : faultOf(resource);
    if (!fault) return;
    const { at, message, data, fix } = fault;
    yield { at, message, data: { object: titleOf(resource), ...data }, fixes: fix === undefined ? [] : [fix] };
  },
  fixes: {
    addSteps: { title: 'Add steps', safe: false, patches: ({ at }) => [{ op: 'set', at, value: FIRST_STEPS }] },
    startSmall: { title: 'Begin with a tenth', safe: false, patches: ({ at }) => startSmall(at) },
    addPauses: { title: 'Add pauses', safe: false, patches: ({ at, data }) => addPauses(at, data) },
    askFirst: {
      title: 'Wait for promotion at the first pause',
      safe: false,
      patches: ({ at }) => [{ op: 'set', at: at.slice(0, -1), value: {} }],
    },
    addAnalysis: { title: 'Add an analysis', safe: false, patches: ({ at }) => [{ op: 'set', at, value: ANALYSIS }] },
    addMetrics: {
      title: 'Check success rate and duration of requests',
      safe: false,
      patches: ({ at }) => [{ op: 'set', at, value: METRICS }],
    },
    checkAgain: { title: 'Set skipAnalysis to false', safe: false, patches: ({ at }) => [{ op: 'set', at, value: false }] },
  },
});

function faultOf(resource: Resource): CanaryFault | undefined {
  if (resource.kind === 'Rollout' && resource.group === 'argoproj.io') return faultOfRollout(resource);
  return resource.kind === 'Canary' && resource.group === 'flagger.app' ? faultOfCanary(resource) : undefined;
}

/** A step of an Argo Rollout gets a smaller one before it; a Flagger Canary's step becomes smaller. */
function startSmall(at: Route): readonly Patch[] {
  if (at.at(-1) !== 'setWeight') return [{ op: 'set', at, value: 10 }];
  const index = Number(at.at(-2));
  const steps = at.slice(0, -2);
  return FIRST_STEPS.slice(0, 2).map((value) => ({ op: 'insert', at: steps, index, value }));
}
