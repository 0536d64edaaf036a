import { imageName } from '../../resources/image.ts';
import { isMonitoringPort } from '../../resources/port.ts';
import type { Container } from '../../resources/types.ts';

/** Names of images that are made to work beside another container of the pod: proxies that check or encrypt, log shippers, reloaders, exporters. */
const HELPER_IMAGE = new RegExp(
  `^(?:${[
    'kube-rbac-proxy',
    'proxyv2',
    '(?:linkerd-)?proxy-init',
    'linkerd-proxy',
    'pilot-agent',
    'cloud-?sql-proxy',
    'alloydb-auth-proxy',
    'fluent-?bit',
    'fluentd',
    'filebeat',
    'promtail',
    'vector',
    'git-sync',
    'k8s-sidecar',
    'configmap-reload(?:er)?',
    '(?:prometheus-)?config-reloader',
    '[a-z0-9-]+[-_]exporter',
  ].join('|')})$`,
);

/**
 * A container that works for another one of its pod, which is the one that answers or hangs: a native sidecar, or one behind the first that
 * has no port, ports for metrics and health alone, or an image that is made to be a sidecar.
 */
export function isHelper(container: Container): boolean {
  if (container.kind !== 'container') return container.kind === 'sidecar';
  const first = container.workload.containers.find(({ kind }) => kind === 'container');
  if (container === first) return false;
  return container.ports.every(isMonitoringPort) || HELPER_IMAGE.test(imageName(container.image ?? ''));
}
