import type { Container } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { defineRule } from '../define-rule.ts';
import { capabilitiesIn } from './capability-lists.ts';
import { adding, hasUnknownOption, isBareService, securityOptionsOf } from './compose-security.ts';
import { stating } from './hardening.ts';
import { levelForContainer } from './node-agent.ts';
import { isBare, isMissing, isPrivileged, statedFor } from './security-context.ts';

const OPTION = 'no-new-privileges';

export default defineRule({
  id: 'security/privilege-escalation',
  guide: ['least-privilege'],
  level: 'warning',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A container whose processes may gain more privileges than they were started with',
    why:
      'Unless allowPrivilegeEscalation is false, a process that runs as an ordinary user can become root by a setuid program of the image, such as ' +
      'sudo or su. Hardly any application needs that.',
    fix:
      'Set allowPrivilegeEscalation to false. That is safe for all but images that call sudo, or that give a program file capabilities; where the ' +
      'container adds capabilities, the fix is left to a person.',
    exceptions:
      'Silent for privileged containers and those with SYS_ADMIN, for which Kubernetes takes it as true anyway and rejects false, for Windows ' +
      'pods, where a kustomize patch of the workspace states it, and in such a patch. A container that nothing limits is one finding of ' +
      '`security/run-as-non-root`. In Compose, a missing no-new-privileges is information only.',
    sources: [
      'Pod Security Standards, restricted: allowPrivilegeEscalation must be false',
      'Kubernetes documentation, Configure a Security Context: always true for privileged containers and those with CAP_SYS_ADMIN',
      'Docker documentation, docker container run: security-opt no-new-privileges',
    ],
  },
  messages: {
    missing:
      'Container "{container}" doesn\'t set allowPrivilegeEscalation to false, so a setuid program of its image can give its processes more ' +
      'privileges than they were started with.',
    allowed:
      'Container "{container}" sets allowPrivilegeEscalation to true, so a setuid program of its image can make its processes root; false is ' +
      'wanted unless it calls one.',
    service:
      'Service "{service}" lacks no-new-privileges in its security_opt, so a setuid program of its image can give its processes more privileges ' +
      'than they were started with.',
    serviceAllowed:
      'Service "{service}" sets {option}, so a setuid program of its image can make its processes root; no-new-privileges:true is wanted unless it ' +
      'calls one.',
  },
  *check(container, context) {
    if (isWindows(container.workload) || hasEveryPrivilege(container)) return;
    const stated = statedFor(container, 'allowPrivilegeEscalation');
    const data = { container: container.name };
    const level = levelForContainer(container, 'warning');
    if (stated?.value === true) yield { at: stated.at, message: 'allowed', data, level, fixes: ['forbid'] };
    if (!isMissing(container, 'allowPrivilegeEscalation', context)) return;
    yield {
      at: [...container.route, 'securityContext', 'allowPrivilegeEscalation'],
      message: 'missing',
      data,
      level,
      fixes: [added(container).length > 0 ? 'forbid' : 'add'],
      ...(isBare(container, context) ? { coveredBy: 'security/run-as-non-root' } : {}),
    };
  },
  *checkCompose(service) {
    if (service.value.privileged === true || hasUnknownOption(service)) return;
    const data = { service: service.name };
    const option = securityOptionsOf(service).find(({ name }) => name === OPTION);
    if (option?.value === 'false') {
      yield { at: option.at, message: 'serviceAllowed', data: { ...data, option: option.text }, fixes: ['forbidService'] };
    }
    if (option !== undefined || service.partial) return;
    yield {
      at: [...service.route, 'security_opt'],
      message: 'service',
      data: { ...data, held: service.value.security_opt ?? null },
      level: 'info',
      fixes: ['addToService'],
      ...(isBareService(service) ? { coveredBy: 'security/run-as-non-root' } : {}),
    };
  },
  fixes: {
    add: {
      title: 'Set allowPrivilegeEscalation to false',
      safe: true,
      patches: ({ at }) => [stating(at, false)],
    },
    forbid: {
      title: 'Set allowPrivilegeEscalation to false',
      safe: false,
      patches: ({ at }) => [stating(at, false)],
    },
    addToService: {
      title: 'Add no-new-privileges:true',
      safe: true,
      patches: ({ at, data: { held } }) => [adding(at, held, `${OPTION}:true`)],
    },
    forbidService: {
      title: 'Set no-new-privileges to true',
      safe: false,
      patches: ({ at }) => [{ op: 'set', at, value: `${OPTION}:true` }],
    },
  },
});

/** Kubernetes lets such a container escalate whatever it states, and rejects a manifest that denies it. */
function hasEveryPrivilege(container: Container): boolean {
  return isPrivileged(container) || added(container).some((name) => name === 'SYS_ADMIN' || name === 'ALL');
}

function added(container: Container): readonly string[] {
  return capabilitiesIn(statedFor(container, 'capabilities')?.value, 'add') ?? [];
}
