import { isWindows } from '../../resources/windows.ts';
import { defineRule } from '../define-rule.ts';
import { removeOption, unconfinedOptions } from './compose-security.ts';
import { hasUserNamespace, statedFor } from './security-context.ts';

export default defineRule({
  id: 'security/proc-mount',
  level: 'warning',
  scope: 'container',
  docs: {
    summary: 'A container that sees all of /proc (procMount: Unmasked)',
    why:
      'Container runtimes hide those files of /proc and /sys from a container by which the kernel can be read and steered, such as /proc/kcore and ' +
      '/proc/sysrq-trigger. Unmasked shows them, which only engines that build containers inside of containers need.',
    fix: 'Remove procMount, whose default is masked. A container engine in a pod wants a user namespace (`hostUsers: false`) beside it.',
    exceptions:
      'With a user namespace of its own (`hostUsers: false`) a pod may unmask /proc; it is then reported in the strict profile only. Silent for Windows pods.',
    sources: [
      'Pod Security Standards, baseline: procMount must be Default',
      'Kubernetes API validation: Unmasked requires hostUsers false since 1.30',
      'Docker documentation, docker container run: security-opt systempaths=unconfined',
    ],
  },
  messages: {
    rejected:
      'Container "{container}" sets procMount to Unmasked, which shows it the files of /proc that steer the kernel; Kubernetes accepts that ' +
      'only with a user namespace (hostUsers: false).',
    unmasked:
      'Container "{container}" sets procMount to Unmasked, which shows it the files of /proc that steer the kernel; the restricted Pod Security ' +
      'Standard wants the default.',
    service: 'Service "{service}" sets {option}, which shows it the files of /proc and /sys that steer the kernel; the default hides them.',
  },
  *check(container) {
    const stated = statedFor(container, 'procMount');
    if (stated?.value !== 'Unmasked' || isWindows(container.workload)) return;
    const isShielded = hasUserNamespace(container.workload);
    yield {
      at: stated.at,
      message: isShielded ? 'unmasked' : 'rejected',
      data: { container: container.name, option: 'procMount' },
      level: isShielded ? 'strict' : 'error',
    };
  },
  *checkCompose(service) {
    for (const { at, text } of unconfinedOptions(service, 'systempaths')) {
      yield { at, message: 'service', data: { service: service.name, option: text } };
    }
  },
  fixes: {
    remove: removeOption,
  },
});
