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

function sizingTable(columns: readonly Column[], counts: boolean): string {
  const row = (title: string, cell: (column: Column) => string) => [title, ...columns.map(cell)];
  const carries = (title: string, text: (share: Capacity) => string, loaded = 1) =>
    row(title, ({ guaranteed }) => {
      const share = shareOfAmount({ ...guaranteed, cores: guaranteed.cores === undefined ? undefined : guaranteed.cores * loaded });
      return share ? text(share) : 'unknown';
    });
  const rows = [row('guaranteed', ({ guaranteed }) => formatAmount(guaranteed))];
  if (columns.some(({ burst }) => burst)) rows.push(row('can burst to', ({ burst }) => formatBurst(burst)));
  if (counts) {
    rows.push(
      carries('conversations by CPU', ({ byCpu }) => formatRange(byCpu)),
      carries('conversations by memory', ({ byMemory }) => formatRange(byMemory)),
      carries('**carries**', ({ conversations, bottleneck }) => `**${formatRange(conversations)}** (${formatBottleneck(bottleneck)})`),
      carries('at 70% CPU, where it scales out', ({ conversations }) => formatRange(conversations), SCALE_OUT_CPU),
    );
  }
  return table(['', ...columns.map(({ title }) => title)], rows);
}

/** Without a limit a container may use all that its node has. */
function formatBurst(burst: Amount | undefined): string {
  const { cores, bytes } = burst ?? { cores: undefined, bytes: undefined };
  if (cores === undefined && bytes === undefined) return 'no limit';
  return formatAmount({ cores, bytes }).replace('unknown CPU', 'CPU without limit').replace('unknown memory', 'memory without limit');
}

function replicasTitle(count: number, { source }: Replicas): string {
  const pods = source === 'parallelism' ? 'pod' : 'replica';
  return `${formatCount(count)} ${pods}${count === 1 ? '' : 's'}`;
}
