import type { Container, Workload } from '../../resources/types.ts';
import { getAt, isMap, listAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { Context } from '../types.ts';
import { unadmittedVolumes } from './admitted-volumes.ts';
import { capabilitiesIn, hasUnknown, isBaselineCapability } from './capability-lists.ts';
import { UNPRIVILEGED_ID } from './hardening.ts';
import type { ContextField } from './security-context.ts';
import { contextsOf, hasUserNamespace, isMissing, statedFor } from './security-context.ts';
import { isAllowedType, seLinuxOptionsOf } from './selinux-options.ts';
import { sysctlClass, sysctlName } from './sysctls.ts';

/** The Pod Security Standards that forbid something. */
export type PodStandard = 'baseline' | 'restricted';

/** A value that a standard forbids. */
export interface Violation {
  readonly standard: PodStandard;
  readonly at: Route;
  /** Whose it is, as a sentence names it: `container "api"`, `the pod`. */
  readonly subject: string;
  /** As a sentence names it: `privileged: true`. */
  readonly found: string;
  /** What meets the standard as it is: another value, or none. Absent where only a person knows. */
  readonly remedy?: { readonly value: Json } | 'remove';
}

/** What the values of a pod violate, each where it is written. Values that are filled in later violate nothing. */
export function violationsOf(workload: Workload, kubernetesVersion: string): readonly Violation[] {
  const all = [
    ...ofPod(workload, kubernetesVersion),
    ...ofContexts(workload, kubernetesVersion),
    ...workload.containers.flatMap((container) => [...hostPorts(container), ...capabilities(container)]),
  ];
  return all.filter(({ found }) => !isPlaceholder(found));
}

const POD = 'the pod';

function ofPod({ podSpec, podSpecRoute }: Workload, version: string): readonly Violation[] {
  const baseline = { standard: 'baseline', subject: POD } as const;
  const shared = ['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => podSpec[field] === true);
  const sysctls = (listAt(podSpec, ['securityContext', 'sysctls']) ?? []).flatMap((entry, index): Violation[] => {
    const name = stringAt(entry, ['name']);
    if (name === undefined || sysctlClass(sysctlName(name), version) === 'safe') return [];
    return [{ ...baseline, at: [...podSpecRoute, 'securityContext', 'sysctls', index, 'name'], found: `the sysctl ${name}` }];
  });
  const volumes = unadmittedVolumes(podSpec, podSpecRoute).map(({ type, volume, at }): Violation => {
    return { standard: type === 'hostPath' ? 'baseline' : 'restricted', at, subject: POD, found: `the ${type} volume "${volume}"` };
  });
  return [
    ...shared.map((field): Violation => ({ ...baseline, at: [...podSpecRoute, field], found: `${field}: true`, remedy: 'remove' })),
    ...sysctls,
    ...volumes,
  ];
}

/** A value of a securityContext that a standard forbids, at the pod's as at a container's. */
interface Forbidden {
  readonly standard: PodStandard;
  readonly field: Route;
  readonly forbids: (value: Json) => boolean;
  readonly remedy: { readonly value: Json } | 'remove';
}

const is =
  (forbidden: Json) =>
  (value: Json): boolean =>
    value === forbidden;

/** Kubernetes documentation, Pod Security Standards. */
const FORBIDDEN: readonly Forbidden[] = [
  { standard: 'baseline', field: ['privileged'], forbids: is(true), remedy: 'remove' },
  { standard: 'baseline', field: ['windowsOptions', 'hostProcess'], forbids: is(true), remedy: 'remove' },
  { standard: 'baseline', field: ['seccompProfile', 'type'], forbids: is('Unconfined'), remedy: { value: 'RuntimeDefault' } },
  { standard: 'baseline', field: ['appArmorProfile', 'type'], forbids: is('Unconfined'), remedy: { value: 'RuntimeDefault' } },
  { standard: 'restricted', field: ['allowPrivilegeEscalation'], forbids: is(true), remedy: { value: false } },
];

/** Those that a user namespace of the pod's own makes up for. */
const OF_HOST_USERS: readonly Forbidden[] = [
  { standard: 'baseline', field: ['procMount'], forbids: is('Unmasked'), remedy: 'remove' },
  { standard: 'restricted', field: ['runAsNonRoot'], forbids: is(false), remedy: { value: true } },
  { standard: 'restricted', field: ['runAsUser'], forbids: is(0), remedy: { value: UNPRIVILEGED_ID } },
];

function ofContexts(workload: Workload, version: string): readonly Violation[] {
  const forbidden = hasUserNamespace(workload) ? FORBIDDEN : [...FORBIDDEN, ...OF_HOST_USERS];
  return contextsOf(workload).flatMap((context) => {
    const { value, at, container } = context;
    const subject = container ? titleOfContainer(container) : POD;
    const values = forbidden.flatMap(({ standard, field, forbids, remedy }): Violation[] => {
      const found = getAt(value, field);
      if (found === undefined || !forbids(found)) return [];
      return [{ standard, at: [...at, ...field], subject, found: `${field.join('.')}: ${String(found)}`, remedy }];
    });
    const options = seLinuxOptionsOf(context).filter((option) => option.field !== 'type' || !isAllowedType(option.value, version));
    return [
      ...values,
      ...options.map((option): Violation => {
        return { standard: 'baseline', at: option.at, subject, found: `the SELinux ${option.field} ${option.value}`, remedy: 'remove' };
      }),
    ];
  });
}

function hostPorts(container: Container): readonly Violation[] {
  const { resource } = container.workload;
  return container.ports.flatMap(({ route }): Violation[] => {
    const port = numberAt(getAt(resource.value, route.slice(resource.route.length)), ['hostPort']) ?? 0;
    if (port === 0) return [];
    const subject = titleOfContainer(container);
    return [{ standard: 'baseline', at: [...route, 'hostPort'], subject, found: `hostPort: ${port}`, remedy: 'remove' }];
  });
}

/** The standards compare the names as they are written: one with the prefix `CAP_` is none that they know. */
function capabilities(container: Container): readonly Violation[] {
  const stated = statedFor(container, 'capabilities');
  return (listAt(stated?.value, ['add']) ?? []).flatMap((name, index): Violation[] => {
    if (stated === undefined || typeof name !== 'string' || name === 'NET_BIND_SERVICE') return [];
    const standard = isBaselineCapability(name) ? 'restricted' : 'baseline';
    const subject = titleOfContainer(container);
    return [{ standard, at: [...stated.at, 'add', index], subject, found: `the added capability ${name}`, remedy: 'remove' }];
  });
}

/** Something that a securityContext has to state. */
export interface Lack {
  /** From the securityContext on. */
  readonly field: Route;
  readonly value: Json;
}

/** What a container has to state for the restricted standard, and neither it nor its pod does. */
export function lacksOf(container: Container, context: Pick<Context, 'partial' | 'inventory'>): readonly Lack[] {
  const isLacking = (field: ContextField): boolean => isMissing(container, field, context);
  const lacks: Lack[] = [];
  if (isLacking('runAsNonRoot') && !hasUserNamespace(container.workload)) lacks.push({ field: ['runAsNonRoot'], value: true });
  if (isLacking('allowPrivilegeEscalation')) lacks.push({ field: ['allowPrivilegeEscalation'], value: false });
  if (keepsCapabilities(container, isLacking('capabilities'))) lacks.push({ field: ['capabilities', 'drop'], value: ['ALL'] });
  if (isLacking('seccompProfile')) lacks.push({ field: ['seccompProfile', 'type'], value: 'RuntimeDefault' });
  return lacks;
}

/** Nothing but ALL will do, whatever else is dropped. */
function keepsCapabilities(container: Container, areMissing: boolean): boolean {
  const stated = statedFor(container, 'capabilities');
  if (stated === undefined) return areMissing;
  if (!isMap(stated.value) || hasUnknown(stated.value, 'drop')) return false;
  return !(capabilitiesIn(stated.value, 'drop') ?? []).includes('ALL');
}

function titleOfContainer({ name }: Container): string {
  return `container "${name}"`;
}
