import type { Resource } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { isMap, listAt, mapAt, stringAt } from '../../yaml/json.ts';
import type { JsonMap, Route } from '../../yaml/types.ts';
import { titleOf } from '../title.ts';
import type { Outdated } from './outdated.ts';

interface VolumeType {
  /** How a StorageClass names its provisioner, behind `kubernetes.io/`. */
  readonly provisioner?: string;
  readonly since: string;
  /** The CSI driver that does its work since then; undefined where nothing does. */
  readonly driver?: string;
}

/**
 * Volume types that were part of Kubernetes, with the version since which a CSI driver does their work, or since which they are gone.
 * Source: Kubernetes documentation, Volumes; the feature gates CSIMigration*.
 */
const TYPES: Readonly<Record<string, VolumeType>> = {
  awsElasticBlockStore: { provisioner: 'aws-ebs', since: '1.25', driver: 'ebs.csi.aws.com' },
  azureDisk: { provisioner: 'azure-disk', since: '1.24', driver: 'disk.csi.azure.com' },
  azureFile: { provisioner: 'azure-file', since: '1.26', driver: 'file.csi.azure.com' },
  cinder: { provisioner: 'cinder', since: '1.24', driver: 'cinder.csi.openstack.org' },
  gcePersistentDisk: { provisioner: 'gce-pd', since: '1.25', driver: 'pd.csi.storage.gke.io' },
  portworxVolume: { provisioner: 'portworx-volume', since: '1.33', driver: 'pxd.portworx.com' },
  vsphereVolume: { provisioner: 'vsphere-volume', since: '1.26', driver: 'csi.vsphere.vmware.com' },
  cephfs: { since: '1.31' },
  flocker: { provisioner: 'flocker', since: '1.25' },
  gitRepo: { since: '1.33' },
  glusterfs: { provisioner: 'glusterfs', since: '1.26' },
  quobyte: { provisioner: 'quobyte', since: '1.25' },
  rbd: { provisioner: 'rbd', since: '1.31' },
  scaleIO: { provisioner: 'scaleio', since: '1.22' },
  storageos: { provisioner: 'storageos', since: '1.25' },
};

/** What to do where no CSI driver has taken a type over. */
const OTHER_WAYS: ReadonlyMap<string, string> = new Map([
  ['gitRepo', 'clone into an emptyDir from an init container'],
  ['cephfs', 'use a volume of the CSI driver cephfs.csi.ceph.com'],
  ['rbd', 'use a volume of the CSI driver rbd.csi.ceph.com'],
]);

/** Volumes and StorageClasses of types that have left Kubernetes. */
export function outdatedVolumes(resource: Resource): readonly Outdated[] {
  const { kind, value, route } = resource;
  if (kind === 'StorageClass') return ofStorageClass(resource);
  if (kind === 'PersistentVolume') return ofSources(mapAt(value, ['spec']) ?? {}, [...route, 'spec'], resource);
  const workload = workloadOf(resource);
  return (listAt(workload?.podSpec, ['volumes']) ?? []).flatMap((volume, index) =>
    isMap(volume) && workload ? ofSources(volume, [...workload.podSpecRoute, 'volumes', index], resource) : [],
  );
}

function ofStorageClass(resource: Resource): readonly Outdated[] {
  const provisioner = stringAt(resource.value, ['provisioner']);
  const type = Object.entries(TYPES).find(([, { provisioner: name }]) => name !== undefined && provisioner === `kubernetes.io/${name}`);
  if (type === undefined) return [];
  return [outdated({ type, at: [...resource.route, 'provisioner'], part: 'value', field: `the provisioner ${provisioner}`, resource })];
}

/** A PersistentVolume's source can't be changed once it is there, so what still works is only mentioned. */
function ofSources(holder: JsonMap, route: Route, resource: Resource): readonly Outdated[] {
  return Object.entries(TYPES).flatMap((type) => {
    const [name] = type;
    if (!isMap(holder[name])) return [];
    const volume = stringAt(holder, ['name']);
    const field = volume === undefined ? `the volume type ${name}` : `the volume type ${name} for "${volume}"`;
    return [outdated({ type, at: [...route, name], part: 'key', field, resource })];
  });
}

interface Found {
  readonly type: readonly [string, VolumeType];
  readonly at: Route;
  readonly part: 'key' | 'value';
  readonly field: string;
  readonly resource: Resource;
}

function outdated({ type: [name, { since, driver }], at, part, field, resource }: Found): Outdated {
  const data = { object: titleOf(resource), field, since };
  if (driver === undefined) {
    const instead = OTHER_WAYS.get(name) ?? 'use a volume of a CSI driver';
    return { at, part, since, message: 'unsupported', level: 'warning', data: { ...data, instead }, fixes: [] };
  }
  const level = resource.kind === 'PersistentVolume' ? 'info' : 'warning';
  return { at, part, since, message: 'handedOver', level, data: { ...data, driver }, fixes: [] };
}
