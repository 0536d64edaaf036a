import type { Grant } from './grants.ts';

/** Most items that a message lists. */
const MOST = 3;

/** Some items as part of a sentence: `pods, secrets and 4 others`. */
export function listed(items: readonly string[]): string {
  const rest = items.length - MOST;
  const shown = rest > 1 ? items.slice(0, MOST) : items;
  return rest > 1 ? `${shown.join(', ')} and ${rest} others` : shown.join(', ');
}

/** Verbs as part of a sentence, `*` in words. */
export function verbsText(verbs: readonly string[]): string {
  return verbs.includes('*') ? 'every verb' : listed(verbs);
}

/** What a grant gives, as part of a sentence: `every verb on statefulsets (apps)`. */
export function grantText({ verbs, resources, groups, paths }: Grant): string {
  if (paths.length > 0) return `${verbsText(verbs)} on ${paths.includes('*') ? 'every path' : listed(paths)} of the API server`;
  const what = resources.includes('*') ? 'every resource' : listed(resources);
  return `${verbsText(verbs)} on ${what} (${groupsText(groups)})`;
}

function groupsText(groups: readonly string[]): string {
  return groups.includes('*') ? 'every API group' : listed(groups.map((group) => (group === '' ? 'core' : group)));
}
