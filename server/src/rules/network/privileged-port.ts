import { isPrivilegedPort } from '../../resources/privileged-port.ts';
import { isWindows } from '../../resources/windows.ts';
import { getAt, listAt, stringAt } from '../../yaml/json.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';

/** The parameter of the kernel by which a pod may lower the first port that needs no privilege. */
const FIRST_FREE = 'net.ipv4.ip_unprivileged_port_start';

export default defineRule({
  id: 'network/privileged-port',
  level: 'strict',
  scope: 'container',
  docs: {
    summary: 'A container listens on a port under 1024',
    why:
      'To open such a port a process needs root or the capability NET_BIND_SERVICE on many runtimes, which is more than a server needs ' +
      'otherwise. A Service can offer port 80 whatever port its pods listen on.',
    fix: "Let the server listen on a port from 1024 on, and keep the Service's own port.",
    exceptions:
      'Reported in the strict profile only. Silent for pods in the network of their node, whose ports are open there under these very ' +
      'numbers, for pods that free the port by net.ipv4.ip_unprivileged_port_start, and for Windows, which has no such ports.',
    sources: [
      'Linux manual, capabilities(7): CAP_NET_BIND_SERVICE; ip(7): ip_unprivileged_port_start',
      'Kubernetes documentation, Service: port and targetPort',
    ],
  },
  messages: {
    low:
      'Container "{container}" listens on port {port}, for which many runtimes want root or NET_BIND_SERVICE; listen on a port from 1024 ' +
      'on and let the Service map it.',
  },
  *check(container) {
    const { podSpec } = container.workload;
    if (podSpec.hostNetwork === true || isWindows(container.workload)) return;
    for (const { route, port } of container.ports) {
      if (!isPrivilegedPort(port) || port >= firstFreeOf(podSpec)) continue;
      yield { at: [...route, 'containerPort'], message: 'low', data: { container: container.name, port } };
    }
  },
});

/** The first port that the pod itself frees for everybody; infinity where it says nothing of that. */
function firstFreeOf(podSpec: JsonMap): number {
  const sysctls = listAt(podSpec, ['securityContext', 'sysctls']) ?? [];
  const stated = sysctls.find((sysctl) => stringAt(sysctl, ['name'])?.replaceAll('/', '.') === FIRST_FREE);
  const value = Number(getAt(stated, ['value']) ?? Number.NaN);
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
}
