import type { Resource } from '../../resources/types.ts';
import { getAt, isList, isMap, listAt, numberAt } from '../../yaml/json.ts';
import type { Json, Patch, Route } from '../../yaml/types.ts';
import type { Data } from '../types.ts';

/** What is wrong with a canary, as the rule reports it. */
export interface CanaryFault {
  readonly at: Route;
  readonly message: 'noSteps' | 'straight' | 'unwatched' | 'noPauses' | 'noAnalysis' | 'noCanaryAnalysis' | 'noMetrics' | 'skipped';
  readonly data: Data;
  readonly fix: 'addSteps' | 'startSmall' | 'addPauses' | 'askFirst' | 'addAnalysis' | 'addMetrics' | 'checkAgain' | undefined;
}

/** A pause that goes on until a person promotes the rollout, and one that ends by itself; the time is our own figure. */
const UNTIL_PROMOTED: Json = { pause: {} };
const FOR_A_WHILE: Json = { pause: { duration: '10m' } };

/** Steps to begin with: few requests until someone has looked, then half of them for a while. */
export const FIRST_STEPS: readonly Json[] = [{ setWeight: 10 }, UNTIL_PROMOTED, { setWeight: 50 }, FOR_A_WHILE];

/** What is wrong with the canary of an Argo Rollout; one fault at most, that from which the others follow. */
export function faultOfRollout(rollout: Resource): CanaryFault | undefined {
  const strategy = getAt(rollout.value, ['spec', 'strategy']);
  if (!isMap(strategy) || !('canary' in strategy)) return undefined;
  const canary = strategy.canary ?? {};
  const steps = getAt(canary, ['steps']) ?? [];
  if (!isMap(canary) || !isList(steps)) return undefined;
  const at = [...rollout.route, 'spec', 'strategy', 'canary'];
  if (steps.length === 0) return { at: [...at, 'steps'], message: 'noSteps', data: {}, fix: 'addSteps' };
  return jumpOf(steps, at) ?? unwatched(canary, steps, at);
}

function jumpOf(steps: readonly Json[], at: Route): CanaryFault | undefined {
  const index = steps.findIndex((step) => numberAt(step, ['setWeight']) !== undefined);
  const weight = numberAt(steps[index], ['setWeight']);
  if (weight === undefined || weight < 100) return undefined;
  return { at: [...at, 'steps', index, 'setWeight'], message: 'straight', data: { weight, field: 'setWeight' }, fix: 'startSmall' };
}

function unwatched(canary: Json, steps: readonly Json[], at: Route): CanaryFault | undefined {
  const pauses = steps.flatMap((step, index) => (isMap(step) && 'pause' in step ? [{ index, pause: step.pause ?? {} }] : []));
  const isAnalysed = steps.some((step) => getAt(step, ['analysis']) !== undefined || getAt(step, ['experiment', 'analyses']) !== undefined);
  const hasBackground = isMap(getAt(canary, ['analysis']));
  const weighted = steps.flatMap((step, index) => ((numberAt(step, ['setWeight']) ?? 100) < 100 ? [index] : []));
  if (pauses.length === 0) {
    if (isAnalysed || weighted.length === 0) return undefined;
    const data = { steps: weighted, isAsked: !hasBackground };
    return { at: [...at, 'steps'], message: hasBackground ? 'noPauses' : 'unwatched', data, fix: 'addPauses' };
  }
  const [first] = pauses;
  const isAsked = pauses.some(({ pause }) => getAt(pause, ['duration']) === undefined);
  if (!first || isAnalysed || hasBackground || isAsked) return undefined;
  return { at: [...at, 'steps', first.index, 'pause', 'duration'], message: 'noAnalysis', data: {}, fix: 'askFirst' };
}

/** Pauses behind the steps that shift requests; the first of them asks a person where no analysis does. */
export function addPauses(at: Route, { steps, isAsked }: Data): readonly Patch[] {
  const indexes = (listAt(steps, []) ?? []).map(Number);
  return indexes.map((index, nth) => ({
    op: 'insert',
    at,
    index: index + 1,
    value: nth === 0 && isAsked === true ? UNTIL_PROMOTED : FOR_A_WHILE,
  }));
}
