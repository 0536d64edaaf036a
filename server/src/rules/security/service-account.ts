import { patchesOf } from '../../resources/kustomize-patches.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { stringAt } from '../../yaml/json.ts';

/** The account that pods run as where they name none (Kubernetes documentation, Service Accounts). */
export const DEFAULT_ACCOUNT = 'default';

/** Where a pod names its account: the field, and its older name. */
const FIELDS = ['serviceAccountName', 'serviceAccount'] as const;

/** The service account of a workload's pods. */
interface ServiceAccount {
  readonly name: string;
  /** The field that names it; undefined where none does. */
  readonly field: (typeof FIELDS)[number] | undefined;
}

/** The service account of a workload, as its patches have it. */
export function serviceAccountOf(workload: Workload, inventory: Inventory): ServiceAccount {
  for (const { podSpec } of [...patchesOf(workload, inventory), workload]) {
    const field = FIELDS.find((one) => !!stringAt(podSpec, [one]));
    if (field !== undefined) return { name: stringAt(podSpec, [field]) ?? DEFAULT_ACCOUNT, field };
  }
  return { name: DEFAULT_ACCOUNT, field: undefined };
}

/**
 * How a token for the Kubernetes API gets into a workload's pods: because they ask for it, because nobody says otherwise, or not at all.
 * What the pod states holds over what its service account does.
 */
export function tokenMountOf(workload: Workload, inventory: Inventory): 'asked' | 'default' | 'none' {
  const pods = [...patchesOf(workload, inventory), workload].map(({ podSpec }) => podSpec.automountServiceAccountToken ?? null);
  const { name } = serviceAccountOf(workload, inventory);
  const accounts = inventory.find('ServiceAccount', inventory.namespaceOf(workload.resource), name);
  const stated = [...pods, ...accounts.map(({ resource }) => resource.value.automountServiceAccountToken ?? null)].find(
    (value) => value !== null,
  );
  if (stated === undefined) return 'default';
  return stated === false ? 'none' : 'asked';
}

/**
 * True where a binding of the workspace gives the workload's account rights. kustomize lays namespaces over accounts and subjects alike, so
 * that the name decides; each namespace has an account named `default`, though.
 */
export function hasRights(workload: Workload, inventory: Inventory): boolean {
  const { name } = serviceAccountOf(workload, inventory);
  const namespace = name === DEFAULT_ACCOUNT ? inventory.namespaceOf(workload.resource) : undefined;
  return inventory.referrersOf('ServiceAccount', namespace, name).some(({ reference }) => reference.via === 'subject');
}
