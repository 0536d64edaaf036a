import type { Container } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { defineRule } from '../define-rule.ts';
import type { Context } from '../types.ts';
import { adding, isBareService } from './compose-security.ts';
import { stating } from './hardening.ts';
import { levelForContainer } from './node-agent.ts';
import { SCRATCH, scratchPatches, scratchVolumeFor } from './scratch-volume.ts';
import { isBare, isMissing, isPrivileged, statedFor } from './security-context.ts';

export default defineRule({
  id: 'security/read-only-root',
  guide: ['least-privilege', 'stateless'],
  level: 'info',
  scope: 'container',
  workspace: true,
  docs: {
    summary: 'A container whose root file system is writable',
    why:
      'Where the root file system is read-only, whoever breaks in can neither change the programs nor leave tools behind, and nothing of the ' +
      "application's state can hide in a container that is gone with its next restart.",
    fix:
      'Set readOnlyRootFilesystem to true, and mount a volume wherever the application writes. The quick fix does both for /tmp; other places, ' +
      'such as caches and files of process ids, show when the container starts.',
    exceptions:
      'Silent for Windows pods, where a kustomize patch of the workspace states it, and in such a patch. Ordinary init containers are reported ' +
      'in the strict profile only. A container that nothing limits is one finding of `security/run-as-non-root`, a privileged one of ' +
      '`security/privileged`, and that of a tool executor part of `security/tool-sandbox`. In Compose, it is reported in the strict profile only.',
    sources: [
      'Kubernetes documentation, Application Security Checklist: readOnlyRootFilesystem',
      'Compose file reference, read_only and tmpfs',
    ],
  },
  messages: {
    missing:
      'Container "{container}" has a writable root file system, so whoever breaks in can change its programs, and state kept there is lost ' +
      'with each restart; readOnlyRootFilesystem true is wanted, with volumes where it writes.',
    service:
      'Service "{service}" has a writable root file system, so whoever breaks in can change its programs, and state kept there is lost with the ' +
      'container; read_only true is wanted, with volumes or tmpfs where it writes.',
  },
  *check(container, context) {
    const stated = statedFor(container, 'readOnlyRootFilesystem');
    if (isWindows(container.workload)) return;
    if (stated?.value !== false && !isMissing(container, 'readOnlyRootFilesystem', context)) return;
    const scratch = scratchVolumeFor(container);
    yield {
      at: stated?.at ?? [...container.route, 'securityContext', 'readOnlyRootFilesystem'],
      message: 'missing',
      data: { container: container.name, ...(scratch === undefined ? {} : { scratch }) },
      level: levelForContainer(container, 'info'),
      fixes: [scratch === undefined ? 'protect' : 'protectWithScratch'],
      ...coverOf(container, context),
    };
  },
  *checkCompose(service) {
    const { read_only = null, tmpfs = null } = service.value;
    if (read_only !== false && (read_only !== null || service.partial)) return;
    yield {
      at: [...service.route, 'read_only'],
      message: 'service',
      data: { service: service.name, tmpfs },
      level: 'strict',
      fixes: ['protectService'],
      ...(isBareService(service) ? { coveredBy: 'security/run-as-non-root' } : {}),
    };
  },
  fixes: {
    protectWithScratch: {
      title: 'Make the root file system read-only, with a volume for /tmp',
      safe: false,
      patches: ({ at, data: { scratch } }, { document }) => [stating(at, true), ...scratchPatches(scratch, document)],
    },
    protect: {
      title: 'Make the root file system read-only',
      safe: false,
      patches: ({ at }) => [stating(at, true)],
    },
    protectService: {
      title: 'Make the root file system read-only, with a tmpfs for /tmp',
      safe: false,
      patches: ({ at, data: { tmpfs } }) => [{ op: 'set', at, value: true }, adding([...at.slice(0, -1), 'tmpfs'], tmpfs, SCRATCH)],
    },
  },
});

/** The rule whose finding is the cause of this one, the nearest first. */
function coverOf(container: Container, context: Context): { readonly coveredBy?: string } {
  if (isBare(container, context)) return { coveredBy: 'security/run-as-non-root' };
  if (isPrivileged(container)) return { coveredBy: 'security/privileged' };
  const isSandbox = container.workload.role?.name === 'tool-executor' && container.kind !== 'init';
  return isSandbox ? { coveredBy: 'security/tool-sandbox' } : {};
}
