import { isMap, listAt, stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';

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

export default defineRule({
  id: 'security/volume-types',
  level: 'strict',
  scope: 'workload',
  docs: {
    summary: 'A volume of a type that the restricted Pod Security Standard does not admit',
    why:
      'Volumes that lead straight to the node or to a storage server bypass what a cluster decides about storage: who may use it, how ' +
      'it is encrypted, where it ends. A namespace that enforces the restricted standard rejects such pods.',
    fix:
      'Use a PersistentVolumeClaim, whose PersistentVolume the administrators of the cluster define, or one of configMap, secret, ' +
      'projected, downwardAPI, emptyDir, ephemeral and csi.',
    exceptions: 'Volumes of the type `image`, on which clusters differ. What a hostPath leads to is judged by `security/host-path`.',
    sources: ['Pod Security Standards, restricted: volume types'],
  },
  messages: {
    type:
      '{workload} has the volume "{volume}" of type {type}, which the restricted Pod Security Standard does not admit; a ' +
      'persistentVolumeClaim is wanted.',
  },
  *check({ podSpec, podSpecRoute, resource }) {
    for (const [index, volume] of (listAt(podSpec, ['volumes']) ?? []).entries()) {
      const types = isMap(volume) ? Object.keys(volume).filter((key) => key !== 'name') : [];
      for (const type of types.filter((one) => !ADMITTED.has(one) && one !== UNDECIDED)) {
        yield {
          at: [...podSpecRoute, 'volumes', index, type],
          part: 'key',
          message: 'type',
          data: { workload: titleOf(resource), volume: stringAt(volume, ['name']) ?? `#${index}`, type },
          ...(type === 'hostPath' ? { coveredBy: 'security/host-path' } : {}),
        };
      }
    }
  },
});
