/** A figure between the guide's optimistic end (`low` need, `high` capacity) and its conservative one. Units by context. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** What binds: the smaller of the two. */
export type Bound = 'cpu' | 'memory';

/** Conversations that an amount of cores and bytes can carry, conservative (`low`) to optimistic (`high`). */
export interface Capacity {
  readonly byCpu: Range;
  readonly byMemory: Range;
  readonly conversations: Range;
  readonly bottleneck: { readonly low: Bound; readonly high: Bound };
}

/** Guaranteed (requests) or burst (limits) amounts; undefined where any part of the sum is unknown. */
export interface Amount {
  /** Cores. */
  readonly cores: number | undefined;
  /** Bytes. */
  readonly bytes: number | undefined;
}

export type Verdict = 'fits' | 'tight' | 'short';

export type TierName = 'small-team' | 'growing-team' | 'enterprise';
