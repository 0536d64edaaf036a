import { getAt, isMap, listAt, mapAt, stringAt } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import { operatedDatabase } from './operated-database.ts';
import type { Inventory, Resource, Workload } from './types.ts';
import { workloadOf } from './workload.ts';

/** A claim that a database keeps its data on. */
export interface DatabaseClaim {
  /** Of the claim or its template; undefined for a volume that an operator makes. */
  readonly name: string | undefined;
  /** The database's own object. */
  readonly owner: Resource;
  /** True where a class is named, none is wanted, or somebody else sees to it. */
  readonly hasClass: boolean;
  readonly classAt: Route;
  /** The fields before a storage class, nearest first. */
  readonly classAfter: readonly string[];
  readonly size: Json | undefined;
  readonly sizeAt: Route;
  /** True where Kubernetes itself asks for a size. */
  readonly isSizeRequired: boolean;
  /** Of the access mode that several nodes share. */
  readonly sharedAt: Route | undefined;
}

/** The claims of databases in a resource: a StatefulSet's templates, a claim that a database mounts, the volumes that an operator makes. */
export function databaseClaims(resource: Resource, inventory: Inventory): readonly DatabaseClaim[] {
  if (resource.kind === 'PersistentVolumeClaim') return ownClaim(resource, inventory);
  const workload = workloadOf(resource);
  return workload === undefined ? operatedClaims(resource) : templateClaims(workload, inventory);
}

function templateClaims({ kind, role, resource }: Workload, inventory: Inventory): readonly DatabaseClaim[] {
  if (kind !== 'StatefulSet' || role?.name !== 'database') return [];
  return templatesOf(resource).flatMap((template, index) => {
    const spec = mapAt(template, ['spec']);
    const name = stringAt(template, ['metadata', 'name']) ?? `#${index}`;
    const at = [...resource.route, 'spec', 'volumeClaimTemplates', index, 'spec'];
    const patches = inventory.patchesOf(resource).flatMap((entry) => templatesOf(entry.resource));
    const isNamed = [template, ...patches].some(namesClass);
    return spec === undefined ? [] : [claimOf(spec, at, { name, owner: resource, isNamed, isPatched: patches.length > 0 })];
  });
}

function templatesOf({ value }: Resource): readonly Json[] {
  return listAt(value, ['spec', 'volumeClaimTemplates']) ?? [];
}

/** The annotation that stood for the class before the field did. */
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';

function namesClass(claim: Json): boolean {
  return getAt(claim, ['spec', 'storageClassName']) !== undefined || getAt(claim, ['metadata', 'annotations', BETA_CLASS]) !== undefined;
}

/** A claim of its own is a database's where one mounts it. */
function ownClaim(resource: Resource, inventory: Inventory): readonly DatabaseClaim[] {
  const spec = mapAt(resource.value, ['spec']);
  const owner =
    spec && inventory.workloads().find(({ workload }) => workload.role?.name === 'database' && mounts(workload, resource, inventory));
  if (spec === undefined || owner === undefined) return [];
  const patches = inventory.patchesOf(resource).map((entry) => entry.resource);
  const isNamed = [resource, ...patches].some(({ value }) => namesClass(value));
  const context = { name: resource.name ?? '', owner: owner.workload.resource, isNamed, isPatched: patches.length > 0 };
  return [claimOf(spec, [...resource.route, 'spec'], context)];
}

function mounts({ podSpec, resource }: Workload, claim: Resource, inventory: Inventory): boolean {
  const namespaces = [resource, claim].map((each) => inventory.namespaceOf(each));
  const isNear = namespaces[0] === namespaces[1] || namespaces.includes(undefined);
  const volumes = listAt(podSpec, ['volumes']) ?? [];
  return isNear && volumes.some((volume) => stringAt(volume, ['persistentVolumeClaim', 'claimName']) === claim.name);
}

interface ClaimContext extends Pick<DatabaseClaim, 'name' | 'owner'> {
  /** True where it or a patch of it names a class. */
  readonly isNamed: boolean;
  readonly isPatched: boolean;
}

function claimOf(spec: NonNullable<ReturnType<typeof mapAt>>, at: Route, { name, owner, isNamed, isPatched }: ClaimContext): DatabaseClaim {
  const modes = listAt(spec, ['accessModes']) ?? [];
  const shared = modes.indexOf('ReadWriteMany');
  // A claim for a volume that is there already needs no class to make one.
  const isStatic = ['volumeName', 'selector', 'dataSource', 'dataSourceRef'].some((field) => (spec[field] ?? null) !== null);
  return {
    name,
    owner,
    hasClass: isNamed || isStatic,
    classAt: [...at, 'storageClassName'],
    classAfter: ['accessModes'],
    size: getAt(spec, ['resources', 'requests', 'storage']),
    sizeAt: [...at, 'resources', 'requests', 'storage'],
    isSizeRequired: !isPatched,
    sharedAt: shared < 0 ? undefined : [...at, 'accessModes', shared],
  };
}

function operatedClaims(resource: Resource): readonly DatabaseClaim[] {
  return (operatedDatabase(resource)?.volumes ?? []).map(({ size, sizeAt, storageClass, storageClassAt, at }) => ({
    name: undefined,
    owner: resource,
    hasClass: storageClass !== undefined || isMap(getAt(resource.value, [...at.slice(resource.route.length), 'pvcTemplate'])),
    classAt: storageClassAt,
    classAfter: ['size', 'accessModes'],
    size,
    sizeAt,
    isSizeRequired: false,
    sharedAt: undefined,
  }));
}
