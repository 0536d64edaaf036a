import type { Settings } from '../settings.ts';
import type { Route } from '../yaml/types.ts';
import { inOrder } from './finding.ts';
import type { Finding } from './types.ts';

/** A finding with what decides whether another one says it already. */
export interface Found {
  readonly finding: Finding;
  /** Where the rule's subject is: the container, the workload, the service. */
  readonly subject: Route;
  /** See {@link Problem.coveredBy}. */
  readonly coveredBy: string | undefined;
}

/**
 * The findings of a document in the order of the text, without those whose cause another one names on the same subject or on what holds
 * it: a container without any resources is one finding, not four. The strict profile shows them all.
 */
export function uncovered(found: readonly Found[], settings: Settings): readonly Finding[] {
  const kept = settings.profile === 'strict' ? found : found.filter((one) => !isCovered(one, found));
  return inOrder(kept.map(({ finding }) => finding));
}

function isCovered({ subject, coveredBy }: Found, found: readonly Found[]): boolean {
  return coveredBy !== undefined && found.some((other) => other.finding.rule === coveredBy && holds(other.subject, subject));
}

/** True where what stands at `inner` is what stands at `outer`, or a part of it. */
export function holds(outer: Route, inner: Route): boolean {
  return outer.length <= inner.length && outer.every((step, index) => step === inner[index]);
}
