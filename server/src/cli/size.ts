import type { Colors } from 'picocolors/types';
import { formatBottleneck, formatCapacity, formatCount, formatRange, formatReplicas, formatVerdict } from '../capacity/format.ts';
import type { Bounds, DeploymentSizing, PlanServiceSizing, PlanSizing, WorkloadSizing } from '../capacity/sizing.ts';
import { deploymentSizing, planSizing } from '../capacity/sizing.ts';
import type { Amount, Capacity } from '../capacity/types.ts';
import { formatBytes, formatCores } from '../resources/quantity.ts';
import { isBroken } from '../rules/broken.ts';
import { inColumns } from './columns.ts';
import { EXIT } from './exit.ts';
import type { Streams } from './output.ts';
import { count } from './output.ts';
import { progressOn } from './progress.ts';
import type { ListFormat } from './rules.ts';
import type { Session, SessionOptions } from './session.ts';
import { analysisOf, openSession, tell } from './session.ts';
import { sizeJson } from './size-json.ts';

export interface SizeOptions extends SessionOptions {
  readonly format: ListFormat;
}

/** The sizing of all that was read: the manifests together, and each deployment of the plan. */
export interface Sizes {
  readonly deployment: DeploymentSizing;
  readonly plans: readonly { readonly name: string; readonly sizing: PlanSizing }[];
}

/** `plimsoll size`: what the workloads of paths carry, and whether that is enough for the demand. */
export async function size(paths: readonly string[], options: SizeOptions, streams: Streams): Promise<number> {
  const progress = progressOn(streams);
  const session = await openSession(paths, options, progress);
  tell(session, streams);
  const broken = session.files.filter((file) => analysisOf(session, file).documents.some(({ placed }) => isBroken(placed.document)));
  for (const file of broken)
    streams.err(`plimsoll: ${file.name} does not parse, so its figures may be wrong; plimsoll check says where.\n`);
  const sizes = sizesOf(session);
  if (sizes === undefined) return EXIT.failure;
  streams.out(options.format === 'json' ? sizeJson(sizes) : pretty(sizes, streams.colors));
  return session.problems.length > 0 || broken.length > 0 ? EXIT.failure : EXIT.clean;
}

/** undefined where no file could be read. */
function sizesOf(session: Session): Sizes | undefined {
  const [first] = session.files;
  if (first === undefined) return undefined;
  const { inventory, settings } = analysisOf(session, first);
  const deployments = inventory.plan()?.plan.deployments ?? [];
  return {
    deployment: deploymentSizing(inventory, settings),
    plans: deployments.map((deployment) => ({ name: deployment.name, sizing: planSizing(deployment, settings) })),
  };
}

const HEADER = ['workload', 'role', 'replicas', 'CPU', 'memory', 'by CPU', 'by memory', 'carries', 'bottleneck'];
const FIGURES = [2, 3, 4, 5, 6, 7];

function pretty({ deployment, plans }: Sizes, colors: Colors): string {
  const sections = plans.map(({ name, sizing }) => planSection(name, sizing, colors));
  if (deployment.workloads.length > 0) sections.unshift(deploymentSection(deployment, colors));
  return sections.length > 0 ? `${sections.join('\n\n')}\n` : 'No workloads and no deployment plan found.\n';
}

function deploymentSection(sizing: DeploymentSizing, colors: Colors): string {
  const rows = sizing.workloads.map((workload) => workloadRow(workload, colors));
  const unknown = sizing.unknown.map(({ workload, missing }) => `${nameOf(workload.resource)}: ${missing.join('; ')}`);
  const notes = unknown.length > 0 ? [`Not counted: ${unknown.join(', ')}.`] : [];
  return [tableOf(rows, colors), ...balance(sizing, colors), ...notes].join('\n');
}

function planSection(name: string, sizing: PlanSizing, colors: Colors): string {
  const rows = sizing.services.map((service) => serviceRow(service, colors));
  return [colors.bold(name), tableOf(rows, colors), ...balance(sizing, colors)].join('\n');
}

function tableOf(rows: readonly (readonly string[])[], colors: Colors): string {
  return inColumns([HEADER.map((title) => colors.dim(title)), ...rows], FIGURES);
}

function workloadRow({ workload, role, replicas, guaranteed, share, counts }: WorkloadSizing, colors: Colors): string[] {
  const row = [
    nameOf(workload.resource),
    role?.name ?? '–',
    formatReplicas(replicas),
    ...amountCells(guaranteed),
    ...(counts ? shareCells(share) : ['', '', '', '']),
  ];
  return counts ? row : row.map((cell) => colors.dim(cell));
}

function serviceRow({ service, guaranteed, share, counts }: PlanServiceSizing, colors: Colors): string[] {
  const amounts = amountCells({ min: guaranteed, max: guaranteed });
  const shares = counts ? shareCells(share && { min: share, max: share }) : ['', '', '', ''];
  const row = [
    service.name,
    service.role ?? '–',
    service.replicas === undefined ? '1?' : formatCount(service.replicas),
    ...amounts,
    ...shares,
  ];
  return counts ? row : row.map((cell) => colors.dim(cell));
}

function amountCells({ min, max }: Bounds<Amount>): string[] {
  return [between(min.cores, max.cores, formatCores), between(min.bytes, max.bytes, formatBytes)];
}

function between(low: number | undefined, high: number | undefined, format: (figure: number) => string): string {
  if (low === undefined || high === undefined) return 'unknown';
  return low === high ? format(low) : `${format(low)}-${format(high)}`;
}

function shareCells(share: Bounds<Capacity> | undefined): string[] {
  if (share === undefined) return ['unknown', 'unknown', 'unknown', ''];
  const overall = (of: (capacity: Capacity) => { low: number; high: number }) =>
    formatRange({ low: of(share.min).low, high: of(share.max).high });
  return [
    overall((one) => one.byCpu),
    overall((one) => one.byMemory),
    overall((one) => one.conversations),
    formatBottleneck(share.max.bottleneck),
  ];
}

function balance({ total, capacity, demand, verdict }: DeploymentSizing | PlanSizing, colors: Colors): string[] {
  if (capacity === undefined) return ['', 'Nothing here is known to serve conversations.'];
  const cores = between(total.min.cores, total.max.cores, formatCores);
  const memory = between(total.min.bytes, total.max.bytes, formatBytes);
  const lines = [
    '',
    `${colors.bold('Together')}: ${cores} CPU, ${memory} → ${colors.bold(formatCapacity(capacity.max, total.max.bytes ?? 0))}`,
  ];
  lines.push(`Bottleneck: ${formatBottleneck(capacity.max.bottleneck)}.`);
  if (demand === undefined || verdict === undefined) return [...lines, 'No demand is stated; --users or --conversations gives one.'];
  const assumed = demand.assumed === undefined ? '' : ` (assuming that ${demand.assumed})`;
  const paint = { fits: colors.green, tight: colors.yellow, short: colors.red }[verdict.max];
  return [...lines, `Demand: ${count(demand.conversations, 'conversation')}${assumed}: ${paint(formatVerdict(verdict.max))}.`];
}

function nameOf({ kind, name }: { readonly kind: string; readonly name: string | undefined }): string {
  return `${kind}/${name ?? '(unnamed)'}`;
}
