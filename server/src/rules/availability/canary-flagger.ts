import type { Resource } from '../../resources/types.ts';
import { getAt, isMap, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import type { CanaryFault } from './canary-rollout.ts';

/** Flagger's built-in metrics with the thresholds of its documentation: 99% of requests succeed, 99% within half a second. */
export const METRICS: readonly Json[] = [
  { name: 'request-success-rate', interval: '1m', thresholdRange: { min: 99 } },
  { name: 'request-duration', interval: '1m', thresholdRange: { max: 500 } },
];

/** An analysis to begin with: a tenth of the requests more each minute, up to half of them, with five failed checks before it rolls back. */
export const ANALYSIS: Json = { interval: '1m', threshold: 5, maxWeight: 50, stepWeight: 10, metrics: METRICS };

/** Webhooks that can stop a canary (Flagger documentation, Webhooks). */
const GATES = /^(?:rollout|pre-rollout|confirm-rollout|confirm-traffic-increase|confirm-promotion)$/;

/** What is wrong with a Flagger Canary; one fault at most. */
export function faultOfCanary(canary: Resource): CanaryFault | undefined {
  const spec = getAt(canary.value, ['spec']);
  if (!isMap(spec)) return undefined;
  const at = [...canary.route, 'spec'];
  // Its name before Flagger 1.0.
  const field = 'canaryAnalysis' in spec ? 'canaryAnalysis' : 'analysis';
  const analysis = spec[field] ?? null;
  const isChecked = isMap(analysis) && hasChecks(analysis);
  if (spec.skipAnalysis === true) {
    return { at: [...at, 'skipAnalysis'], message: 'skipped', data: {}, fix: isChecked ? 'checkAgain' : undefined };
  }
  if (analysis === null) return { at: [...at, field], message: 'noCanaryAnalysis', data: {}, fix: 'addAnalysis' };
  if (!isMap(analysis)) return undefined;
  if (!isChecked) return { at: [...at, field, 'metrics'], message: 'noMetrics', data: {}, fix: 'addMetrics' };
  return jumpOf(analysis, [...at, field]);
}

function hasChecks(analysis: Json): boolean {
  const metrics = getAt(analysis, ['metrics']) ?? [];
  // What is no list is filled in later.
  if (!Array.isArray(metrics) || metrics.length > 0) return true;
  return (listAt(analysis, ['webhooks']) ?? []).some((webhook) => GATES.test(stringAt(webhook, ['type']) ?? ''));
}

function jumpOf(analysis: Json, at: Route): CanaryFault | undefined {
  const places: readonly Route[] = [['stepWeights', 0], ['stepWeight']];
  for (const place of places) {
    const weight = numberAt(analysis, place);
    if (weight === undefined || weight < 100) continue;
    return { at: [...at, ...place], message: 'straight', data: { weight, field: String(place[0]) }, fix: 'startSmall' };
  }
  return undefined;
}
