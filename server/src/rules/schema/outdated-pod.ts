import type { Workload } from '../../resources/types.ts';
import { getAt, isList, isMap, mapAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { titleOf } from '../title.ts';
import type { Outdated } from './outdated.ts';

/** Labels of nodes that others have replaced. Source: Kubernetes documentation, Well-Known Labels, Annotations and Taints. */
const NODE_LABELS: ReadonlyMap<string, { readonly wanted: string; readonly since: string }> = new Map([
  ['beta.kubernetes.io/arch', { wanted: 'kubernetes.io/arch', since: '1.14' }],
  ['beta.kubernetes.io/os', { wanted: 'kubernetes.io/os', since: '1.14' }],
  ['beta.kubernetes.io/instance-type', { wanted: 'node.kubernetes.io/instance-type', since: '1.17' }],
  ['failure-domain.beta.kubernetes.io/zone', { wanted: 'topology.kubernetes.io/zone', since: '1.17' }],
  ['failure-domain.beta.kubernetes.io/region', { wanted: 'topology.kubernetes.io/region', since: '1.17' }],
]);

/** What a pod spec says in words that Kubernetes has replaced. */
export function outdatedInPod(workload: Workload): readonly Outdated[] {
  return [...serviceAccount(workload), ...selectedLabels(workload), ...namedLabels(workload), ...tcpHooks(workload)];
}

function serviceAccount({ resource, podSpec, podSpecRoute }: Workload): readonly Outdated[] {
  const name = stringAt(podSpec, ['serviceAccount']);
  if (name === undefined) return [];
  const current = podSpec.serviceAccountName ?? null;
  // Where both are set, serviceAccountName counts (Kubernetes, conversion of core/v1).
  return [
    {
      at: [...podSpecRoute, 'serviceAccount'],
      part: 'key',
      since: '1.0',
      message: 'renamed',
      data: { object: titleOf(resource), field: 'serviceAccount', wanted: 'serviceAccountName', to: 'serviceAccountName' },
      fixes: [current === null ? 'rename' : 'remove'],
    },
  ];
}

/** Keys of a nodeSelector. */
function selectedLabels({ resource, podSpec, podSpecRoute }: Workload): readonly Outdated[] {
  const selector = mapAt(podSpec, ['nodeSelector']) ?? {};
  return Object.keys(selector).flatMap((label) => {
    const known = NODE_LABELS.get(label);
    if (known === undefined) return [];
    return [
      {
        at: [...podSpecRoute, 'nodeSelector', label],
        part: 'key' as const,
        since: known.since,
        message: 'label' as const,
        data: { object: titleOf(resource), field: label, ...known, to: known.wanted },
        fixes: [known.wanted in selector ? 'remove' : 'rename'] as const,
      },
    ];
  });
}

/** Keys that affinity and spread constraints name as values. */
function namedLabels({ resource, podSpec, podSpecRoute }: Workload): readonly Outdated[] {
  const places = ['affinity', 'topologySpreadConstraints'].flatMap((field) => labelNamesIn(podSpec[field], [...podSpecRoute, field]));
  return places.flatMap(({ at, label }) => {
    const known = NODE_LABELS.get(label);
    if (known === undefined) return [];
    const data = { object: titleOf(resource), field: label, ...known };
    return [{ at, part: 'value' as const, since: known.since, message: 'label' as const, data, fixes: ['replace'] as const }];
  });
}

function labelNamesIn(value: Json | undefined, at: Route): readonly { readonly at: Route; readonly label: string }[] {
  if (isList(value)) return value.flatMap((item, index) => labelNamesIn(item, [...at, index]));
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    const isName = (key === 'key' || key === 'topologyKey') && typeof entry === 'string';
    return isName ? [{ at: [...at, key], label: entry }] : labelNamesIn(entry, [...at, key]);
  });
}

/** A hook by `tcpSocket` is refused, though the schema has it for compatibility (API reference, LifecycleHandler). */
function tcpHooks({ resource, containers }: Workload): readonly Outdated[] {
  return containers.flatMap(({ value, route, name }) =>
    ['postStart', 'preStop'].flatMap((hook) => {
      const at = ['lifecycle', hook, 'tcpSocket'];
      if ((getAt(value, at) ?? null) === null) return [];
      const text = 'which no kubelet has ever run; use exec, httpGet or sleep';
      const data = { object: titleOf(resource), field: `${hook}.tcpSocket of container "${name}"`, text };
      return [{ at: [...route, ...at], part: 'key' as const, since: '1.0', message: 'discouraged' as const, data, fixes: [] }];
    }),
  );
}
