import type { CancellationToken } from 'vscode-languageserver';
import { RAL } from 'vscode-languageserver';
import { throwIfCancelled } from './guard.ts';

/** Milliseconds that background work may keep a request waiting. */
const SLICE = 8;
/** How often {@link whenQuiet} lets another message go first. */
const MOST_ROUNDS = 20;

/** Resolves in a later turn of the event loop, after messages that are already there were handled. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    RAL().timer.setImmediate(resolve);
  });
}

/**
 * A trigger that runs `run` once, as soon as a turn of the event loop passes without another trigger: a burst of queued keystrokes
 * costs one run, a single one waits for well under a millisecond.
 */
export function whenQuiet(run: () => void): () => void {
  let latest = 0;
  let pending = false;
  const wait = async () => {
    for (let seen = -1, rounds = 0; seen !== latest && rounds < MOST_ROUNDS; rounds++) {
      seen = latest;
      // The next queued message is handled in between the two.
      await nextTurn();
      await nextTurn();
    }
    pending = false;
    run();
  };
  return () => {
    latest++;
    if (pending) return;
    pending = true;
    void wait();
  };
}

/** A trigger that runs `run` once `delay` milliseconds have passed without another trigger. */
export function debounced(delay: number, run: () => void): { (): void; cancel(): void } {
  let timer: { dispose(): void } | undefined;
  const cancel = () => timer?.dispose();
  const trigger = () => {
    cancel();
    timer = RAL().timer.setTimeout(run, delay);
  };
  return Object.assign(trigger, { cancel });
}

/**
 * Works through items in the background: pauses whenever a slice of time is used up, so that requests are answered in between.
 * @throws CancelledError where the token asks for it.
 */
export async function inSlices<T>(items: Iterable<T>, work: (item: T, index: number) => void, token?: CancellationToken): Promise<void> {
  let started = performance.now();
  let index = 0;
  for (const item of items) {
    throwIfCancelled(token);
    work(item, index++);
    if (performance.now() - started < SLICE) continue;
    await nextTurn();
    started = performance.now();
  }
}

/** Something that is waited for, once, by whoever comes before it. */
export class Gate {
  /** Resolves when the gate opens. */
  readonly opened: Promise<void>;
  #open: (() => void) | undefined;

  constructor() {
    this.opened = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  /** Lets everyone through, from now on. */
  open(): void {
    this.#open?.();
  }
}
