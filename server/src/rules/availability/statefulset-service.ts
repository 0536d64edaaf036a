import { isFilledIn } from '../../resources/built-in-names.ts';
import type { Reference } from '../../resources/reference-rows.ts';
import { referencesOf } from '../../resources/references.ts';
import type { Entry, Inventory, Resource, Workload } from '../../resources/types.ts';
import { getAt, isMap, stringAt } from '../../yaml/json.ts';
import type { JsonMap } from '../../yaml/types.ts';
import { headlessService } from '../companions/headless-service.ts';
import { companionOfWorkload } from '../companions/owner.ts';
import { defineRule } from '../define-rule.ts';
import { milder } from '../milder.ts';
import type { Missing } from '../missing-reference.ts';
import { missingReference, titleOfTarget } from '../missing-reference.ts';
import { titleOf } from '../title.ts';
import type { Level, Problem } from '../types.ts';

type Message = 'missing' | 'similar' | 'balanced';
type FixId = 'rename' | 'add' | 'split';

export default defineRule({
  id: 'availability/statefulset-service',
  level: 'error',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A StatefulSet whose serviceName is no headless Service',
    why:
      'The pods of a StatefulSet have names of their own in DNS (`db-0.db`) by the headless Service that serviceName names. Without it the members of a ' +
      'database or a queue cannot find each other, though each of them runs.',
    fix: 'Add a headless Service with the labels of the pods, or name the one that there is. serviceName cannot be changed on a live set: delete that first, with `--cascade=orphan` to keep its pods.',
    exceptions:
      'Information where the workspace has no other Service that is surely in that namespace, and a warning for a Service with a cluster IP, by which the pods ' +
      'can be reached, but not one by one; one step milder for a set of one pod. Silent without a serviceName, for names that are filled in later, in patches and templates, and where a ' +
      'kustomization brings more than the workspace shows.',
    sources: [
      'Kubernetes documentation, StatefulSets: they require a headless Service for the network identity of their pods, which you create yourself',
    ],
  },
  messages: {
    missing:
      '{object} names its pods in DNS by {target}, which is not found in this workspace; without it they cannot be reached one by one.',
    similar: '{object} names its pods in DNS by {target}, which is not found in this workspace; did you mean "{suggestion}"?',
    balanced: '{object} names its pods in DNS by {target}, which has a cluster IP; only a headless Service gives each of them a name.',
  },
  *check(workload, { inventory, partial }) {
    if (workload.kind !== 'StatefulSet' || partial) return;
    const reference = referencesOf(workload.resource).find(({ via }) => via === 'serviceName');
    if (reference) yield* problemsOf(workload, reference, inventory);
  },
  fixes: {
    rename: {
      title: 'Name Service "{suggestion}"',
      safe: false,
      patches: ({ at, data: { suggestion = null } }) => [{ op: 'set', at, value: suggestion }],
    },
    add: { title: 'Add a headless {target}', safe: false, companions: companionOfWorkload((workload) => headlessService(workload)) },
    split: {
      title: 'Add a headless Service "{added}" and name that',
      safe: false,
      patches: ({ at, data: { added = null } }) => [{ op: 'set', at, value: added }],
      companions: companionOfWorkload((workload, { added = null }) => {
        const service = headlessService(workload);
        return service && { ...service, metadata: { ...(isMap(service.metadata) ? service.metadata : {}), name: added } };
      }),
    },
  },
});

function* problemsOf(workload: Workload, reference: Reference, inventory: Inventory): Iterable<Problem<Message, FixId>> {
  const { resource } = workload;
  const missing = missingReference(reference, resource, inventory);
  const balanced = missing ? undefined : balancedService(reference, resource, inventory);
  const suggestion = headlessOf(workload, inventory) ?? missing?.suggestion;
  const data = { object: titleOf(resource), target: titleOfTarget(reference), ...(suggestion === undefined ? {} : { suggestion }) };
  const problem = balanced ? balancedProblem(reference, balanced, data) : missing && missingProblem(reference, missing, data);
  if (problem) yield { ...problem, level: levelFor(workload, missing) };
}

/** One step milder for one pod, which has no others to find. */
function levelFor({ replicas = 1 }: Workload, missing: Missing | undefined): Level {
  if (missing?.hasOthers === false) return 'info';
  const level = missing ? 'error' : 'warning';
  return replicas < 2 ? milder(level) : level;
}

function missingProblem({ route }: Reference, { related }: Missing, data: JsonMap): Problem<Message, FixId> {
  return data.suggestion === undefined
    ? { at: route, message: 'missing', data, fixes: ['add'] }
    : { at: route, message: 'similar', data, related, fixes: ['rename', 'add'] };
}

function balancedProblem({ name, route }: Reference, { resource }: Entry, data: JsonMap): Problem<Message, FixId> {
  return {
    at: route,
    message: 'balanced',
    data: { ...data, added: `${name}-headless` },
    related: [{ in: resource, at: [...resource.route, 'spec', 'clusterIP'], message: `${titleOf(resource)} has a cluster IP` }],
    fixes: data.suggestion === undefined ? ['split'] : ['rename'],
  };
}

/** The Service that a set names, where none by that name is headless. */
function balancedService(reference: Reference, resource: Resource, inventory: Inventory): Entry | undefined {
  const { found } = inventory.resolve(reference, resource);
  const isBalanced = found.every(({ definition, entry }) => definition.by === 'object' && hasClusterIp(entry.resource, inventory));
  return isBalanced ? found[0]?.entry : undefined;
}

function hasClusterIp(service: Resource, inventory: Inventory): boolean {
  const patches = inventory.patchesOf(service).map(({ resource }) => resource);
  return [service, ...patches].every(({ value }) => {
    const address = stringAt(value, ['spec', 'clusterIP']) ?? '';
    return address !== 'None' && !isFilledIn(address) && getAt(value, ['spec', 'type']) !== 'ExternalName';
  });
}

/** A headless Service that has the set's pods already. */
function headlessOf(workload: Workload, inventory: Inventory): string | undefined {
  const services = inventory.servicesOf(workload).map(({ resource }) => resource);
  return services.find(({ value }) => stringAt(value, ['spec', 'clusterIP']) === 'None')?.name;
}
