import type { Resource } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';

export default defineRule({
  id: 'schema/unknown-kind',
  level: 'info',
  scope: 'resource',
  docs: {
    summary: 'A kind that no schema is known for',
    why:
      'Nothing in the object can be checked against a schema. Where the kind or its group is misspelt, the API server has no such ' +
      'resource and refuses it.',
    fix: 'Correct the kind or the apiVersion. For a custom resource, keep its CustomResourceDefinition in the workspace.',
    exceptions:
      'Kinds whose CustomResourceDefinition is in the workspace, those of well-known projects whose schemas come with Plimsoll, and files that programs read themselves (kubeconfig, kustomization, ' +
      'Skaffold, the kubelet). API versions that Kubernetes once had are reported by `schema/deprecated-api`. Custom resources, which have a ' +
      'domain of their own as group, are reported in the strict profile only.',
    sources: ['Kubernetes API reference', 'Kubernetes documentation, Custom Resources: the group is a domain'],
  },
  messages: {
    unknown: 'No schema is known for kind {kind} in {apiVersion}, so it is not validated.',
    similar: 'No schema is known for kind {kind} in {apiVersion}, so it is not validated; did you mean {wantedKind} in {wanted}?',
  },
  *check(resource, { schemas, settings }) {
    const { apiVersion, kind, group } = resource;
    const version = settings.kubernetesVersion;
    if (schemas.kind(apiVersion, kind, version) || isClientFile(resource)) return;
    // What Kubernetes once had and has no more is `schema/deprecated-api`'s to report.
    if (schemas.removed(apiVersion, kind) ?? schemas.deprecation(apiVersion, kind, version)) return;
    const at = [...resource.route, 'kind'];
    const nearest = schemas.nearestKind(apiVersion, kind, version);
    const isCustom = group.includes('.') && !schemas.knowsGroup(group);
    if (nearest) {
      const data = { apiVersion, kind, wanted: nearest.apiVersion, wantedKind: nearest.kind };
      yield { at: nearest.kind === kind ? [...resource.route, 'apiVersion'] : at, message: 'similar', data, fixes: ['replace'] };
    } else yield { at, message: 'unknown', data: { apiVersion, kind }, level: isCustom ? 'strict' : 'info', fixes: [] };
  },
  fixes: {
    replace: {
      title: 'Replace by {wantedKind} in {wanted}',
      safe: false,
      patches: ({ at, data: { apiVersion, kind, wanted = null, wantedKind = null } }) => {
        const root = at.slice(0, -1);
        return [
          ...(wanted === apiVersion ? [] : [{ op: 'set', at: [...root, 'apiVersion'], value: wanted } as const]),
          ...(wantedKind === kind ? [] : [{ op: 'set', at: [...root, 'kind'], value: wantedKind } as const]),
        ];
      },
    },
  },
});

/** Files with an apiVersion and a kind that no API server ever sees. */
function isClientFile({ apiVersion, kind, group }: Resource): boolean {
  return (apiVersion === 'v1' && kind === 'Config') || group === 'skaffold' || group.endsWith('.config.k8s.io');
}
