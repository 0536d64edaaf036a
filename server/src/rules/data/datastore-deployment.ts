import { patchesOf } from '../../resources/kustomize-patches.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { isList, stringAt } from '../../yaml/json.ts';
import { defineRule } from '../define-rule.ts';
import { datastoreOf } from '../products.ts';
import { titleOf } from '../title.ts';
import { dataVolumeOf } from './data-volume.ts';
import { isTrial } from './trial.ts';

export default defineRule({
  id: 'data/datastore-deployment',
  level: 'warning',
  scope: 'workload',
  workspace: true,
  docs: {
    summary: 'A database whose data go with its pod, or that runs as a Deployment',
    why:
      'What is on an emptyDir or in the container is gone when the pod moves to another node, which a drain or an upgrade does to every pod ' +
      'sooner or later. A Deployment starts the new pod of a rollout before it stops the old one, so that two processes open the same data, ' +
      'and it gives neither pod a name or a volume of its own.',
    fix:
      'Run the database as a StatefulSet with volumeClaimTemplates, by an operator, or as a managed service. Moving the data takes a person, ' +
      'so there is no quick fix.',
    exceptions:
      'Caches; workloads whose image is no known database; those that names, namespace or labels call a test, a sample or a development ' +
      'environment; those switched off with 0 replicas. Silent in kustomize patches, and where a patch of the workspace brings volumes.',
    sources: [
      'Kubernetes documentation, Volumes: an emptyDir is deleted with its pod',
      'Kubernetes documentation, Deployments: a rolling update creates new pods before it removes old ones',
      'Kubernetes documentation, StatefulSets: stable identity and storage',
      'The folders in which databases keep their data are those that their images document',
    ],
  },
  messages: {
    passing:
      '{workload} keeps the data of {product} on the {type} volume "{volume}", which is deleted with the pod, so that a drained node takes all ' +
      'of it along; a claim that outlives the pod is wanted.',
    none:
      '{workload} runs {product} without a volume for its data, so that all of it is gone when the container restarts; a claim that outlives ' +
      'the pod is wanted.',
    deployment:
      '{workload} runs {product}, and a rollout of a Deployment starts the second process on the same data before the first has stopped; a ' +
      'StatefulSet or an operator is wanted.',
    recreate:
      '{workload} runs {product} as a Deployment, whose pod has neither a name nor a volume of its own; a StatefulSet or an operator is wanted.',
  },
  *check(workload, { inventory, partial }) {
    const datastore = datastoreOf(workload);
    const { kind, resource } = workload;
    if (datastore?.product.role !== 'database' || partial || workload.replicas === 0 || isTrial(resource)) return;
    if ((kind !== 'Deployment' && kind !== 'StatefulSet') || bringsVolumes(workload, inventory)) return;
    const data = { workload: titleOf(resource), product: datastore.product.title };
    const at = [...resource.route, 'kind'];
    const volume = dataVolumeOf(datastore);
    if (volume.kind === 'passing') {
      yield { at: volume.at, part: 'key', message: 'passing', data: { ...data, volume: volume.name, type: volume.type } };
    } else if (volume.kind === 'none') yield { at: [...datastore.container.route, 'volumeMounts'], message: 'none', data };
    else if (kind === 'Deployment') {
      const isRecreated = stringAt(resource.value, ['spec', 'strategy', 'type']) === 'Recreate';
      yield isRecreated ? { at, message: 'recreate', level: 'info', data } : { at, message: 'deployment', data };
    }
  },
});

function bringsVolumes(workload: Workload, inventory: Inventory): boolean {
  return patchesOf(workload, inventory).some(({ podSpec, resource }) => {
    const spec = resource.value.spec;
    return isList(podSpec.volumes) || (typeof spec === 'object' && spec !== null && 'volumeClaimTemplates' in spec);
  });
}
