import { isWindows } from '../../resources/windows.ts';
import { defineRule } from '../define-rule.ts';
import { removeOption, securityOptionsOf } from './compose-security.ts';
import { contextsOf } from './security-context.ts';
import { isAllowedType, seLinuxOptionsOf } from './selinux-options.ts';

export default defineRule({
  id: 'security/selinux',
  level: 'strict',
  scope: 'workload',
  docs: {
    summary: 'SELinux options outside of the Pod Security Standards',
    why:
      'On nodes with SELinux, the type of a process decides which files and devices of the node it may touch. Types other than those made for ' +
      'containers, such as spc_t, confine it less or not at all, and so may another user or role.',
    fix: 'Remove the option, so that the container runtime gives its own. A level may stay: it parts pods from each other.',
    exceptions: 'Levels, empty values and values that are filled in later. Silent for Windows pods.',
    sources: [
      'Pod Security Standards, baseline: SELinux types container_t, container_init_t, container_kvm_t and, since 1.31, container_engine_t; no user, no role',
      'Docker documentation, docker container run: security-opt label',
    ],
  },
  messages: {
    type: '{subject} sets the SELinux type {value}, which is none of those that the Pod Security Standards allow, and may confine it less than others.',
    identity:
      "{subject} sets the SELinux {field} {value}, which the Pod Security Standards don't allow; the container runtime gives a confined one.",
    service: 'Service "{service}" sets {option}, which takes it out of the confinement that SELinux gives containers.',
  },
  *check(workload, { settings }) {
    if (isWindows(workload)) return;
    for (const context of contextsOf(workload)) {
      for (const { field, value, at } of seLinuxOptionsOf(context)) {
        if (field === 'type' && isAllowedType(value, settings.kubernetesVersion)) continue;
        yield {
          at,
          message: field === 'type' ? 'type' : 'identity',
          data: { subject: context.title, field, value, option: `the SELinux ${field}` },
        };
      }
    }
  },
  *checkCompose(service, { settings }) {
    for (const { at, name, value, text } of securityOptionsOf(service)) {
      if (name !== 'label' || isHarmlessLabel(value, settings.kubernetesVersion)) continue;
      yield { at, message: 'service', data: { service: service.name, option: text } };
    }
  },
  fixes: {
    remove: removeOption,
  },
});

/** `level:…` and `filetype:…` part containers and files from each other; `type:…` is judged by its value. */
function isHarmlessLabel(label: string, kubernetesVersion: string): boolean {
  const [kind = '', value = ''] = label.split(':');
  return kind === 'level' || kind === 'filetype' || (kind === 'type' && isAllowedType(value, kubernetesVersion));
}
