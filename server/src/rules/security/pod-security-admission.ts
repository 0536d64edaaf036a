import type { Container } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { getAt, isList } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Context, Problem } from '../types.ts';
import { listensBelow1024, stating } from './hardening.ts';
import { enforcementFor } from './namespace-standard.ts';
import type { Lack, Violation } from './pod-standard.ts';
import { lacksOf, violationsOf } from './pod-standard.ts';
import { statedFor } from './security-context.ts';

type Found = Problem<'forbidden' | 'lacking', 'remove' | 'replace' | 'state'>;

export default defineRule({
  id: 'security/pod-security-admission',
  level: 'error',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A pod that the Pod Security Standard of its own namespace rejects',
    why:
      'The API server checks pods, not Deployments: it accepts the Deployment with a warning that few see, and then rejects each of its pods. ' +
      'The workload has no replicas, and the reason stands in the events of its ReplicaSet.',
    fix:
      'Meet the standard that the namespace enforces by its label `pod-security.kubernetes.io/enforce`, or move what needs more of its node ' +
      'to a namespace of its own. The quick fix states what is missing, or takes back what is forbidden.',
    exceptions:
      'Only where the Namespace is found in this workspace. Several of one name, in overlays for several clusters, count with the mildest of ' +
      'their labels unless one of them is applied with the workload. Silent for pods of Windows, in patches, unused components and templates ' +
      'of Helm charts, where a kustomize patch of the workspace brings what is missing, and for values that are filled in later.',
    sources: ['Kubernetes documentation, Pod Security Standards', 'Kubernetes documentation, Pod Security Admission: workload resources'],
  },
  messages: {
    forbidden:
      '{namespace} enforces the Pod Security Standard {standard}, so the API server rejects the pods of {workload}: {subject} has {found}, ' +
      'which the standard forbids.',
    lacking:
      '{namespace} enforces the Pod Security Standard restricted, so the API server rejects the pods of {workload}: container "{container}" ' +
      'does not state {fields}.',
  },
  *check(workload, context) {
    if (context.partial || workload.containers.length === 0 || isWindows(workload)) return;
    const enforcement = enforcementFor(workload.resource, context.inventory);
    if (!enforcement) return;
    const { namespace, standard, statedIn, at } = enforcement;
    const shared = {
      data: { namespace: titleOf(namespace), standard, workload: titleOf(workload.resource) },
      related: [{ in: statedIn, at, message: `It enforces ${standard}` }],
    };
    const violations = violationsOf(workload, context.settings.kubernetesVersion);
    for (const violation of violations.filter((each) => standard === 'restricted' || each.standard === standard)) {
      yield forbidden(violation, shared);
    }
    if (standard === 'restricted') yield* workload.containers.flatMap((container) => lacking(container, context, shared));
  },
  fixes: {
    state: {
      title: 'State {fields}',
      safe: false,
      patches: ({ data: { context, lacks } }) => {
        const at = isList(context) ? (context as Route) : [];
        return isList(lacks)
          ? (lacks as unknown as readonly Lack[]).map(({ field, value }) => stating([...at, ...field], value))
          : undefined;
      },
    },
    replace: {
      title: 'Set {field} to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
    remove: { title: 'Remove {field}', safe: false, patches: ({ at }) => [{ op: 'remove', at, prune: true }] },
  },
});

/** What all problems of a workload have in common. */
type Shared = Required<Pick<Found, 'data' | 'related'>>;

function forbidden({ at, subject, found, remedy }: Violation, { data, related }: Shared): Found {
  const rest = { at, message: 'forbidden', related } as const;
  const all = { ...data, subject, found, field: found };
  if (remedy === undefined) return { ...rest, data: all, fixes: [] };
  if (remedy === 'remove') return { ...rest, data: all, fixes: ['remove'] };
  return { ...rest, data: { ...all, field: String(at.at(-1)), wanted: remedy.value }, fixes: ['replace'] };
}

function lacking(container: Container, context: Pick<Context, 'partial' | 'inventory'>, { data, related }: Shared): readonly Found[] {
  const lacks = lacksOf(container, context);
  const [first] = lacks;
  if (first === undefined) return [];
  const securityContext = [...container.route, 'securityContext'];
  // Whoever listens there needs the one capability that the standard lets containers add.
  const bound = lacks.some(({ field }) => field[0] === 'capabilities') && needsBinding(container) ? [BINDING] : [];
  const fields = lacks.map(({ field, value }) => `${field.join('.')}: ${String(value)}`).join(', ');
  return [
    {
      at: [...securityContext, ...first.field],
      message: 'lacking',
      data: {
        ...data,
        container: container.name,
        fields,
        context: securityContext,
        lacks: [...lacks, ...bound].map((lack) => ({ ...lack })),
      },
      related,
      fixes: ['state'],
    },
  ];
}

const BINDING: Lack = { field: ['capabilities', 'add'], value: ['NET_BIND_SERVICE'] };

function needsBinding(container: Container): boolean {
  return listensBelow1024(container) && getAt(statedFor(container, 'capabilities')?.value, ['add']) === undefined;
}
