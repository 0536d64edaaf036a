import type { Resource } from '../../resources/types.ts';
import { memo } from '../../yaml/memo.ts';
import { milder } from '../milder.ts';
import type { Level } from '../types.ts';

/** What a controller may need for its work, and an application does not. */
export type Need = 'everything' | 'secrets' | 'exec' | 'tokens' | 'webhooks' | 'roles' | 'impersonation';

/** Controllers whose own manifests ask for a right, because it is what they are for (the projects' released manifests and charts). */
const KNOWN: Readonly<Record<Need, RegExp>> = {
  // They apply whatever a repository or a backup holds.
  everything: wordsPattern('velero argocd argo-cd application-controller flux kustomize-controller helm-controller cluster-reconciler'),
  secrets: wordsPattern(
    'kube-state-metrics prometheus-operator grafana-operator opentelemetry-operator trivy-operator cert-manager external-secrets ' +
      'sealed-secrets vault vault-secrets-operator secrets-store-csi-driver secretproviderclasses reflector replicator reloader ' +
      'ingress-nginx nginx-ingress nginx-gateway traefik haproxy-ingress haproxy-kubernetes-ingress contour kong istio istiod ' +
      'envoy-gateway emissary apisix argocd argo-cd argo-events flux source-controller kustomize-controller helm-controller ' +
      'notification-controller image-automation-controller velero keda crossplane kyverno rancher tekton knative ' +
      'actions-runner-controller gitlab-runner strimzi cloudnative-pg cnpg postgres-operator longhorn rook csi external-provisioner ' +
      'external-snapshotter external-resizer',
  ),
  exec: wordsPattern(
    'velero argo-workflows tekton gitlab-runner actions-runner-controller jenkins rook strimzi postgres-operator percona mysql-operator',
  ),
  tokens: wordsPattern('external-secrets cert-manager vault vault-secrets-operator secrets-store-csi-driver crossplane argocd argo-cd'),
  webhooks: wordsPattern(
    'cert-manager cainjector ca-injector istio istiod linkerd kyverno gatekeeper kubewarden vault external-secrets keda knative ' +
      'crossplane opentelemetry-operator prometheus-operator ingress-nginx actions-runner-controller',
  ),
  roles: wordsPattern('argocd argo-cd flux kustomize-controller helm-controller rancher olm capsule crossplane rbac-manager rook'),
  impersonation: wordsPattern(
    'argocd argo-cd flux kustomize-controller helm-controller rancher capsule teleport tailscale headlamp kube-oidc-proxy gitlab-agent',
  ),
};

/** Words by which roles of controllers and operators call themselves, kubebuilder's `manager-role` among them. */
const CONTROLLER = wordsPattern('operator controller controllers manager provisioner autoscaler scheduler webhook admission');

const LABELS = ['app.kubernetes.io/name', 'app.kubernetes.io/component', 'app.kubernetes.io/part-of', 'app', 'k8s-app'];

/** True for the role of an operator or controller, by its name or its labels. */
export const isController: (role: Resource) => boolean = memo((role) => namesOf(role).some((name) => CONTROLLER.test(name)));

/**
 * The level of a right that somebody else ought not to have: only the strict profile tells of what a controller is known to need; any other
 * operator or controller is told one level milder.
 * @param need undefined: what many controllers need, and none in particular
 */
export function levelFor(role: Resource, level: 'error' | 'warning' | 'info', need?: Need): Level {
  if (need !== undefined && namesOf(role).some((name) => KNOWN[need].test(name))) return 'strict';
  return isController(role) ? milder(level) : level;
}

function namesOf({ name, labels }: Resource): readonly string[] {
  return [name, ...LABELS.map((label) => labels[label])].filter((one) => one !== undefined);
}

function wordsPattern(words: string): RegExp {
  return new RegExp(`(?:^|[-_.:/])(?:${words.split(' ').join('|')})(?:$|[-_.:/])`, 'i');
}
