import type { PodVolume } from '../../resources/pod-volumes.ts';
import { volumesOf, volumeUsesOf } from '../../resources/pod-volumes.ts';
import { isMap, listAt, stringAt } from '../../yaml/json.ts';
import type { Route } from '../../yaml/types.ts';
import type { Datastore } from '../products.ts';

/** Where a database keeps its data. */
export type DataVolume =
  /** On something that outlives the pod, or on what isn't known. */
  | { readonly kind: 'lasting' }
  /** On a volume that goes with the pod. */
  | { readonly kind: 'passing'; readonly at: Route; readonly name: string; readonly type: string }
  /** In the container itself. */
  | { readonly kind: 'none' };

/** Volumes that go with their pod. */
const PASSING = ['emptyDir', 'ephemeral'];
/** Volumes that are for settings. */
const SETTINGS = ['configMap', 'secret', 'projected', 'downwardAPI', 'image'];

/** Where a database keeps its data, as the volumes of its container tell. */
export function dataVolumeOf({ container, workload, product }: Datastore): DataVolume {
  const volumes = volumesOf(workload);
  const uses = volumeUsesOf(container).map(({ volume, path }) => ({
    path,
    name: volume,
    volume: volumes.find(({ name }) => name === volume),
  }));
  const isLasting = uses.some(({ name, volume }) => name === undefined || volume === undefined || typeOf(volume) === undefined);
  if (isLasting) return { kind: 'lasting' };
  const folders = [...product.folders, ...ownFolders(container.value.env === undefined ? [] : (listAt(container.value, ['env']) ?? []))];
  for (const { path, volume } of uses) {
    const type = volume && typeOf(volume);
    if (volume === undefined || type === undefined || !PASSING.includes(type) || !folders.some((folder) => overlaps(folder, path)))
      continue;
    return { kind: 'passing', at: [...volume.route, type], name: volume.name, type };
  }
  return { kind: 'none' };
}

/** The type of a volume that does not last; undefined for all others. */
function typeOf({ value, isClaim }: PodVolume): string | undefined {
  if (isClaim || !isMap(value)) return undefined;
  return [...PASSING, ...SETTINGS].find((type) => (value[type] ?? null) !== null || (type === 'emptyDir' && type in value));
}

/** The folder that PostgreSQL is told to use. */
function ownFolders(env: NonNullable<ReturnType<typeof listAt>>): readonly string[] {
  return env
    .flatMap((entry) => (stringAt(entry, ['name']) === 'PGDATA' ? [stringAt(entry, ['value']) ?? ''] : []))
    .filter((path) => path !== '');
}

function overlaps(folder: string, path: string | undefined): boolean {
  if (path === undefined) return false;
  const [a, b] = [`${folder.replace(/\/+$/, '')}/`, `${path.replace(/\/+$/, '')}/`];
  return a.startsWith(b) || b.startsWith(a);
}
