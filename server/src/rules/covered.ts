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
  const kept = settings.profile === 'strict' ? found : withoutCovered(found);
  return inOrder(kept.map(({ finding }) => finding));
}

function withoutCovered(found: readonly Found[]): readonly Found[] {
  const covering = new Set(found.flatMap(({ coveredBy }) => coveredBy ?? []));
  if (covering.size === 0) return found;
  const subjects = new Map<string, Route[]>();
  for (const { finding, subject } of found) {
    if (!covering.has(finding.rule)) continue;
    const known = subjects.get(finding.rule);
    if (known === undefined) subjects.set(finding.rule, [subject]);
    else known.push(subject);
  }
  return found.filter(({ coveredBy, subject }) => {
    return coveredBy === undefined || !subjects.get(coveredBy)?.some((other) => holds(other, subject));
  });
}

/** True where what stands at `inner` is what stands at `outer`, or a part of it. */
export function holds(outer: Route, inner: Route): boolean {
  return outer.length <= inner.length && outer.every((step, index) => step === inner[index]);
}
