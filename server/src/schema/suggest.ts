import { distance } from 'fastest-levenshtein';

/** Longer texts are nobody's property or value, and a distance takes time in the product of both lengths. */
const LONGEST = 100;

/** Less than that is the beginning of too much. */
const SHORTEST_START = 5;

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
    const other = folded(candidate);
    // No fewer edits than letters that are too many or too few.
    if (Math.abs(other.length - wanted.length) >= least) continue;
    const edits = editsBetween(wanted, other);
    if (edits >= least) continue;
    best = candidate;
    least = edits;
  }
  return best ?? onlyContinuation(wanted, candidates);
}

/**
 * Prepares many candidates for {@link nearest}.
 * @returns gives, for a text, the indices of those that `nearest` might choose, in order; it would choose none of the others
 */
export function nearnessAmong(candidates: readonly string[]): (text: string) => readonly number[] {
  const all = candidates.map((candidate, index) => ({ text: folded(candidate), index }));
  const byLength = new Map<number, (typeof all)[number][]>();
  for (const one of all) {
    const known = byLength.get(one.text.length);
    if (known) known.push(one);
    else byLength.set(one.text.length, [one]);
  }
  return (text) => {
    const wanted = folded(text);
    const limit = limitFor(wanted);
    const lengths = Array.from({ length: 2 * limit + 1 }, (_, index) => wanted.length - limit + index);
    const similar = lengths.flatMap((length) => byLength.get(length) ?? []).filter((other) => editsBetween(wanted, other.text) <= limit);
    const longer = wanted.length < SHORTEST_START ? [] : all.filter((other) => other.text.startsWith(wanted));
    return [...new Set([...similar, ...longer].map(({ index }) => index))].sort((a, b) => a - b);
  };
}

function folded(text: string): string {
  return text.toLowerCase().replace(/[-_ ]/g, '');
}

/** Letters in another order (`tpye`) are one slip, however many single edits that takes. */
function editsBetween(a: string, b: string): number {
  const edits = distance(a, b);
  return edits === 2 && isReordered(a, b) ? 1 : edits;
}

function isReordered(a: string, b: string): boolean {
  // Sums differ nearly always, and cost next to nothing.
  return a.length === b.length && sumOf(a) === sumOf(b) && sorted(a) === sorted(b);
}

function sumOf(text: string): number {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum += text.charCodeAt(index);
  return sum;
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
  const longer = wanted.length < SHORTEST_START ? [] : candidates.filter((candidate) => folded(candidate).startsWith(wanted));
  return longer.length === 1 ? longer[0] : undefined;
}
