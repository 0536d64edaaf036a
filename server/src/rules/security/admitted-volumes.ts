import { isMap, listAt, stringAt } from '../../yaml/json.ts';
import type { JsonMap, Route } from '../../yaml/types.ts';

/** Types of volumes that the restricted Pod Security Standard admits. */
const ADMITTED: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** Newer than the standard, and read-only: clusters differ in whether they admit them. */
const UNDECIDED = 'image';

/** A volume with a type that isn't admitted. */
export interface UnadmittedVolume {
  readonly type: string;
  /** Its name, or its place in the list. */
  readonly volume: string;
  /** Of the type. */
  readonly at: Route;
}

/** The volumes of a pod that the restricted Pod Security Standard does not admit. */
export function unadmittedVolumes(podSpec: JsonMap, podSpecRoute: Route): readonly UnadmittedVolume[] {
  return (listAt(podSpec, ['volumes']) ?? []).flatMap((volume, index) => {
    const types = isMap(volume) ? Object.keys(volume).filter((key) => key !== 'name') : [];
    const name = stringAt(volume, ['name']) ?? `#${index}`;
    return types
      .filter((type) => !ADMITTED.has(type) && type !== UNDECIDED)
      .map((type) => ({ type, volume: name, at: [...podSpecRoute, 'volumes', index, type] }));
  });
}
