import { isWindows } from '../../resources/windows.ts';
import { isMap, listAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { idsOf, removing } from './compose-security.ts';
import { UNPRIVILEGED_ID } from './hardening.ts';
import type { WrittenContext } from './security-context.ts';
import { contextsOf, hasUserNamespace } from './security-context.ts';

export default defineRule({
  id: 'security/root-group',
  level: 'strict',
  scope: 'workload',
  docs: {
    summary: 'A container in the group of root',
    why:
      "Files that belong to root's group are often writable for it, in the image as well as in volumes and on the node, so that a process of " +
      'the group gets at what only root should.',
    fix:
      "Use a group of the application's own. The quick fix writes the user's id where that is above 9999, else 10001, and removes 0 from " +
      'supplementary groups.',
    exceptions:
      'An absent runAsGroup is not reported, though it means the group of the image. Silent for pods with a user namespace of their own ' +
      '(`hostUsers: false`) and for Windows pods.',
    sources: [
      'Kubernetes API reference, SecurityContext and PodSecurityContext: runAsGroup, fsGroup, supplementalGroups',
      'Pod Security Standards, restricted, of version 1.20 and before: non-root groups (optional)',
    ],
  },
  messages: {
    group:
      "{subject} sets {field} to 0, the group of root, whose files its processes may then change; a group of the application's own is wanted.",
    listed:
      "{subject} lists 0, the group of root, in supplementalGroups, so its processes may change that group's files; it is best left out.",
    service:
      'Service "{service}" runs in the group of root (user is {user}), whose files it may then change; a group of its own is wanted.',
    serviceListed:
      'Service "{service}" lists {group}, the group of root, in group_add, so it may change that group\'s files; it is best left out.',
  },
  *check(workload) {
    if (isWindows(workload) || hasUserNamespace(workload)) return;
    for (const context of contextsOf(workload)) {
      for (const field of ['runAsGroup', 'fsGroup']) {
        if (context.value[field] !== 0) continue;
        const data = { subject: context.title, field, wanted: groupFor(context, workload.podSpec) };
        yield { at: [...context.at, field], message: 'group', data, fixes: ['replace'] };
      }
      for (const at of zerosIn(context)) yield { at, message: 'listed', data: { subject: context.title, found: 0 }, fixes: ['remove'] };
    }
  },
  *checkCompose(service) {
    const { route, value, name } = service;
    const { user, group } = idsOf(service);
    if (group === 0 && user !== 0) {
      const wanted = `${user ?? ''}:${ownGroup(user)}`;
      yield {
        at: [...route, 'user'],
        message: 'service',
        data: { service: name, user: value.user ?? null, wanted, field: 'user' },
        fixes: ['replace'],
      };
    }
    for (const [index, added] of (listAt(value, ['group_add']) ?? []).entries()) {
      if (added !== 0 && added !== '0' && added !== 'root') continue;
      const data = { service: name, group: added, found: added };
      yield { at: [...route, 'group_add', index], message: 'serviceListed', data, fixes: ['remove'] };
    }
  },
  fixes: {
    replace: {
      title: 'Set {field} to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
    remove: {
      title: 'Remove {found}',
      safe: false,
      patches: ({ at }) => [removing(at)],
    },
  },
});

function zerosIn({ value, at }: WrittenContext): readonly Route[] {
  const groups = listAt(value, ['supplementalGroups']) ?? [];
  return groups.flatMap((group, index) => (group === 0 ? [[...at, 'supplementalGroups', index]] : []));
}

/** A group for who runs the containers: many systems give a user a group of the same number. */
function groupFor({ value }: WrittenContext, podSpec: JsonMap): number {
  const pod = isMap(podSpec.securityContext) ? podSpec.securityContext : {};
  return ownGroup(value.runAsUser ?? pod.runAsUser);
}

function ownGroup(user: Json | undefined): number {
  return typeof user === 'number' && user >= 10_000 ? user : UNPRIVILEGED_ID;
}
