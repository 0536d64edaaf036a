import type { Container } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import type { Context, Data, Problem } from '../types.ts';
import { adding, idsOf, isBareService } from './compose-security.ts';
import { bindsPrivilegedPort, hardenedContext, stating, statingAll, UNPRIVILEGED_ID } from './hardening.ts';
import { levelForAgent, levelForContainer, nodeAgentOf } from './node-agent.ts';
import type { RootUser } from './root-user.ts';
import { canGiveUpRoot, rootUserOf } from './root-user.ts';
import { SCRATCH, scratchPatches, scratchVolumeFor } from './scratch-volume.ts';
import { hasUserNamespace, isBare, isMissing } from './security-context.ts';

type Message = 'bare' | 'missing' | 'allowed' | 'allowedByPod' | 'root' | 'rootByPod' | 'contradiction' | 'bareService' | 'rootService';
type FixName = 'harden' | 'require' | 'unprivileged' | 'dropUser' | 'hardenService';

export default defineRule({
  id: 'security/run-as-non-root',
  guide: ['least-privilege'],
  level: 'warning',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A container that may run as root',
    why:
      'A process that runs as root in its container can change everything in it, and a flaw of the kernel, of the runtime or in a mount makes ' +
      'it root on the node. Most images run as root unless somebody says otherwise, and the API server cannot see what an image says.',
    fix:
      'Set runAsNonRoot to true, so that Kubernetes refuses to start an image that would run as root, or runAsUser to the id of an ordinary ' +
      'user. Where nothing limits the container at all, the quick fix writes the whole securityContext: no root, no privilege escalation, no ' +
      'capabilities but for a declared port below 1024, the default seccomp profile, and a read-only root file system with a volume for /tmp.',
    exceptions:
      'A runAsUser above 0 counts as non-root, and what the pod states counts for its containers. Silent for Windows pods, where a kustomize ' +
      'patch of the workspace states it, and in such a patch. Ordinary init containers, which often prepare a volume as root, and agents that ' +
      'observe their nodes are reported one level milder, known components that configure their nodes in the strict profile only. Silent for ' +
      'pods with a user namespace of their own (`hostUsers: false`), unless nothing at all limits the container. What an image itself says is ' +
      'not known here. In Compose, where nothing like runAsNonRoot exists, a service that nothing limits is information only, and one that ' +
      'states `user: root` a warning.',
    sources: [
      'Pod Security Standards, restricted: runAsNonRoot must be true, runAsUser must not be 0',
      'Kubernetes documentation, Configure a Security Context: the kubelet refuses to start a container that runs as root against runAsNonRoot',
      'Kubernetes documentation, User Namespaces: root of the pod is an unprivileged user of the node',
    ],
  },
  messages: {
    bare:
      'Container "{container}" may run as root, gain more privileges, use capabilities that it doesn\'t need and overwrite its own programs, ' +
      'since no securityContext says otherwise.',
    missing:
      'Container "{container}" runs as root if its image does, since neither it nor its pod sets runAsNonRoot to true; a break-out would then ' +
      'be root on the node.',
    allowed:
      'Container "{container}" sets runAsNonRoot to false, so it runs as root if its image does; a break-out would then be root on the node.',
    allowedByPod:
      '{workload} sets runAsNonRoot to false, so its containers run as root if their images do; a break-out would then be root on the ' +
      'node.',
    root: 'Container "{container}" runs as root (runAsUser is 0), so a break-out is root on the node; an ordinary user\'s id is wanted.',
    rootByPod:
      "{workload} runs its containers as root (runAsUser is 0), so a break-out is root on the node; an ordinary user's id is wanted.",
    contradiction:
      'Container "{container}" has runAsUser 0 and runAsNonRoot true, which exclude each other: Kubernetes refuses to start it.',
    bareService:
      'Service "{service}" may run as root, gain more privileges, use capabilities that it doesn\'t need and overwrite its own programs, since ' +
      'neither user nor any other field says otherwise.',
    rootService: 'Service "{service}" runs as root (user is {user}), so a break-out is root on the host; an ordinary user is wanted.',
  },
  *check(container, context) {
    if (isWindows(container.workload)) return;
    const problem = problemOf(container, context);
    const isShielded = hasUserNamespace(container.workload) && problem?.message !== 'bare' && problem?.message !== 'contradiction';
    if (problem !== undefined && !isShielded) yield problem;
  },
  *checkCompose(service) {
    const data = { service: service.name };
    const { user } = service.value;
    if (isBareService(service)) {
      yield {
        at: service.route,
        part: 'key',
        message: 'bareService',
        data: { ...data, tmpfs: service.value.tmpfs ?? null, binds: bindsPrivilegedPort(service), added: service.value.cap_add ?? null },
        level: 'info',
        fixes: ['hardenService'],
      };
    }
    if (idsOf(service).user === 0 || (typeof user === 'string' && /^root(?::|$)/.test(user))) {
      yield { at: [...service.route, 'user'], message: 'rootService', data: { ...data, user: user ?? null }, fixes: [] };
    }
  },
  fixes: {
    harden: {
      title: 'Add a hardened securityContext',
      safe: false,
      patches: ({ at, data: { fields, scratch } }, { document }) => [
        ...statingAll(at.slice(0, -1), fields),
        ...scratchPatches(scratch, document),
      ],
    },
    require: {
      title: 'Set runAsNonRoot to true',
      safe: false,
      patches: ({ at }) => [stating(at, true)],
    },
    unprivileged: {
      title: 'Run as user {id} instead of root',
      safe: false,
      patches: ({ at, data: { id = null } }) => [stating(at, id), stating([...at.slice(0, -1), 'runAsNonRoot'], true)],
    },
    dropUser: {
      title: 'Remove runAsUser 0',
      safe: false,
      patches: ({ at }) => [{ op: 'remove', at }],
    },
    hardenService: {
      title: 'Drop what the service may do by default',
      safe: false,
      patches: ({ at, data: { tmpfs, binds, added } }) => [
        { op: 'set', at: [...at, 'read_only'], value: true },
        adding([...at, 'tmpfs'], tmpfs, SCRATCH),
        { op: 'set', at: [...at, 'cap_drop'], value: ['ALL'] },
        ...(binds === true && added === null ? [{ op: 'set' as const, at: [...at, 'cap_add'], value: ['NET_BIND_SERVICE'] }] : []),
        { op: 'set', at: [...at, 'security_opt'], value: ['no-new-privileges:true'] },
      ],
    },
  },
});

function problemOf(container: Container, context: Pick<Context, 'partial' | 'inventory'>): Problem<Message, FixName> | undefined {
  const user = rootUserOf(container);
  if (user !== undefined) return explicitProblem(container, user);
  const isSilent = isMissing(container, 'runAsNonRoot', context) && isMissing(container, 'runAsUser', context);
  return isSilent ? absenceProblem(container, context) : undefined;
}

function explicitProblem(container: Container, { message, stated, shared }: RootUser): Problem<Message, FixName> {
  const data: Data = { container: container.name, workload: titleOf(container.workload.resource), id: UNPRIVILEGED_ID };
  const level = shared ? levelForAgent('warning', nodeAgentOf(container.workload), 'control') : levelForContainer(container, 'warning');
  switch (message) {
    case 'contradiction':
      return { at: stated.at, message, data, level: 'error', fixes: stated.by === 'pod' ? [] : ['dropUser'] };
    case 'allowed':
      return {
        at: stated.at,
        message: shared ? 'allowedByPod' : 'allowed',
        data,
        level,
        fixes: ['require'],
      };
    case 'root':
      return {
        at: stated.at,
        message: shared ? 'rootByPod' : 'root',
        data,
        level,
        fixes: canGiveUpRoot(container, shared) ? ['unprivileged'] : [],
      };
  }
}

function absenceProblem(container: Container, context: Pick<Context, 'partial' | 'inventory'>): Problem<Message, FixName> {
  const at = [...container.route, 'securityContext', 'runAsNonRoot'];
  const level = levelForContainer(container, 'warning');
  const data = { container: container.name };
  if (!isBare(container, context)) return { at, message: 'missing', data, level, fixes: ['require'] };
  const scratch = scratchVolumeFor(container);
  const hardening = { fields: hardenedContext(container), ...(scratch === undefined ? {} : { scratch }) };
  return { at, message: 'bare', data: { ...data, ...hardening }, level, fixes: ['harden', 'require'] };
}
