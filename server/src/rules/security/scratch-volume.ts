import type { Container, Workload } from '../../resources/types.ts';
import { isList, listAt, stringAt } from '../../yaml/json.ts';
import { memo } from '../../yaml/memo.ts';
import type { Json, JsonMap, Patch, Route, YamlDocument } from '../../yaml/types.ts';
import { valueAt } from '../../yaml/value.ts';
import { fieldsBefore } from '../container-fields.ts';

/** Where programs write what they need for a while, whatever image they are from. */
export const SCRATCH = '/tmp';

/** Room for it; a volume without a limit may fill the disk of its node. Our own figure. */
const SCRATCH_SIZE = '1Gi';

/** Longest name of a volume (Kubernetes, a DNS label). */
const LONGEST_NAME = 63;

/** The volume for /tmp that a container needs once its root file system is read-only, as the data of a problem carry it. */
export interface ScratchVolume extends JsonMap {
  readonly container: Route;
  readonly podSpec: Route;
  readonly volume: string;
}

/** The volume to add; undefined where something is mounted at /tmp, or above it, already. */
export function scratchVolumeFor(container: Container): ScratchVolume | undefined {
  const mounts = listAt(container.value, ['volumeMounts']) ?? [];
  if (mounts.some((mount) => covers(stringAt(mount, ['mountPath'])))) return undefined;
  return { container: container.route, podSpec: container.workload.podSpecRoute, volume: freeName(container) };
}

/** The patches that mount it, and add it to the pod. */
export function scratchPatches(scratch: Json | undefined, document: YamlDocument): readonly Patch[] {
  const { container, podSpec, volume } = (scratch ?? {}) as Partial<ScratchVolume>;
  if (container === undefined || podSpec === undefined || volume === undefined) return [];
  const mounts = [...container, 'volumeMounts'];
  const mount = { name: volume, mountPath: SCRATCH };
  return [
    isFilled(document, mounts)
      ? { op: 'insert', at: mounts, value: mount }
      : { op: 'set', at: mounts, value: [mount], after: fieldsBefore(document, mounts) },
    { op: 'insert', at: [...podSpec, 'volumes'], value: { name: volume, emptyDir: { sizeLimit: SCRATCH_SIZE } } },
  ];
}

function isFilled(document: YamlDocument, at: Route): boolean {
  const list = valueAt(document, at);
  return isList(list) && list.length > 0;
}

function covers(mountPath: string | undefined): boolean {
  return mountPath !== undefined && /^\/(?:tmp\/?)?$/.test(mountPath);
}

/** `tmp`, or a name after the container where the pod has several, so that none sees what another one writes. */
function freeName({ name, workload }: Container): string {
  const base = workload.containers.length === 1 ? 'tmp' : `${name.replace(/[^a-z0-9-]/g, '')}-tmp`.replace(/^-+/, '').slice(-LONGEST_NAME);
  const taken = volumeNames(workload);
  let free = base;
  for (let number = 2; taken.has(free); number += 1) free = `${base.slice(0, LONGEST_NAME - 5)}-${number}`;
  return free;
}

const volumeNames: (workload: Workload) => ReadonlySet<string> = memo(({ podSpec, resource }) => {
  const volumes = (listAt(podSpec, ['volumes']) ?? []).map((volume) => stringAt(volume, ['name']));
  const claims = (listAt(resource.value, ['spec', 'volumeClaimTemplates']) ?? []).map((claim) => stringAt(claim, ['metadata', 'name']));
  return new Set([...volumes, ...claims].filter((name) => name !== undefined));
});
