import type { CodeLens, Range } from 'vscode-languageserver-types';
import type { Analysis } from '../analyzer.ts';
import { formatBottleneck, formatCount } from '../capacity/format.ts';
import type { PlanSizing } from '../capacity/sizing.ts';
import { deploymentSizing, planSizing } from '../capacity/sizing.ts';
import type { Resource } from '../resources/types.ts';
import { workloadOf } from '../resources/workload.ts';
import { nodeAt, spanOf } from '../yaml/route.ts';
import type { Places } from './navigation/occurrence.ts';
import { locationOf, occurrence } from './navigation/occurrence.ts';
import { countedSelections, selectedByText } from './navigation/selection-text.ts';
import { rangeIn } from './positions.ts';
import { capacityText } from './sizing-text.ts';

/** The command that a lens runs; the client shows the sizing of the file that is its argument. */
export const SHOW_SIZING = 'plimsoll.showSizing';

/** The command of a lens that leads elsewhere: the client shows the locations, which are its arguments behind the file and the position. */
export const SHOW_LOCATIONS = 'plimsoll.showLocations';

/** Most workloads of a file that get a lens of their own; a file of more is a rendered one, which nobody reads that way. */
const MOST_LENSES = 100;

/**
 * What the whole deployment carries, and its verdict: over the first workload of a file, and over each deployment of a plan. Over each
 * workload, who selects its pods.
 * @param uri the file as the client spells it
 * @param places where objects are; without it, nothing is said of who selects whom
 */
export function codeLenses(analysis: Analysis, uri: string, places?: Places): CodeLens[] {
  if (!analysis.settings.codeLens.enable) return [];
  return [...sizingLenses(analysis, uri), ...(places ? selectionLenses(analysis, uri, places) : [])];
}

function sizingLenses(analysis: Analysis, uri: string): CodeLens[] {
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

function selectionLenses({ documents, inventory }: Analysis, uri: string, places: Places): CodeLens[] {
  const workloads = documents.flatMap(({ placed, resources }) => resources.filter(runsOn).map((resource) => ({ placed, resource })));
  if (workloads.length > MOST_LENSES) return [];
  return workloads.flatMap(({ placed, resource }) => {
    const start = nodeAt(placed.document, resource.route)?.start;
    const selections = countedSelections(inventory.selectedBy(resource));
    // Whoever has nothing but this file need not be told that nothing selects it.
    if (start === undefined || selections.length === 0) return [];
    const range = rangeIn(placed, { start, end: start });
    const names = selections.map(({ entry: { resource: other } }) => occurrence(other, [...other.route, 'metadata', 'name']));
    const locations = names.map((name) => locationOf(name, places));
    const known = locations.filter((location) => location !== undefined);
    return [{ range, command: { title: selectedByText(selections), command: SHOW_LOCATIONS, arguments: [uri, range.start, known] } }];
  });
}

function runsOn(resource: Resource): boolean {
  return workloadOf(resource)?.longRunning === true;
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
