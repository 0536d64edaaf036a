import { distance } from 'fastest-levenshtein';

/** Longer texts are nobody's property or value, and a distance takes time in the product of both lengths. */
const LONGEST = 100;

/**
 * The candidate that a text is most likely a misspelling of: the one with the fewest edits, up to three of them in a long word and none
 * in a very short one, else the only one that the text is the beginning of. Upper and lower case, `_` and `-` do not count.
 * @param limit the most edits allowed
 * @returns undefined where nothing is near enough
 */
export function nearest(text: string, candidates: readonly string[], limit: number = limitFor(folded(text))): string | undefined {
  if (text.length > LONGEST) return undefined;
  const wanted = folded(text);
  let best: string | undefined;
  let least = limit + 1;
  for (const candidate of candidates) {
    const edits = editsBetween(wanted, folded(candidate));
    if (edits >= least) continue;
    best = candidate;
    least = edits;
  }
  return best ?? onlyContinuation(wanted, candidates);
}

function folded(text: string): string {
  return text.toLowerCase().replace(/[-_ ]/g, '');
}

/** Letters in another order (`tpye`) are one slip, however many single edits that takes. */
function editsBetween(a: string, b: string): number {
  const edits = distance(a, b);
  return edits === 2 && sorted(a) === sorted(b) ? 1 : edits;
}

function sorted(text: string): string {
  return [...text].sort().join('');
}

function limitFor(text: string): number {
  if (text.length < 3) return 0;
  return text.length < 5 ? 1 : Math.min(3, Math.floor(text.length / 3));
}

/** `terminationGracePeriod` has but one continuation, `terminationGracePeriodSeconds`. */
function onlyContinuation(wanted: string, candidates: readonly string[]): string | undefined {
  const longer = wanted.length < 5 ? [] : candidates.filter((candidate) => folded(candidate).startsWith(wanted));
  return longer.length === 1 ? longer[0] : undefined;
}
