import { formatAmount, formatBottleneck, formatCount, formatRange } from '../capacity/format.ts';
import { SCALE_OUT_CPU, shareOf } from '../capacity/model.ts';
import type { Replicas } from '../capacity/replicas.ts';
import type { PlanServiceSizing, WorkloadSizing } from '../capacity/sizing.ts';
import type { Amount, Capacity } from '../capacity/types.ts';
import { table } from './markdown.ts';

/** What some number of pods have together. */
interface Column {
  readonly title: string;
  readonly guaranteed: Amount;
  readonly burst: Amount | undefined;
}

/** A workload's amounts and the conversations they carry: for one pod, for all, and for the most that an autoscaler makes of them. */
export function workloadTable({ replicas, perPod, guaranteed, burst, counts }: WorkloadSizing): string {
  const { min, max } = replicas;
  const columns: Column[] = [{ title: replicas.source === 'per node' ? 'each node' : 'each pod', ...perPod }];
  if (max !== 1) columns.push({ title: replicasTitle(min, replicas), guaranteed: guaranteed.min, burst: burst.min });
  if (max > min) columns.push({ title: replicasTitle(max, replicas), guaranteed: guaranteed.max, burst: burst.max });
  return sizingTable(columns, counts);
}

/** The same for a service of a plan, which states no limits. */
export function serviceTable({ service, perPod, guaranteed, counts }: PlanServiceSizing): string {
  const { replicas = 1 } = service;
  const columns: Column[] = [{ title: 'each', guaranteed: perPod, burst: undefined }];
  if (replicas !== 1) columns.push({ title: `all ${formatCount(replicas)}`, guaranteed, burst: undefined });
  return sizingTable(columns, counts);
}

/** The share of a capacity that known amounts make; undefined where a part is unknown. */
export function shareOfAmount({ cores, bytes }: Amount): Capacity | undefined {
  return cores === undefined || bytes === undefined ? undefined : shareOf(cores, bytes);
}

/** Limits: `2 CPU, 4Gi`. Without one a container may use all that its node has. */
export function formatBurst({ cores, bytes }: Amount): string {
  if (cores === undefined && bytes === undefined) return 'no limit';
  return formatAmount({ cores, bytes }).replace('unknown CPU', 'CPU without limit').replace('unknown memory', 'memory without limit');
}

function sizingTable(columns: readonly Column[], counts: boolean): string {
  const row = (title: string, cell: (column: Column) => string) => [title, ...columns.map(cell)];
  const rows = [row('guaranteed', ({ guaranteed }) => formatAmount(guaranteed))];
  if (columns.some(({ burst }) => burst)) rows.push(row('can burst to', ({ burst }) => (burst ? formatBurst(burst) : '')));
  return table(['', ...columns.map(({ title }) => title)], counts ? [...rows, ...conversationRows(columns)] : rows);
}

/** How many conversations the guaranteed amounts carry, as far as these are known. */
function conversationRows(columns: readonly Column[]): string[][] {
  const row = (title: string, text: (guaranteed: Amount) => string | undefined) => {
    const cells = columns.map(({ guaranteed }) => text(guaranteed));
    return cells.every((cell) => cell === undefined) ? [] : [[title, ...cells.map((cell) => cell ?? 'unknown')]];
  };
  const share = (amount: Amount, text: (share: Capacity) => string) => {
    const known = shareOfAmount(amount);
    return known && text(known);
  };
  const atScaleOut = ({ cores, bytes }: Amount): Amount => ({ cores: cores === undefined ? undefined : cores * SCALE_OUT_CPU, bytes });
  return [
    ...row('conversations by CPU', ({ cores }) => share({ cores, bytes: 0 }, ({ byCpu }) => formatRange(byCpu))),
    ...row('conversations by memory', ({ bytes }) => share({ cores: 0, bytes }, ({ byMemory }) => formatRange(byMemory))),
    ...row('**carries**', (amount) =>
      share(amount, ({ conversations, bottleneck }) => `**${formatRange(conversations)}**, ${formatBottleneck(bottleneck)} binds`),
    ),
    ...row('at 70% CPU, where it scales out', (amount) => share(atScaleOut(amount), ({ conversations }) => formatRange(conversations))),
  ];
}

function replicasTitle(count: number, { source }: Replicas): string {
  const pods = source === 'parallelism' ? 'pod' : 'replica';
  return `${formatCount(count)} ${pods}${count === 1 ? '' : 's'}`;
}
