import type { Workload } from '../../resources/types.ts';
import { isList, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { HOST } from './topology.ts';

/** What a pod asks of its node by one label or field. */
export interface NodeChoice {
  readonly route: Route;
  /** Label of the node; {@link HOST} for the node's own name. */
  readonly key: string;
  /** The values that will do. */
  readonly values: readonly string[];
}

/**
 * What the pod's node must have, by `nodeName`, `nodeSelector` and required node affinity. Of the terms of an affinity one is enough, so
 * several of them are no choice that must be kept.
 */
export function nodeChoices({ podSpec, podSpecRoute }: Workload): readonly NodeChoice[] {
  const nodeName = stringAt(podSpec, ['nodeName']) ?? '';
  const byName = nodeName === '' ? [] : [{ route: [...podSpecRoute, 'nodeName'], key: HOST, values: [nodeName] }];
  const bySelector = Object.entries(mapAt(podSpec, ['nodeSelector']) ?? {}).map(([key, value]) => ({
    route: [...podSpecRoute, 'nodeSelector', key],
    key,
    values: [String(value)],
  }));
  const terms = ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'];
  const [term, ...others] = listAt(podSpec, terms) ?? [];
  const byAffinity = term === undefined || others.length > 0 ? [] : expressionsIn(term, [...podSpecRoute, ...terms, 0]);
  return [...byName, ...bySelector, ...byAffinity];
}

/** Expressions on labels, and on fields, of which there is `metadata.name` alone. */
function expressionsIn(term: Json, route: Route): readonly NodeChoice[] {
  const choices = (field: string) =>
    (listAt(term, [field]) ?? []).flatMap((expression, index) => {
      const values = listAt(expression, ['values']);
      const key = stringAt(expression, ['key']);
      if (stringAt(expression, ['operator']) !== 'In' || key === undefined || !isList(values)) return [];
      return [{ route: [...route, field, index, 'values'], key: field === 'matchFields' ? HOST : key, values: values.map(String) }];
    });
  return [...choices('matchExpressions'), ...choices('matchFields')];
}
