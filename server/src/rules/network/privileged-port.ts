import { defineRule } from '../define-rule.ts';

/** The first port that needs no privilege on Linux, unless net.ipv4.ip_unprivileged_port_start says otherwise. */
const FIRST_FREE = 1024;

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
      'numbers.',
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
    if (container.workload.podSpec.hostNetwork === true) return;
    for (const { route, port } of container.ports) {
      if (port === undefined || port < 1 || port >= FIRST_FREE) continue;
      yield { at: [...route, 'containerPort'], message: 'low', data: { container: container.name, port } };
    }
  },
});
