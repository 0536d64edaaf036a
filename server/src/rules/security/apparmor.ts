import type { Container } from '../../resources/types.ts';
import { isWindows } from '../../resources/windows.ts';
import { getAt, isMap, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { removeOption, unconfinedOptions } from './compose-security.ts';
import { stating } from './hardening.ts';
import { composeAgentOf, levelForAgent, levelForContainer, nodeAgentOf } from './node-agent.ts';
import { isPrivileged, oncePerPod, statedFor } from './security-context.ts';

const PROFILE = { type: 'RuntimeDefault' };

/** Prefix of the annotations, one for each container, that stated profiles before the field did (1.30). */
const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

export default defineRule({
  id: 'security/apparmor',
  level: 'strict',
  raises: true,
  scope: 'container',
  docs: {
    summary: 'A container without an AppArmor profile, or with `Unconfined`',
    why:
      'On nodes with AppArmor, a profile keeps a process from files, mounts and capabilities that it has no business with, even as root. A ' +
      'stated profile is also a promise: the kubelet does not start the pod on a node that cannot keep it.',
    fix: 'Set appArmorProfile to RuntimeDefault on clusters whose nodes have AppArmor. On nodes without it, such as those with SELinux, leave it out.',
    exceptions:
      'The field and the older annotation both count, and what the pod states counts for its containers. Silent for pods with SELinux options, ' +
      'for privileged containers, which run without a profile whatever they state, and for Windows pods. Docker applies its profile by ' +
      'default, so that in Compose `apparmor:unconfined` alone is reported.',
    sources: [
      "Kubernetes documentation, Restrict a Container's Access to Resources with AppArmor",
      'Pod Security Standards, baseline: RuntimeDefault, Localhost or undefined',
      'Docker documentation, AppArmor security profiles for Docker',
    ],
  },
  messages: {
    missing:
      'Container "{container}" states no AppArmor profile, so it depends on its node whether one confines it; RuntimeDefault makes sure of it.',
    missingInPod:
      '{workload} states no AppArmor profile, so it depends on the nodes whether one confines its containers; RuntimeDefault makes sure of it.',
    unconfined:
      'Container "{container}" has the AppArmor profile {profile}, so nothing keeps it from files and mounts that it has no business with; ' +
      '{wanted} is wanted.',
    unconfinedPod:
      '{workload} has the AppArmor profile {profile}, so nothing keeps its containers from files and mounts that they have no business with; ' +
      '{wanted} is wanted.',
    service:
      'Service "{service}" sets {option}, which switches Docker\'s AppArmor profile off, so nothing keeps it from files and mounts that it has no ' +
      'business with.',
  },
  *check(container, { partial }) {
    const lack = lackOf(container);
    if (lack === undefined || (lack.level === 'strict' && partial)) return;
    yield {
      at: lack.at,
      message: lack.message,
      data: { container: container.name, workload: titleOf(container.workload.resource), profile: lack.found, wanted: lack.wanted },
      level: lack.shared ? levelForAgent(lack.level, nodeAgentOf(container.workload), 'control') : levelForContainer(container, lack.level),
      fixes: [lack.level === 'strict' ? 'add' : 'replace'],
    };
  },
  *checkCompose(service) {
    for (const { at, text } of unconfinedOptions(service, 'apparmor')) {
      const level = levelForAgent('warning', composeAgentOf(service), 'control');
      yield { at, message: 'service', data: { service: service.name, option: text }, level, fixes: ['remove'] };
    }
  },
  fixes: {
    add: {
      title: 'Set appArmorProfile to RuntimeDefault',
      safe: false,
      patches: ({ at }) => [stating(at, PROFILE)],
    },
    replace: {
      title: 'Set the AppArmor profile to {wanted}',
      safe: false,
      patches: ({ at, data: { wanted = null } }) => [{ op: 'set', at, value: wanted }],
    },
    remove: removeOption,
  },
});

interface Lack {
  readonly message: 'missing' | 'missingInPod' | 'unconfined' | 'unconfinedPod';
  readonly shared: boolean;
  readonly level: 'warning' | 'strict';
  readonly at: Route;
  readonly found: string;
  readonly wanted: string;
}

const lackOf: (container: Container) => Lack | undefined = oncePerPod((container) => {
  const { podSpec, podSpecRoute } = container.workload;
  if (isWindows(container.workload) || isPrivileged(container)) return undefined;
  const annotation = annotationOf(container);
  const stated = statedFor(container, 'appArmorProfile');
  if (stated !== undefined) return unconfinedField(stated);
  if (annotation !== undefined) return annotation.profile === 'unconfined' ? unconfinedAnnotation(annotation) : undefined;
  if (usesSelinux(container)) return undefined;
  const shared = isMap(podSpec.securityContext);
  const at = [...(shared ? podSpecRoute : container.route), 'securityContext', 'appArmorProfile'];
  return { message: shared ? 'missingInPod' : 'missing', shared, level: 'strict', at, found: '', wanted: PROFILE.type };
});

function unconfinedField({ value, at, by }: NonNullable<ReturnType<typeof statedFor>>): Lack | undefined {
  const found = stringAt(value, ['type']);
  if (found !== 'Unconfined') return undefined;
  const shared = by === 'pod';
  return { message: shared ? 'unconfinedPod' : 'unconfined', shared, level: 'warning', at: [...at, 'type'], found, wanted: PROFILE.type };
}

interface Annotation {
  readonly profile: string;
  readonly at: Route;
}

function unconfinedAnnotation({ profile, at }: Annotation): Lack {
  return { message: 'unconfined', shared: false, level: 'warning', at, found: profile, wanted: 'runtime/default' };
}

function annotationOf({ name, workload }: Container): Annotation | undefined {
  const at = [...workload.templateRoute, 'metadata', 'annotations', ANNOTATION + name];
  const profile = getAt(workload.resource.value, at.slice(workload.resource.route.length));
  return typeof profile === 'string' ? { profile, at } : undefined;
}

function usesSelinux({ value, workload }: Container): boolean {
  return [value, workload.podSpec].some((holder) => isMap(getAt(holder, ['securityContext', 'seLinuxOptions'])));
}
