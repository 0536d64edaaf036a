import type { InlayHint, Range } from 'vscode-languageserver-types';
import type { Analysis, DocumentAnalysis } from '../analyzer.ts';
import { formatAmount, formatConversations, formatCount, formatSizing } from '../capacity/format.ts';
import { timesAmount } from '../capacity/model.ts';
import type { Replicas } from '../capacity/replicas.ts';
import type { WorkloadSizing } from '../capacity/sizing.ts';
import { planSizing, workloadSizing } from '../capacity/sizing.ts';
import type { Amount } from '../capacity/types.ts';
import { isLongRunning, requestOf } from '../resources/container.ts';
import type { Container, Inventory, Resource, Workload } from '../resources/types.ts';
import { workloadOf } from '../resources/workload.ts';
import { lastAtOrBefore, lineAt, positionAt } from '../yaml/position.ts';
import { nodeAt, pairAt } from '../yaml/route.ts';
import type { PlacedDocument, Route, YamlDocument } from '../yaml/types.ts';
import { linesOf } from './positions.ts';
import { AUTOSCALER_BOUNDS, scaledWorkloads } from './sizing-subject.ts';
import { formatBurst, shareOfAmount } from './sizing-table.ts';

/** A hint at its place in a document. */
interface Placed {
  /** Relative to the document. */
  readonly offset: number;
  readonly label: string;
  readonly tooltip: string;
}

/** What stands at `replicas`, an autoscaler's bounds and `resources` within a range of lines: what they add up to, in a few characters. */
export function inlayHints(analysis: Analysis, range: Range): InlayHint[] {
  if (!analysis.settings.hints.enable) return [];
  return documentsIn(analysis, range).flatMap((document) => {
    const hints = [...resourceHints(document, range, analysis.inventory), ...planHints(document, analysis)];
    return hints
      .map((hint) => toHint(hint, document.placed))
      .filter(({ position: { line } }) => line >= range.start.line && line <= range.end.line);
  });
}

function documentsIn({ documents }: Analysis, { start, end }: Range): readonly DocumentAnalysis[] {
  const first = lastAtOrBefore(documents, start.line, ({ placed }) => placed.line);
  const last = lastAtOrBefore(documents, end.line, ({ placed }) => placed.line);
  return documents.slice(first, last + 1).filter(({ placed }) => linesOf(placed).end > start.line);
}

/** Set off by a dot: behind `replicas: 2` a label that begins with a figure of its own would read as one number with it. */
function toHint({ offset, label, tooltip }: Placed, { document, line }: PlacedDocument): InlayHint {
  const position = positionAt(document, offset);
  return { position: { line: line + position.line, character: position.character }, label: `· ${label}`, tooltip, paddingLeft: true };
}

function resourceHints({ placed, resources }: DocumentAnalysis, range: Range, inventory: Inventory): Placed[] {
  const { document } = placed;
  return resources.filter(isWithin(placed, range)).flatMap((resource) => {
    const workload = workloadOf(resource);
    return workload ? workloadHints(document, workload, inventory) : autoscalerHints(document, resource, inventory);
  });
}

/** Whether lines of a resource are in a range: a List may have hundreds that are not. */
function isWithin({ document, line }: PlacedDocument, { start, end }: Range): (resource: Resource) => boolean {
  return ({ route }) => {
    const node = nodeAt(document, route);
    return node !== undefined && line + lineAt(document, node.start) <= end.line && line + lineAt(document, node.end) >= start.line;
  };
}

function workloadHints(document: YamlDocument, workload: Workload, inventory: Inventory): Placed[] {
  const sizing = workloadSizing(workload, inventory);
  const atReplicas = isKnown(sizing.perPod.guaranteed)
    ? hintAt(document, [...workload.resource.route, 'spec', 'replicas'], formatSizing(sizing), replicasTooltip(sizing))
    : [];
  return [...atReplicas, ...workload.containers.flatMap((container) => containerHints(document, container, sizing))];
}

function autoscalerHints(document: YamlDocument, resource: Resource, inventory: Inventory): Placed[] {
  const [workload, ...others] = scaledWorkloads(resource, inventory);
  if (!workload || others.length > 0) return [];
  const sizing = workloadSizing(workload, inventory);
  if (!isKnown(sizing.perPod.guaranteed)) return [];
  const tooltip = `${workload.kind} ${workload.resource.name ?? ''}: ${burstText(sizing.perPod.burst)}`;
  return AUTOSCALER_BOUNDS.flatMap(({ route, bound }) => {
    const { replicas, guaranteed, share } = sizing;
    const count = replicas[bound];
    const alone = {
      ...sizing,
      replicas: { ...replicas, min: count, max: count },
      guaranteed: both(guaranteed[bound]),
      share: share && both(share[bound]),
    };
    return hintAt(document, [...resource.route, ...route], formatSizing(alone), tooltip);
  });
}

/** What a container adds, over all replicas. One that ends before the pod is ready adds nothing. */
function containerHints(document: YamlDocument, container: Container, { replicas, counts, workload, ...sizing }: WorkloadSizing): Placed[] {
  if (!isLongRunning(container)) return [];
  const guaranteed: Amount = { cores: requestOf(container, 'cpu')?.value, bytes: requestOf(container, 'memory')?.value };
  const burst: Amount = { cores: container.limits.cpu?.value, bytes: container.limits.memory?.value };
  if (!isKnown(guaranteed)) return [];
  const label = formatSizing({
    ...sizing,
    workload,
    replicas,
    counts,
    perPod: { guaranteed, burst },
    share: shareOver(guaranteed, replicas),
  });
  return hintAt(document, [...container.route, 'resources'], label, `Container ${container.name}: ${burstText(burst)}`);
}

function planHints({ placed: { document }, plan }: DocumentAnalysis, { settings }: Analysis): Placed[] {
  return (plan?.deployments ?? []).flatMap((deployment) =>
    planSizing(deployment, settings).services.flatMap(({ service, perPod, share, counts }) => {
      if (service.replicas === undefined || !isKnown(perPod)) return [];
      const given = `${formatCount(service.replicas)} × ${formatAmount(perPod)}`;
      const label = counts && share ? `${given} → ${formatConversations(share.conversations)}` : given;
      return hintAt(document, [...service.route, 'replicas'], label, `${service.name} as the plan has it`);
    }),
  );
}

/** A hint at the end of a key's line, or behind its value where that is on the same line. */
function hintAt(document: YamlDocument, route: Route, label: string, tooltip: string): Placed[] {
  const pair = pairAt(document, route);
  if (!pair) return [];
  const { key, value } = pair;
  const onOneLine = !document.text.slice(key.end, value.end).includes('\n');
  const offset = onOneLine ? value.end : document.text.indexOf(':', key.end) + 1;
  return [{ offset, label, tooltip }];
}

function replicasTooltip({ perPod, replicas: { autoscaler } }: WorkloadSizing): string {
  const by = autoscaler ? ` Replicas are set by ${autoscaler.kind} ${autoscaler.entry.resource.name ?? ''}.` : '';
  return `Each pod: ${burstText(perPod.burst)}${by}`;
}

function burstText(burst: Amount): string {
  return `its requests guarantee this, its limits are ${formatBurst(burst)}.`;
}

function shareOver(pod: Amount, { min, max }: Replicas): WorkloadSizing['share'] {
  const [least, most] = [shareOfAmount(timesAmount(pod, min)), shareOfAmount(timesAmount(pod, max))];
  return least && most && { min: least, max: most };
}

function isKnown({ cores, bytes }: Amount): boolean {
  return cores !== undefined || bytes !== undefined;
}

function both<T>(value: T): { readonly min: T; readonly max: T } {
  return { min: value, max: value };
}
