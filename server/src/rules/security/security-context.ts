import { patchesOf, patchesOfContainer } from '../../resources/kustomize-patches.ts';
import type { Container, Inventory, Workload } from '../../resources/types.ts';
import { isMap, mapAt } from '../../yaml/json.ts';
import { memo } from '../../yaml/memo.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';
import { titleOf } from '../title.ts';
import type { Context } from '../types.ts';

/** Fields that a container has from its pod's securityContext where it states none of its own (Kubernetes API reference, PodSecurityContext). */
export type InheritedField = 'runAsUser' | 'runAsNonRoot' | 'seccompProfile' | 'appArmorProfile';
/** Fields that only a container's own securityContext has. */
export type OwnField = 'privileged' | 'allowPrivilegeEscalation' | 'capabilities' | 'readOnlyRootFilesystem' | 'procMount';
export type ContextField = InheritedField | OwnField;

const INHERITED: ReadonlySet<string> = new Set<InheritedField>(['runAsUser', 'runAsNonRoot', 'seccompProfile', 'appArmorProfile']);

/** What a field is in effect for a container, and where that is written. */
export interface Stated {
  /** Never null. A whole securityContext that is filled in later (`${CONTEXT}`) stands for each of its fields. */
  readonly value: Json;
  readonly at: Route;
  readonly by: 'container' | 'pod';
}

/** The field in effect: the container's own, else, of those that are inherited, the pod's; undefined where neither states it. */
export function statedFor(container: Container, field: ContextField): Stated | undefined {
  const own = statedIn(container.value, container.route, field, 'container');
  if (own !== undefined || !INHERITED.has(field)) return own;
  const { podSpec, podSpecRoute } = container.workload;
  return statedIn(podSpec, podSpecRoute, field, 'pod');
}

/** True where nobody states the field, kustomize patches of the workspace included; false in patches, where absence says nothing. */
export function isMissing(
  container: Container,
  field: ContextField,
  { partial, inventory }: Pick<Context, 'partial' | 'inventory'>,
): boolean {
  return !partial && statedFor(container, field) === undefined && !isBrought(container, field, inventory);
}

/** Fields that say something of what a container may do. */
const LIMITS: readonly ContextField[] = [
  'runAsNonRoot',
  'runAsUser',
  'allowPrivilegeEscalation',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
];

/**
 * True for a container that nothing limits: neither its securityContext nor the pod's says who runs it or what it may do. That is one cause,
 * which `security/run-as-non-root` reports for all the rules about what is missing. Switching off what is off anyway (`privileged: false`) is no limit.
 */
export function isBare(container: Container, context: Pick<Context, 'partial' | 'inventory'>): boolean {
  return LIMITS.every((field) => isMissing(container, field, context) || isNoLimit(field, statedFor(container, field)));
}

/** True for a container that may do all that root on its node may. */
export function isPrivileged(container: Container): boolean {
  return statedFor(container, 'privileged')?.value === true;
}

/** True for pods whose root is nobody on the node (`hostUsers: false`). */
export function hasUserNamespace({ podSpec }: Workload): boolean {
  return podSpec.hostUsers === false;
}

/** A securityContext as it is written: the pod's or a container's. */
export interface WrittenContext {
  /** As a message names what it is about. */
  readonly title: string;
  readonly value: JsonMap;
  readonly at: Route;
  /** undefined for the pod's. */
  readonly container: Container | undefined;
}

/** The securityContexts of a workload's pod, the pod's own first. */
export function contextsOf(workload: Workload): readonly WrittenContext[] {
  const { podSpec, podSpecRoute, containers } = workload;
  const holders = [
    { title: titleOf(workload.resource), value: podSpec, route: podSpecRoute, container: undefined },
    ...containers.map((container) => ({
      title: `Container "${container.name}"`,
      value: container.value,
      route: container.route,
      container,
    })),
  ];
  return holders.flatMap(({ title, value, route, container }) => {
    const context = mapAt(value, ['securityContext']);
    return context === undefined ? [] : [{ title, value: context, at: [...route, 'securityContext'], container }];
  });
}

/** What a rule makes of a container. */
interface Judgement {
  readonly message: string;
  /** True where it is the pod's securityContext that is at fault, for all the containers that inherit it. */
  readonly shared: boolean;
}

/**
 * The judgements of a pod's containers, of those that are about the pod the first alone, so that what is written once is reported once.
 * Containers that run on are asked before init containers.
 */
export function oncePerPod<J extends Judgement>(judge: (container: Container) => J | undefined): (container: Container) => J | undefined {
  const judgements = memo((workload: Workload) => {
    const kept = new Map<Container, J>();
    const said = new Set<string>();
    for (const container of [...workload.containers].sort((a, b) => Number(a.kind === 'init') - Number(b.kind === 'init'))) {
      const judgement = judge(container);
      if (judgement === undefined || (judgement.shared && said.has(judgement.message))) continue;
      if (judgement.shared) said.add(judgement.message);
      kept.set(container, judgement);
    }
    return kept;
  });
  return (container) => judgements(container.workload).get(container);
}

function statedIn(holder: JsonMap, route: Route, field: ContextField, by: Stated['by']): Stated | undefined {
  const context = holder.securityContext ?? null;
  const at = [...route, 'securityContext'];
  if (!isMap(context)) return context === null ? undefined : { value: context, at, by };
  const value = context[field] ?? null;
  return value === null ? undefined : { value, at: [...at, field], by };
}

function isNoLimit(field: ContextField, stated: Stated | undefined): boolean {
  return field === 'privileged' && stated?.value === false;
}

function isBrought(container: Container, field: ContextField, inventory: Inventory): boolean {
  const own = patchesOfContainer(container, inventory).map(({ value }) => value);
  const pods = INHERITED.has(field) ? patchesOf(container.workload, inventory).map(({ podSpec }) => podSpec) : [];
  return [...own, ...pods].some((holder) => statedIn(holder, [], field, 'container') !== undefined);
}
