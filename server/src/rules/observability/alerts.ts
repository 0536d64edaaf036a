import { objectMemo } from '../../resources/object-memo.ts';
import { stringsOf } from '../../resources/resource.ts';
import type { Resource } from '../../resources/types.ts';
import { getAt, isMap, listAt, stringAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';

/** An alerting rule. */
export interface Alert {
  readonly name: string;
  readonly route: Route;
  readonly value: JsonMap;
  /** Its own labels over those of its group, which Prometheus gives to all rules of the group. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The alerting rules of a PrometheusRule of the Prometheus Operator; none in other objects. Memoised by object. */
export const alertsIn: (resource: Resource) => readonly Alert[] = objectMemo(({ kind, group, value, route }) => {
  if (kind !== 'PrometheusRule' || group !== 'monitoring.coreos.com') return [];
  const groups = listAt(value, ['spec', 'groups']) ?? [];
  return groups.flatMap((rules, index) => alertsOf(rules, [...route, 'spec', 'groups', index]));
});

function alertsOf(group: Json, route: Route): readonly Alert[] {
  const shared = stringsOf(getAt(group, ['labels']));
  return (listAt(group, ['rules']) ?? []).flatMap((rule, index) => {
    const name = stringAt(rule, ['alert']);
    if (!name || !isMap(rule)) return [];
    return [{ name, route: [...route, 'rules', index], value: rule, labels: { ...shared, ...stringsOf(rule.labels) } }];
  });
}

/**
 * True for an alert that is there for other alerts or for the monitoring itself, and that nobody is to be told of: a heartbeat, an inhibitor.
 * kube-prometheus gives them the severity `none`.
 */
export function isForMachines({ labels }: Alert): boolean {
  return labels.severity === 'none';
}

/** Fields of an alerting rule behind which its labels go, the last of them first. */
export const BEFORE_LABELS: readonly string[] = ['keep_firing_for', 'for', 'expr', 'alert'];
