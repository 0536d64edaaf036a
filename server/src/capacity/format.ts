import { formatBytes, formatCores } from '../resources/quantity.ts';
import { coversBase } from './model.ts';
import type { Replicas } from './replicas.ts';
import type { WorkloadSizing } from './sizing.ts';
import type { Amount, Bound, Capacity, Range, Verdict } from './types.ts';

/** A whole number with its thousands apart: `35 791`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ' ');
}

/** A range of counts: `20-40`, or `20` where both ends are alike. */
export function formatRange({ low, high }: Range): string {
  return low === high ? formatCount(low) : `${formatCount(low)}-${formatCount(high)}`;
}

/** Conversations: `20-40 conversations`, `up to 35 conversations`, `1 conversation`, `no conversations`. */
export function formatConversations(conversations: Range): string {
  return formatThings(conversations, 'conversation');
}

/** Threads that a volume holds: `7 158-35 791 threads`. */
export function formatThreads(threads: Range): string {
  return formatThings(threads, 'thread');
}

function formatThings(range: Range, noun: string): string {
  if (range.high === 0) return `no ${noun}s`;
  const things = range.high === 1 ? noun : `${noun}s`;
  return range.low === 0 ? `up to ${formatCount(range.high)} ${things}` : `${formatRange(range)} ${things}`;
}

/** An amount as a manifest has it: `1 CPU, 2Gi`; what is unknown is said to be. */
export function formatAmount({ cores, bytes }: Amount): string {
  return `${cores === undefined ? 'unknown' : formatCores(cores)} CPU, ${bytes === undefined ? 'unknown memory' : formatBytes(bytes)}`;
}

/** Replicas: `2`, or `2-10` under an autoscaler; `1 per node` for a DaemonSet. */
export function formatReplicas({ min, max, source }: Pick<Replicas, 'min' | 'max' | 'source'>): string {
  return `${formatRange({ low: min, high: max })}${source === 'per node' ? ' per node' : ''}`;
}

/** A range of cores: `0.75-1.5 cores`. */
export function formatCoreRange(cores: Range): string {
  return `${formatFigures(cores)} ${cores.high === 1 ? 'core' : 'cores'}`;
}

const DECIMAL_UNITS = [
  { unit: 'PB', size: 1e15 },
  { unit: 'TB', size: 1e12 },
  { unit: 'GB', size: 1e9 },
  { unit: 'MB', size: 1e6 },
  { unit: 'KB', size: 1e3 },
];

/** A range of bytes in the guide's decimal units: `14-28 GB`, `0.3-1.5 TB`. With `/s` behind it, a bandwidth: `0.5-5 MB`. */
export function formatByteRange({ low, high }: Range): string {
  const { unit, size } = DECIMAL_UNITS.find((candidate) => high >= candidate.size) ?? { unit: 'B', size: 1 };
  return `${formatFigures({ low: low / size, high: high / size })} ${unit}`;
}

/** What binds, at the conservative and the optimistic end: `memory`, or `memory (conservative), CPU (optimistic)`. */
export function formatBottleneck({ low, high }: Capacity['bottleneck']): string {
  return low === high ? formatBound(low) : `${formatBound(low)} (conservative), ${formatBound(high)} (optimistic)`;
}

/** A bound as text. */
export function formatBound(bound: Bound): string {
  return bound === 'cpu' ? 'CPU' : 'memory';
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  fits: 'fits',
  tight: 'tight: it fits by the optimistic figures only',
  short: 'short: even the optimistic figures do not cover it',
};

/** A verdict as half a sentence. */
export function formatVerdict(verdict: Verdict): string {
  return VERDICTS[verdict];
}

/**
 * Capacity of a whole deployment: `217-475 conversations`, and why a conservative end is 0 where the memory is less than the guide's base:
 * `up to 35 conversations; the conservative 8 GB base is not covered`.
 * @param bytes memory of the deployment
 */
export function formatCapacity(capacity: Capacity, bytes: number): string {
  const text = formatConversations(capacity.conversations);
  return coversBase(bytes) ? text : `${text}; the conservative 8 GB base is not covered`;
}

/**
 * A workload's sizing in a few characters: `2 × 1 CPU, 2Gi → 20-40 conversations`. Under an autoscaler the conversations go from the least
 * at the fewest replicas to the most at the most. Without the arrow where it serves no conversations or its amounts are unknown.
 */
export function formatSizing({ replicas, perPod, share, counts }: WorkloadSizing): string {
  const given = `${formatReplicas(replicas)} × ${formatAmount(perPod.guaranteed)}`;
  if (!counts || !share) return given;
  return `${given} → ${formatConversations({ low: share.min.conversations.low, high: share.max.conversations.high })}`;
}

function formatFigures({ low, high }: Range): string {
  const figure = (value: number) => String(Math.round(value * 100) / 100);
  return figure(low) === figure(high) ? figure(low) : `${figure(low)}-${figure(high)}`;
}
