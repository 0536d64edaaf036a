import { isWindows } from '../../resources/windows.ts';
import { defineRule } from '../define-rule.ts';
import { idsOf } from './compose-security.ts';
import { contextsOf, hasUserNamespace } from './security-context.ts';

export default defineRule({
  id: 'security/low-uid',
  level: 'strict',
  scope: 'workload',
  docs: {
    summary: 'A user or group id that a user of the node may have, too',
    why:
      'Without a user namespace a number is the same user inside and outside of the container. The lower ones are given to users and services ' +
      "of the node, whose files and processes a break-out would then find to be its own; ids from 10000 on are nobody's.",
    fix: 'Build the image for an id of 10000 or more, and use that. Which ids the files of an image belong to, only its author knows.',
    exceptions:
      'Root itself is reported by `security/run-as-non-root` and `security/root-group`. Silent for pods with a user namespace of their own ' +
      '(`hostUsers: false`), for Windows pods, and for names of users in Compose.',
    sources: ['useradd(8) and login.defs(5): ordinary users have ids from 1000 on; the limit of 10000 is common practice'],
  },
  options: {
    minimum: { type: 'number', integer: true, minimum: 1, default: 10000, description: 'Lowest id that is not reported' },
  },
  messages: {
    low: '{subject} sets {field} to {id}, which may be a user or group of the node; a break-out would have its rights, so an id from {minimum} on is wanted.',
    service:
      'Service "{service}" runs with the {field} id {id}, which may be one of the host; a break-out would have its rights, so an id from {minimum} on is wanted.',
  },
  *check(workload, { options: { minimum } }) {
    if (isWindows(workload) || hasUserNamespace(workload)) return;
    for (const { title, value, at } of contextsOf(workload)) {
      for (const field of ['runAsUser', 'runAsGroup']) {
        const id = value[field];
        if (typeof id !== 'number' || id <= 0 || id >= minimum) continue;
        yield { at: [...at, field], message: 'low', data: { subject: title, field, id, minimum } };
      }
    }
  },
  *checkCompose(service, { options: { minimum } }) {
    for (const [field, id] of Object.entries(idsOf(service))) {
      if (id === undefined || id <= 0 || id >= minimum) continue;
      yield { at: [...service.route, 'user'], message: 'service', data: { service: service.name, field, id, minimum } };
    }
  },
});
