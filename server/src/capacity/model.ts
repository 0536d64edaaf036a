import type { Amount, Bound, Capacity, Range, Verdict } from './types.ts';

/*
 * The deployment guide's sizing rules (resource sizing, 资源调整方法论) as arithmetic. Units: cores, bytes, bytes per second. The guide's
 * GB, MB and KB are decimal. Every need and every capacity is a range between the guide's optimistic and its conservative figure.
 */

/** Conversations that one core carries: the guide's "0.5-1 core per 10 concurrent conversations". */
const CONVERSATIONS_PER_CORE: Range = { low: 10, high: 20 };
/** Bytes of the deployment before its first conversation, counted once: the guide's "4-8 GB base". */
const BASE_MEMORY: Range = { low: 4e9, high: 8e9 };
/** Bytes per concurrent conversation: the guide's "100-200 MB". */
const MEMORY_PER_CONVERSATION: Range = { low: 1e8, high: 2e8 };
/** Bytes per conversation thread, without indexes: the guide's "1-5 MB". */
const STORAGE_PER_THREAD: Range = { low: 1e6, high: 5e6 };
/** For indexes and metadata: the guide's "times 3". */
const STORAGE_GROWTH = 3;
/** Bytes per second and active user, without bursts: the guide's "1-10 KB/s". */
const BANDWIDTH_PER_USER: Range = { low: 1e3, high: 1e4 };

/** Share of the CPU in use above which the guide scales out: capacity is also shown at cores × this. */
export const SCALE_OUT_CPU = 0.7;

/** A millionth of a conversation: what sums of decimal fractions may lose in binary floating point. */
const ROUNDING = 1e-6;

/** Cores that concurrent conversations need. */
export function coresNeeded(conversations: number): Range {
  return { low: conversations / CONVERSATIONS_PER_CORE.high, high: conversations / CONVERSATIONS_PER_CORE.low };
}

/** Bytes of memory that concurrent conversations need, with the base of the whole deployment. */
export function memoryNeeded(conversations: number): Range {
  return {
    low: BASE_MEMORY.low + MEMORY_PER_CONVERSATION.low * conversations,
    high: BASE_MEMORY.high + MEMORY_PER_CONVERSATION.high * conversations,
  };
}

/** Bytes of storage that conversation threads need, with indexes and metadata. */
export function storageNeeded(threads: number): Range {
  return { low: STORAGE_GROWTH * STORAGE_PER_THREAD.low * threads, high: STORAGE_GROWTH * STORAGE_PER_THREAD.high * threads };
}

/** Bytes per second that active users need for sync, without bursts for files and tool output. */
export function bandwidthNeeded(users: number): Range {
  return { low: BANDWIDTH_PER_USER.low * users, high: BANDWIDTH_PER_USER.high * users };
}

/** Conversations that a whole deployment carries; the base memory is taken off once. */
export function capacityOf(cores: number, bytes: number): Capacity {
  return toCapacity(conversationsByCpu(cores), {
    low: whole((bytes - BASE_MEMORY.high) / MEMORY_PER_CONVERSATION.high),
    high: whole((bytes - BASE_MEMORY.low) / MEMORY_PER_CONVERSATION.low),
  });
}

/** Conversations that a single workload adds to its deployment: as {@link capacityOf}, without the base memory. */
export function shareOf(cores: number, bytes: number): Capacity {
  return toCapacity(conversationsByCpu(cores), {
    low: whole(bytes / MEMORY_PER_CONVERSATION.high),
    high: whole(bytes / MEMORY_PER_CONVERSATION.low),
  });
}

/** Conversation threads that a volume of some bytes holds, conservative to optimistic. */
export function threadsIn(bytes: number): Range {
  const { low, high } = storageNeeded(1);
  return { low: whole(bytes / high), high: whole(bytes / low) };
}

/** Whether a demand fits: up to the conservative capacity; tight: up to the optimistic one; short beyond. */
export function verdictOf(conversations: number, capacity: Capacity): Verdict {
  if (conversations <= capacity.conversations.low) return 'fits';
  return conversations <= capacity.conversations.high ? 'tight' : 'short';
}

/** True where the memory covers the guide's conservative base, without which the conservative capacity is 0. */
export function coversBase(bytes: number): boolean {
  return bytes >= BASE_MEMORY.high;
}

/** Conversations among a number of users at the peak, rounded up. */
export function peakConversations(users: number, peakConcurrency: number): number {
  return Math.max(0, Math.ceil(users * peakConcurrency - ROUNDING));
}

/** An amount of nothing. */
export const NO_AMOUNT: Amount = { cores: 0, bytes: 0 };

/** Sum of two amounts; unknown where either part is. */
export function addAmounts(a: Amount, b: Amount): Amount {
  return { cores: addKnown(a.cores, b.cores), bytes: addKnown(a.bytes, b.bytes) };
}

/** An amount several times over. Nothing times an unknown amount is nothing. */
export function timesAmount(amount: Amount, count: number): Amount {
  const times = (part: number | undefined) => (count === 0 ? 0 : part === undefined ? undefined : exact(part * count));
  return { cores: times(amount.cores), bytes: times(amount.bytes) };
}

/** Sum of two figures; unknown where either is. */
export function addKnown(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : exact(a + b);
}

/** Takes the binary rounding off a sum of decimal fractions: amounts are exact to a billionth, as Kubernetes' quantities are. */
function exact(value: number): number {
  return Number.isSafeInteger(Math.round(value * 1e9)) ? Math.round(value * 1e9) / 1e9 : value;
}

function conversationsByCpu(cores: number): Range {
  return { low: whole(cores * CONVERSATIONS_PER_CORE.low), high: whole(cores * CONVERSATIONS_PER_CORE.high) };
}

function toCapacity(byCpu: Range, byMemory: Range): Capacity {
  const conversations = { low: Math.min(byCpu.low, byMemory.low), high: Math.min(byCpu.high, byMemory.high) };
  const bottleneck = { low: narrower(byCpu.low, byMemory.low), high: narrower(byCpu.high, byMemory.high) };
  return { byCpu, byMemory, conversations, bottleneck };
}

/** CPU where both bind alike: it is what the guide scales by. */
function narrower(byCpu: number, byMemory: number): Bound {
  return byMemory < byCpu ? 'memory' : 'cpu';
}

function whole(conversations: number): number {
  return Math.max(0, Math.floor(conversations + ROUNDING));
}
