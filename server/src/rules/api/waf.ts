import { isLocalHost, LOCAL_HOSTS } from '../../resources/hosts.ts';
import { classOf, isChallengeSolver, isIngress, isPartOfAnother, rulesOf } from '../../resources/ingress.ts';
import { controllerOf } from '../../resources/ingress-controller.ts';
import type { Inventory, Resource } from '../../resources/types.ts';
import { stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { annotationAt, annotationPatches, isSetForAll } from './annotations.ts';

export default defineRule({
  id: 'api/waf',
  guide: ['waf'],
  level: 'info',
  scope: 'resource',
  kinds: ['Ingress'],
  workspace: true,
  docs: {
    summary: 'An Ingress for the internet without a web application firewall',
    why:
      'A firewall for HTTP turns known attacks away before they reach the application, and buys the time to patch what is found. Without ' +
      "one every request of the internet is the application's to judge.",
    fix:
      "Switch the controller's own firewall on, or name the one of the cloud: AWS WAF by its ARN, Cloud Armor by a BackendConfig, Azure " +
      'WAF by a policy. ModSecurity only logs until `SecRuleEngine On` is set for the controller.',
    exceptions:
      'Only controllers with a firewall of their own: ingress-nginx, F5 NGINX, HAProxy Ingress, AWS, GKE and Application Gateway; ' +
      'nothing is said where the controller is not known. Silent where a ConfigMap of the workspace switches it on for all, where a ' +
      'BackendConfig of the workspace names a security policy, for internal classes, schemes and hosts, for ACME challenge solvers, and ' +
      'in patches. A firewall in front of the cluster cannot be seen here: suppress the rule and say so.',
    sources: [
      'Deployment guide, network security: external traffic passes a web application firewall',
      'Reference documentation: ingress-nginx (enable-modsecurity), F5 NGINX (app-protect-enable), HAProxy Ingress (waf), AWS Load ' +
        'Balancer Controller (wafv2-acl-arn), GKE (BackendConfig securityPolicy), Application Gateway (waf-policy-for-path)',
    ],
  },
  options: {
    localHosts: {
      type: 'strings',
      default: LOCAL_HOSTS,
      description: 'Hosts that are not of the internet; a leading * stands for any text.',
    },
  },
  messages: {
    missing:
      '{object} lets the internet in without a web application firewall ({settings}); the guide asks for one in front of all external ' +
      'traffic.',
    off: '{object} switches the web application firewall off ({settings}: {found}); the guide asks for one in front of all external traffic.',
  },
  *check(resource, { partial, options, inventory }) {
    if (!isIngress(resource) || isChallengeSolver(resource) || isPartOfAnother(resource)) return;
    if (isInternal(resource, options.localHosts)) return;
    const controller = controllerOf(resource);
    const object = titleOf(resource);
    if (controller?.id === 'gce' && !partial && !hasSecurityPolicy(inventory)) {
      const settings = 'no BackendConfig with a securityPolicy in this workspace';
      yield { at: [...resource.route, 'metadata', 'name'], message: 'missing', data: { object, settings }, fixes: [] };
    }
    if (controller?.firewall === undefined) return;
    const { annotations, enable } = controller.firewall;
    const written = annotations.filter((name) => name in resource.annotations);
    const [setting = ''] = written.length > 0 ? written : annotations;
    const fixes: 'enable'[] = Object.keys(enable).length === 0 ? [] : ['enable'];
    const at = annotationAt(resource, setting);
    if (written.length === 0) {
      if (partial || annotations.some((name) => isSetForAll(name, inventory))) return;
      yield { at, message: 'missing', data: { object, settings: `no ${setting}`, values: enable }, fixes };
    } else if (written.every((name) => isOff(resource.annotations[name]))) {
      yield { at, message: 'off', data: { object, settings: setting, found: resource.annotations[setting] ?? '', values: enable }, fixes };
    }
  },
  fixes: {
    enable: {
      title: 'Switch ModSecurity on with the OWASP core rules',
      safe: false,
      patches: ({ at, data: { values } }) => annotationPatches(at, values),
    },
  },
});

function isOff(text = ''): boolean {
  return /^(?:false|off|disabled?|)$/i.test(text);
}

/** Not for the internet, by its class, its load balancer's scheme, or all of its hosts. */
function isInternal(ingress: Resource, localHosts: readonly string[]): boolean {
  const hosts = rulesOf(ingress).map(({ host }) => host);
  const areLocal = hosts.length > 0 && hosts.every((host) => host !== undefined && isLocalHost(host, localHosts));
  return areLocal || /internal|private|intranet/i.test(classOf(ingress) ?? '') || isInternalBalancer(ingress);
}

/** AWS makes internal load balancers unless told otherwise (AWS Load Balancer Controller, scheme); Application Gateway and GKE are told so. */
function isInternalBalancer(ingress: Resource): boolean {
  if (controllerOf(ingress)?.id === 'aws') return ingress.annotations['alb.ingress.kubernetes.io/scheme'] !== 'internet-facing';
  return ingress.annotations['appgw.ingress.kubernetes.io/use-private-ip'] === 'true';
}

/** Cloud Armor is named by the BackendConfigs of the Services behind an Ingress. */
function hasSecurityPolicy(inventory: Inventory): boolean {
  return inventory
    .ofKind('BackendConfig')
    .some(({ resource }) => stringAt(resource.value, ['spec', 'securityPolicy', 'name']) !== undefined);
}
