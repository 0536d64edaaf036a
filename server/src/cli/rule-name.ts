import { allRules } from '../rules/registry.ts';
import { nearest } from '../schema/suggest.ts';

/** A sentence for the id of a rule, or of a group of rules, that there isn't. */
export function noSuchRule(id: string): string {
  const ids = allRules.map((rule) => rule.id);
  const groups = [...new Set(ids.map((one) => one.slice(0, one.indexOf('/'))))];
  const meant = id.includes('/') ? nearest(id, ids) : (nearest(id, groups) ?? ids.find((one) => one.endsWith(`/${id}`)));
  return meant === undefined ? `${id}: no such rule; \`plimsoll rules\` lists them.` : `${id}: no such rule; did you mean ${meant}?`;
}
