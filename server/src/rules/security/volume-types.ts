import { defineRule } from '../define-rule.ts';
import { titleOf } from '../title.ts';
import { unadmittedVolumes } from './admitted-volumes.ts';

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
    for (const { type, volume, at } of unadmittedVolumes(podSpec, podSpecRoute)) {
      yield {
        at,
        part: 'key',
        message: 'type',
        data: { workload: titleOf(resource), volume, type },
        ...(type === 'hostPath' ? { coveredBy: 'security/host-path' } : {}),
      };
    }
  },
});
