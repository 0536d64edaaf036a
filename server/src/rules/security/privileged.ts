import type { Container } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { defineRule } from '../define-rule.ts';
import { milder } from '../milder.ts';
import type { Level } from '../types.ts';
import { composeAgentOf, levelForAgent, levelForContainer } from './node-agent.ts';
import { hasUserNamespace, statedFor } from './security-context.ts';

export default defineRule({
  id: 'security/privileged',
  guide: ['least-privilege'],
  level: 'error',
  scope: 'container',
  docs: {
    summary: 'A privileged container',
    why:
      'A privileged container has every capability, sees all devices of its node and has no seccomp or AppArmor profile. Whoever breaks into ' +
      'it has the node, and with it every other pod there.',
    fix:
      'Remove `privileged`, and give the container the single capabilities, devices (by a device plugin) or kernel settings that it needs. The ' +
      'quick fix removes the field.',
    exceptions:
      'Known components that configure their nodes (CNI and CSI plugins, kube-proxy, device plugins) are reported in the strict profile only, ' +
      'those that observe them one level milder, as are init containers and pods with a user namespace of their own (`hostUsers: false`). ' +
      'Silent for Windows pods, which cannot be privileged.',
    sources: [
      'Pod Security Standards, baseline: privileged containers are not allowed',
      'Kubernetes API validation: allowPrivilegeEscalation false and privileged true exclude each other',
    ],
  },
  messages: {
    privileged:
      'Container "{container}" is privileged, so it has every capability and all devices of its node: whoever breaks into it has the node; give it ' +
      'the single capabilities that it needs.',
    rejected:
      'Container "{container}" is privileged and sets allowPrivilegeEscalation to false, which exclude each other, so the API server rejects it; ' +
      'remove privileged.',
    service:
      'Service "{service}" is privileged, so it has every capability and all devices of the host: whoever breaks into it has the host; give it the ' +
      'single capabilities (cap_add) and devices that it needs.',
  },
  *check(container) {
    const stated = statedFor(container, 'privileged');
    if (stated?.value !== true || isWindows(container.workload)) return;
    const isRejected = statedFor(container, 'allowPrivilegeEscalation')?.value === false;
    yield {
      at: stated.at,
      part: 'key',
      message: isRejected ? 'rejected' : 'privileged',
      data: { container: container.name },
      level: isRejected ? 'error' : levelOf(container),
    };
  },
  *checkCompose(service) {
    if (service.value.privileged !== true) return;
    yield {
      at: [...service.route, 'privileged'],
      part: 'key',
      message: 'service',
      data: { service: service.name },
      level: levelForAgent('error', composeAgentOf(service), 'control'),
    };
  },
  fixes: {
    remove: {
      title: 'Remove privileged',
      safe: false,
      patches: ({ at }) => [{ op: 'remove', at, prune: true }],
    },
  },
});

function levelOf(container: Container): Level {
  return levelForContainer(container, hasUserNamespace(container.workload) ? milder('error') : 'error');
}
