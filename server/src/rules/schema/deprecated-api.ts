import { resourceAt } from '../../resources/resource.ts';
import type { Resource } from '../../resources/types.ts';
import type { Deprecation } from '../../schema/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { hasEmptySelector, migrationOf } from './migrations.ts';

export default defineRule({
  id: 'schema/deprecated-api',
  level: 'warning',
  scope: 'resource',
  docs: {
    summary: 'An API version that the target Kubernetes version no longer serves, or is about to stop serving',
    why:
      'The API server of the target version refuses an object in an API version that is gone, so the whole release fails, most often on the ' +
      'day of the upgrade. A deprecated one still works, with a warning, until it goes.',
    fix:
      'Use the API version that the message names. The quick fix rewrites apiVersion and what moved with it: backends and path types of an ' +
      'Ingress, metrics of a HorizontalPodAutoscaler, the selector that workloads in apps/v1 must state. Defaults moved as well: in apps/v1 ' +
      'a DaemonSet and a StatefulSet roll out by themselves, and a Deployment keeps ten old ReplicaSets and gives up after ten minutes. ' +
      'policy/v1 takes an empty selector for all pods of the namespace, where policy/v1beta1 took it for none, so that is left to you.',
    exceptions:
      'API versions of custom resources. The target is the setting `kubernetesVersion`. In kustomize patches what a newer version requires is ' +
      'not added.',
    sources: [
      'Deprecated API Migration Guide, https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
      'Kubernetes Deprecation Policy: three minor versions from the first release of a beta to its deprecation, and three more to its removal',
      'Kubernetes API reference: Endpoints (deprecated since 1.33) and ComponentStatus (since 1.19)',
    ],
  },
  messages: {
    removed: '{object} is in {apiVersion}, which Kubernetes {version} and later no longer serve, so the API server refuses it; {instead}.',
    deprecated: '{object} is in {apiVersion}, which {history}; {instead}.',
    emptySelector:
      '{object} is in {apiVersion}, which Kubernetes {version} no longer serves; in {wanted} its empty selector means all pods of the namespace and no ' +
      'longer none, so say which pods are meant before you move it.',
  },
  *check(resource, { schemas, settings, partial }) {
    const deprecation = schemas.deprecation(resource.apiVersion, resource.kind, settings.kubernetesVersion);
    if (deprecation === undefined) return;
    const { replacement, version } = deprecation;
    const isMovable = replacement?.kind === resource.kind && migrationOf(resource, { to: replacement.apiVersion, partial }) !== undefined;
    yield {
      at: [...resource.route, 'apiVersion'],
      message: messageOf(resource, deprecation),
      level: deprecation.state === 'removed' ? 'error' : 'warning',
      data: {
        object: titleOf(resource),
        apiVersion: resource.apiVersion,
        version,
        history: deprecation.event === 'removal' ? `Kubernetes ${version} stops serving` : `is deprecated since Kubernetes ${version}`,
        instead: insteadOf(resource, deprecation),
        partial,
        ...(replacement && { wanted: replacement.apiVersion }),
      },
      fixes: isMovable ? ['migrate'] : [],
      tags: ['deprecated'],
    };
  },
  fixes: {
    migrate: {
      title: 'Migrate to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted, partial } }, { document }) => {
        const resource = resourceAt(document, at);
        return resource && typeof wanted === 'string' ? migrationOf(resource, { to: wanted, partial: partial === true }) : undefined;
      },
    },
  },
});

function messageOf(resource: Resource, { state }: Deprecation): 'removed' | 'deprecated' | 'emptySelector' {
  return resource.kind === 'PodDisruptionBudget' && hasEmptySelector(resource) ? 'emptySelector' : state;
}

/** What took the place of an API without a successor. Sources: Kubernetes documentation, Pod Security Admission; KEP-3063. */
const OTHER_WAYS: ReadonlyMap<string, string> = new Map([
  ['PodSecurityPolicy', 'the pod-security.kubernetes.io labels of a Namespace (Pod Security Admission) have taken its place'],
  ['ComponentStatus', "ask the components' own health endpoints instead"],
  ['PodSchedulingContext', 'the scheduler allocates devices itself now'],
]);

function insteadOf({ kind }: Resource, { replacement }: Deprecation): string {
  if (replacement === undefined) return OTHER_WAYS.get(kind) ?? 'nothing replaces it';
  return replacement.kind === kind ? `use ${replacement.apiVersion}` : `use ${replacement.kind} in ${replacement.apiVersion}`;
}
