import type { CodeLens, Range } from 'vscode-languageserver-types';
import type { Analysis } from '../analyzer.ts';
import { formatBottleneck, formatCount } from '../capacity/format.ts';
import type { PlanSizing } from '../capacity/sizing.ts';
import { deploymentSizing, planSizing } from '../capacity/sizing.ts';
import { workloadOf } from '../resources/workload.ts';
import { nodeAt, spanOf } from '../yaml/route.ts';
import { rangeIn } from './positions.ts';
import { capacityText } from './sizing-text.ts';

/** The command that a lens runs; the client shows the sizing of the file that is its argument. */
export const SHOW_SIZING = 'plimsoll.showSizing';

/**
 * What the whole deployment carries, and its verdict: over the first workload of a file, and over each deployment of a plan.
 * @param uri the file as the client spells it
 */
export function codeLenses(analysis: Analysis, uri: string): CodeLens[] {
  if (!analysis.settings.codeLens.enable) return [];
  const lens = (range: Range, title: string): CodeLens => ({ range, command: { title, command: SHOW_SIZING, arguments: [uri] } });
  const plans = analysis.documents.flatMap(({ placed, plan }) =>
    (plan?.deployments ?? []).map((deployment) =>
      lens(rangeIn(placed, spanOf(placed.document, deployment.route)), `Plan: ${balanceTitle(planSizing(deployment, analysis.settings))}`),
    ),
  );
  const first = firstWorkload(analysis);
  if (!first) return plans;
  return [lens(first, `Deployment: ${balanceTitle(deploymentSizing(analysis.inventory, analysis.settings))}`), ...plans];
}

function firstWorkload({ documents }: Analysis): Range | undefined {
  for (const { placed, resources } of documents) {
    const resource = resources.find((candidate) => workloadOf(candidate));
    const start = resource && nodeAt(placed.document, resource.route)?.start;
    if (start !== undefined) return rangeIn(placed, { start, end: start });
  }
  return undefined;
}

/** `217-475 conversations, memory binds; fits the demand of 150`. */
export function balanceTitle({ total, capacity, demand, verdict }: Pick<PlanSizing, 'total' | 'capacity' | 'demand' | 'verdict'>): string {
  if (!capacity) return 'no workload with known resources serves conversations';
  const carried = `${capacityText(total, capacity)} · bottleneck: ${formatBottleneck(capacity.max.bottleneck)}`;
  return demand && verdict ? `${carried} · ${verdict.max} for ${formatCount(demand.conversations)}` : carried;
}
