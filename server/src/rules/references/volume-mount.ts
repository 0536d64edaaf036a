import { patchesOf } from '../../resources/kustomize-patches.ts';
import type { PodVolume, VolumeUse } from '../../resources/pod-volumes.ts';
import { volumesOf, volumeUsesOf } from '../../resources/pod-volumes.ts';
import { stringsOf } from '../../resources/resource.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { nearest } from '../../schema/suggest.ts';
import { equals, getAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import type { Data, Problem } from '../types.ts';
import { isDirective } from './patch-directive.ts';

type Found = Problem<'missing' | 'nothing' | 'unused' | 'unusedClaim' | 'samePath', 'rename' | 'add' | 'removeMount' | 'removeVolume'>;

export default defineRule({
  id: 'references/volume-mount',
  level: 'error',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A mount of a volume that the pod lacks, a volume that nothing mounts, or two mounts at one path',
    why:
      'The API server rejects a pod that mounts a volume it does not have, or two volumes at one path. A volume that nothing mounts is fetched or ' +
      'provisioned for nothing, and often a mount that was forgotten.',
    fix:
      'Give the pod the volume, or correct the name. Remove what is left over. The quick fix corrects a misspelt name, and otherwise adds an empty ' +
      'volume of that name, to be replaced where it should be a ConfigMap, a Secret or a claim.',
    exceptions:
      "A StatefulSet's volumeClaimTemplates are volumes; raw devices are mounts. An unused volume is information only, and silent where an " +
      'annotation of the pod names it, as sidecar injectors want it. Silent in patches and Components, where a patch of the workspace brings the other half, and ' +
      'for the volumes that are injected into a pod (`kube-api-access-…`, those of `istio-proxy`).',
    sources: [
      'Kubernetes API reference, VolumeMount.name: it must match the name of a volume',
      'Kubernetes API validation: a mountPath is unique in its container',
    ],
  },
  messages: {
    missing:
      'Container "{container}" mounts the volume "{volume}", but the pod has only {volumes}; the API server rejects a mount of a volume that is not there.',
    nothing:
      'Container "{container}" mounts the volume "{volume}", but the pod has no volumes; the API server rejects a mount of a volume that is not there.',
    unused: 'No container mounts the volume "{volume}"; it is set up for every pod for nothing, unless a mount was forgotten.',
    unusedClaim:
      'No container mounts the claim "{volume}"; its storage is provisioned for every pod for nothing, unless a mount was forgotten.',
    samePath:
      'Container "{container}" mounts "{volume}" at {path}, where it mounts "{other}" already; a path can show only one volume, and the API server rejects ' +
      'the same path twice.',
  },
  *check(workload, { partial, inventory }) {
    for (const container of workload.containers) yield* samePaths(volumeUsesOf(container));
    if (partial) return;
    const volumes = volumesOf(workload);
    const uses = workload.containers.flatMap(volumeUsesOf);
    const missing = [...missingVolumes(workload, volumes, uses, inventory)];
    yield* missing;
    // The volume that a misspelt mount means is not left over.
    const meant = missing.map(({ data }) => data?.nearest);
    yield* unusedVolumes(
      workload,
      volumes.filter(({ name }) => !meant.includes(name)),
      uses,
      inventory,
    );
  },
  fixes: {
    rename: {
      title: 'Mount the volume {nearest}',
      safe: false,
      patches: ({ at, data: { nearest: value } }) => (value === undefined ? undefined : [{ op: 'set', at, value }]),
    },
    add: {
      title: 'Add an empty volume {volume} to the pod',
      safe: false,
      patches: ({ at, data: { volume = null } }) => [
        { op: 'insert', at: [...podSpecOf(at), 'volumes'], value: { name: volume, emptyDir: { sizeLimit: '1Gi' } } },
      ],
    },
    removeMount: { title: 'Remove this mount', safe: false, patches: ({ at }) => [{ op: 'remove', at: at.slice(0, -1), prune: true }] },
    removeVolume: {
      title: 'Remove the volume {volume}',
      safe: false,
      patches: ({ at }) => [{ op: 'remove', at: at.slice(0, -1), prune: true }],
    },
  },
});

/** From a mount's name up to what holds the containers. */
function podSpecOf(at: Route): Route {
  return at.slice(0, -5);
}

function* missingVolumes(
  workload: Workload,
  volumes: readonly PodVolume[],
  uses: readonly VolumeUse[],
  inventory: Inventory,
): Iterable<Found> {
  const names = volumes.map(({ name }) => name);
  const orphans = uses.filter(({ volume, container }) => {
    return volume !== undefined && !names.includes(volume) && !isInjected(volume, container.name);
  });
  if (orphans.length === 0 || names.some(isPlaceholder)) return;
  const brought = new Set(patchesOf(workload, inventory).flatMap((patch) => volumesOf(patch).map(({ name }) => name)));
  for (const { container, volume = '', route } of orphans) {
    if (brought.has(volume)) continue;
    const meant = nearest(volume, names);
    yield {
      at: [...route, 'name'],
      message: names.length === 0 ? 'nothing' : 'missing',
      data: { container: container.name, volume, volumes: listed(names), ...(meant === undefined ? {} : { nearest: meant }) },
      // A raw device needs a claim, which nobody can make up.
      fixes: meant !== undefined ? ['rename'] : route.includes('volumeDevices') ? ['removeMount'] : ['add', 'removeMount'],
    };
  }
}

/** Volumes that an admission controller adds: the API token's by Kubernetes itself, a proxy's by the mesh whose container is customised. */
function isInjected(volume: string, container: string): boolean {
  return volume.startsWith('kube-api-access-') || container === 'istio-proxy' || isPlaceholder(volume);
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

function* unusedVolumes(
  workload: Workload,
  volumes: readonly PodVolume[],
  uses: readonly VolumeUse[],
  inventory: Inventory,
): Iterable<Found> {
  const isUsed = (name: string, among: readonly VolumeUse[]): boolean => among.some(({ volume }) => volume === name);
  const idle = volumes.filter(({ name }) => !isUsed(name, uses) && !isPlaceholder(name) && !isNamedInAnnotations(name, workload));
  // Without containers there is nothing yet that could mount it, and a mount whose name is filled in later may be any.
  const isUnknown = workload.containers.length === 0 || uses.some(({ volume }) => volume !== undefined && isPlaceholder(volume));
  if (idle.length === 0 || isUnknown) return;
  const patched = patchesOf(workload, inventory).flatMap(({ containers }) => containers.flatMap(volumeUsesOf));
  for (const { name, nameAt, isClaim } of idle) {
    if (isUsed(name, patched)) continue;
    yield {
      at: nameAt,
      message: isClaim ? 'unusedClaim' : 'unused',
      level: 'info',
      data: { volume: name },
      // The claims of a StatefulSet can't be changed once it exists.
      fixes: isClaim ? [] : ['removeVolume'],
      tags: ['unnecessary'],
    };
  }
}

function isNamedInAnnotations(name: string, { resource, templateRoute }: Workload): boolean {
  const annotations = getAt(resource.value, [...templateRoute.slice(resource.route.length), 'metadata', 'annotations']);
  return Object.values(stringsOf(annotations)).some((text) => text.includes(name));
}

function* samePaths(uses: readonly VolumeUse[]): Iterable<Found> {
  const taken = new Map<string, VolumeUse>();
  for (const use of uses) {
    const { path, container, volume = '' } = use;
    if (path === undefined || path === '' || isPlaceholder(path) || isDirective(use.value)) continue;
    const key = path.replace(/(.)\/+$/, '$1');
    const earlier = taken.get(key);
    if (earlier === undefined) {
      taken.set(key, use);
      continue;
    }
    const data: Data = { container: container.name, volume, path, other: earlier.volume ?? '' };
    yield {
      at: use.pathAt,
      message: 'samePath',
      data,
      related: [{ at: earlier.pathAt, message: 'The first mount at this path' }],
      // Which of two volumes is meant, only a person knows.
      fixes: isSameMount(use, earlier) ? ['removeMount'] : [],
    };
  }
}

function isSameMount(a: VolumeUse, b: VolumeUse): boolean {
  const partOf = ({ value }: VolumeUse) => getAt(value, ['subPath']) ?? getAt(value, ['subPathExpr']);
  return a.volume === b.volume && equals(partOf(a), partOf(b));
}
