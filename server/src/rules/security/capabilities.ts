import type { ComposeService, Container } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { listAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { milder } from '../milder.ts';
import type { Context, Level, Problem } from '../types.ts';
import { addedCapabilities, capabilitiesIn, dropsAll, hasUnknown } from './capability-lists.ts';
import { isBareService } from './compose-security.ts';
import { bindsPrivilegedPort, listensBelow1024, stating } from './hardening.ts';
import { composeAgentOf, levelForAgent, levelForContainer } from './node-agent.ts';
import { hasUserNamespace, isBare, isMissing, isPrivileged, statedFor } from './security-context.ts';

type Message =
  | 'dangerous'
  | 'added'
  | 'rejected'
  | 'kept'
  | 'partly'
  | 'dangerousService'
  | 'addedService'
  | 'keptService'
  | 'partlyService';
type FixName = 'remove' | 'drop';
type Found = Problem<Message, FixName>;

export default defineRule({
  id: 'security/capabilities',
  guide: ['least-privilege'],
  level: 'warning',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A container that keeps capabilities which it does not need, or adds dangerous ones',
    why:
      'Capabilities are pieces of what root may do. Container runtimes leave a container fourteen of them, such as forging packets and ' +
      'changing the owner of any file, of which applications that listen on a port above 1023 need none. Some that can be added, such as ' +
      'SYS_ADMIN, are as good as root on the node.',
    fix:
      'Drop ALL, and add back the single ones that the application needs. The quick fix keeps NET_BIND_SERVICE where the container declares a port ' +
      'below 1024.',
    exceptions:
      'Capabilities in the option `allowed` may be added. Those of the default set (CHOWN, SETUID, …) may be added in all but the strict ' +
      'profile, since images that start as root need them to step down. Known components that configure their nodes are reported in the strict ' +
      'profile only; those that observe them, init containers, and pods with a user namespace of their own one level milder. Silent for ' +
      'privileged containers, which have them all, for Windows pods, where a kustomize patch of the workspace drops them, and in such a patch. ' +
      'A container that nothing limits is one finding of `security/run-as-non-root`. In Compose, capabilities that are not dropped are ' +
      'information only.',
    sources: [
      'Pod Security Standards, baseline: the capabilities that may be added; restricted: drop ALL, add NET_BIND_SERVICE at most',
      'capabilities(7), for what each of them permits',
      'Kubernetes API validation: allowPrivilegeEscalation false and an added CAP_SYS_ADMIN exclude each other',
    ],
  },
  options: {
    allowed: {
      type: 'strings',
      default: ['NET_BIND_SERVICE'],
      description: 'Capabilities that a container may add',
    },
  },
  messages: {
    dangerous:
      'Container "{container}" adds the capability {capability}, which permits {danger}; whoever breaks into it gets that, too, so it is best left out.',
    added:
      'Container "{container}" adds the capability {capability}, which the Pod Security Standards don\'t allow; whoever breaks into it gets that, too.',
    rejected:
      'Container "{container}" adds CAP_SYS_ADMIN and sets allowPrivilegeEscalation to false, which exclude each other, so the API server rejects it.',
    kept:
      'Container "{container}" keeps the default capabilities, such as forging packets and changing owners of files, since it doesn\'t drop ' +
      'ALL; an application needs none of them.',
    partly:
      'Container "{container}" drops {dropped} alone and keeps the other default capabilities; dropping ALL, and adding back what it needs, leaves ' +
      'nothing behind.',
    dangerousService:
      'Service "{service}" adds the capability {capability}, which permits {danger}; whoever breaks into it gets that, too, so it is best left out.',
    addedService:
      'Service "{service}" adds the capability {capability}, which is beyond those that containers have by default; whoever breaks into it ' +
      'gets that, too.',
    keptService:
      'Service "{service}" keeps the default capabilities, such as forging packets and changing owners of files, since cap_drop doesn\'t list ' +
      'ALL; an application needs none of them.',
    partlyService:
      'Service "{service}" drops {dropped} alone and keeps the other default capabilities; dropping ALL, and adding back what it needs, leaves ' +
      'nothing behind.',
  },
  *check(container, context) {
    if (isWindows(container.workload) || isPrivileged(container)) return;
    yield* addedIn(container, context.options.allowed);
    yield* keptIn(container, context);
  },
  *checkCompose(service, { options }) {
    if (service.value.privileged === true) return;
    yield* addedInService(service, options.allowed);
    yield* keptInService(service);
  },
  fixes: {
    drop: {
      title: 'Drop all capabilities{kept}',
      safe: false,
      patches: ({ at, data: { binds } }) => {
        const sibling = at.at(-1) === 'cap_drop' ? 'cap_add' : 'add';
        const keeping = binds === true ? [stating([...at.slice(0, -1), sibling], ['NET_BIND_SERVICE'])] : [];
        return [stating(at, ['ALL']), ...keeping];
      },
    },
    remove: {
      title: 'Remove {capability}',
      safe: false,
      patches: ({ at }) => [{ op: 'remove', at, prune: true }],
    },
  },
});

function* addedIn(container: Container, allowed: readonly string[]): Iterable<Found> {
  const stated = statedFor(container, 'capabilities');
  if (stated === undefined) return;
  const list = listAt(stated.value, ['add']);
  const isDenied = statedFor(container, 'allowPrivilegeEscalation')?.value === false;
  for (const { index, capability, level, danger } of addedCapabilities(list, allowed)) {
    // Without the prefix the API server doesn't recognise it, and lets it pass.
    const isRejected = isDenied && list?.[index] === 'CAP_SYS_ADMIN';
    yield {
      at: [...stated.at, 'add', index],
      message: isRejected ? 'rejected' : danger === undefined ? 'added' : 'dangerous',
      data: { container: container.name, capability, danger: danger ?? '' },
      level: isRejected ? 'error' : levelOf(container, level, danger === undefined ? 'look' : 'control'),
      fixes: ['remove'],
    };
  }
}

function* keptIn(container: Container, context: Pick<Context, 'partial' | 'inventory'>): Iterable<Found> {
  const stated = statedFor(container, 'capabilities');
  if (stated === undefined ? !isMissing(container, 'capabilities', context) : context.partial || hasUnknown(stated.value, 'drop')) return;
  const dropped = capabilitiesIn(stated?.value, 'drop') ?? [];
  if (dropsAll(dropped)) return;
  const added = capabilitiesIn(stated?.value, 'add') ?? [];
  yield {
    at: [...container.route, 'securityContext', 'capabilities', 'drop'],
    part: 'key',
    message: dropped.length === 0 ? 'kept' : 'partly',
    data: { container: container.name, dropped, ...keeping(added.length === 0 && listensBelow1024(container)) },
    level: levelOf(container, 'warning', 'control'),
    fixes: ['drop'],
    ...(isBare(container, context) ? { coveredBy: 'security/run-as-non-root' } : {}),
  };
}

function* addedInService(service: ComposeService, allowed: readonly string[]): Iterable<Found> {
  for (const { index, capability, level, danger } of addedCapabilities(listAt(service.value, ['cap_add']), allowed)) {
    yield {
      at: [...service.route, 'cap_add', index],
      message: danger === undefined ? 'addedService' : 'dangerousService',
      data: { service: service.name, capability, danger: danger ?? '' },
      level: levelForAgent(level, composeAgentOf(service), danger === undefined ? 'look' : 'control'),
      fixes: ['remove'],
    };
  }
}

function* keptInService(service: ComposeService): Iterable<Found> {
  const dropped = capabilitiesIn(service.value, 'cap_drop') ?? [];
  if (service.partial || dropsAll(dropped) || hasUnknown(service.value, 'cap_drop')) return;
  const added = capabilitiesIn(service.value, 'cap_add') ?? [];
  yield {
    at: [...service.route, 'cap_drop'],
    part: 'key',
    message: dropped.length === 0 ? 'keptService' : 'partlyService',
    data: { service: service.name, dropped, ...keeping(added.length === 0 && bindsPrivilegedPort(service)) },
    level: levelForAgent('info', composeAgentOf(service), 'control'),
    fixes: ['drop'],
    ...(isBareService(service) ? { coveredBy: 'security/run-as-non-root' } : {}),
  };
}

function keeping(binds: boolean): { readonly binds: boolean; readonly kept: string } {
  return { binds, kept: binds ? ' but NET_BIND_SERVICE' : '' };
}

/** Within a user namespace, a capability reaches no further than the pod. */
function levelOf(container: Container, level: Level, need: 'look' | 'control'): Level {
  return levelForContainer(container, hasUserNamespace(container.workload) ? milder(level) : level, need);
}
