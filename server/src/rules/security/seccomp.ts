import type { Container } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { isMap, mapAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { removeOption, unconfinedOptions } from './compose-security.ts';
import { stating } from './hardening.ts';
import { composeAgentOf, levelForAgent, levelForContainer, nodeAgentOf } from './node-agent.ts';
import { isBare, isMissing, isPrivileged, oncePerPod, statedFor } from './security-context.ts';

const PROFILE = { type: 'RuntimeDefault' };

export default defineRule({
  id: 'security/seccomp',
  guide: ['least-privilege'],
  level: 'info',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A container without a seccomp profile, or with `Unconfined`',
    why:
      'The default profile of the container runtime refuses some dozens of system calls that applications do not use and attacks on the kernel do. ' +
      'Unless a pod asks for it, or the kubelet is told to, Kubernetes starts containers without any.',
    fix:
      'Set seccompProfile to RuntimeDefault: at the pod, where that has a securityContext, else at the container. Programs that build sandboxes of ' +
      'their own, such as browsers, may need a Localhost profile.',
    exceptions:
      'What the pod states counts for its containers, of which those that inherit it are one finding. Silent for privileged containers, which ' +
      'run without a profile whatever they state, for Windows pods, where a kustomize patch of the workspace states a profile, and in such a ' +
      'patch. A container that nothing limits is one finding of `security/run-as-non-root`. In Compose, Docker applies its profile by default, ' +
      'so that `seccomp:unconfined` alone is reported.',
    sources: [
      'Pod Security Standards, restricted: seccompProfile must be RuntimeDefault or Localhost; baseline: not Unconfined',
      'Kubernetes documentation, Seccomp and Kubernetes: without --seccomp-default containers run unconfined',
      'Docker documentation, Seccomp security profiles for Docker',
    ],
  },
  messages: {
    missing:
      'Container "{container}" has no seccomp profile, so it may make every system call of the kernel; RuntimeDefault refuses those that ' +
      'applications do not use.',
    missingInPod:
      '{workload} has no seccomp profile, so its containers may make every system call of the kernel; RuntimeDefault refuses those ' +
      'that applications do not use.',
    unconfined:
      'Container "{container}" has the seccomp profile Unconfined, so it may make every system call of the kernel; RuntimeDefault refuses ' +
      'those that applications do not use.',
    unconfinedPod:
      '{workload} has the seccomp profile Unconfined, so its containers may make every system call of the kernel; RuntimeDefault ' +
      'refuses those that applications do not use.',
    service:
      'Service "{service}" sets {option}, which switches Docker\'s seccomp profile off, so that it may make every system call of the kernel; the ' +
      'profile refuses those that applications do not use.',
  },
  *check(container, context) {
    const lack = lackOf(container);
    if (lack === undefined || (lack.isAbsent && !isMissing(container, 'seccompProfile', context))) return;
    const level = lack.isAbsent ? 'info' : 'warning';
    const agent = nodeAgentOf(container.workload);
    yield {
      at: lack.at,
      message: lack.message,
      data: { container: container.name, workload: titleOf(container.workload.resource) },
      level: lack.shared ? levelForAgent(level, agent, 'control') : levelForContainer(container, level),
      fixes: [lack.isAbsent ? 'add' : 'replace'],
      ...(lack.isAbsent && isBare(container, context) ? { coveredBy: 'security/run-as-non-root' } : {}),
    };
  },
  *checkCompose(service) {
    for (const { at, text } of unconfinedOptions(service, 'seccomp')) {
      const level = levelForAgent('warning', composeAgentOf(service), 'control');
      yield { at, message: 'service', data: { service: service.name, option: text }, level, fixes: ['remove'] };
    }
  },
  fixes: {
    add: {
      title: 'Set seccompProfile to RuntimeDefault',
      safe: true,
      patches: ({ at }) => [stating(at, PROFILE)],
    },
    replace: {
      title: 'Set seccompProfile to RuntimeDefault',
      safe: false,
      patches: ({ at }) => [stating(at.slice(0, -1), PROFILE)],
    },
    remove: removeOption,
  },
});

interface Lack {
  readonly message: 'missing' | 'missingInPod' | 'unconfined' | 'unconfinedPod';
  readonly shared: boolean;
  readonly isAbsent: boolean;
  readonly at: Route;
}

const lackOf: (container: Container) => Lack | undefined = oncePerPod((container) => {
  const { podSpec, podSpecRoute } = container.workload;
  if (isWindows(container.workload) || isPrivileged(container)) return undefined;
  const stated = statedFor(container, 'seccompProfile');
  if (stated === undefined) {
    const shared = mapAt(podSpec, ['securityContext']) !== undefined;
    const at = [...(shared ? podSpecRoute : container.route), 'securityContext', 'seccompProfile'];
    return { message: shared ? 'missingInPod' : 'missing', shared, isAbsent: true, at };
  }
  if (!isMap(stated.value) || stringAt(stated.value, ['type']) !== 'Unconfined') return undefined;
  const shared = stated.by === 'pod';
  return { message: shared ? 'unconfinedPod' : 'unconfined', shared, isAbsent: false, at: [...stated.at, 'type'] };
});
