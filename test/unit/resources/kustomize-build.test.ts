import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isClusterWide } from '../../../server/src/resources/built-in-names.ts';
import type { Definition } from '../../../server/src/resources/definitions.ts';
import { definitionsOf } from '../../../server/src/resources/definitions.ts';
import type { Placement } from '../../../server/src/resources/deployments.ts';
import { nameIn, podLabelsIn } from '../../../server/src/resources/deployments.ts';
import { labelSelectorsOf } from '../../../server/src/resources/label-selectors.ts';
import { podLabelsOf } from '../../../server/src/resources/pod-owners.ts';
import { referencesOf } from '../../../server/src/resources/references.ts';
import type { Entry, Inventory, Resource } from '../../../server/src/resources/types.ts';
import { temporaryFolders } from '../../cli/cli.ts';
import { KUSTOMIZE } from '../../programs.ts';
import type { Workspace } from './kustomize-builds.ts';
import { WORKSPACES } from './kustomize-builds.ts';
import { workspaceOf } from './workspace.ts';

const folderOf = temporaryFolders();

type Labels = Readonly<Record<string, string>>;

/** An object as it reaches the cluster. */
interface Applied {
  readonly id: string;
  readonly labels: Labels;
  readonly podLabels: Labels | undefined;
}

const KINDS = [
  ...[
    'ConfigMap',
    'Secret',
    'ServiceAccount',
    'Service',
    'Pod',
    'Namespace',
    'PersistentVolumeClaim',
    'Deployment',
    'StatefulSet',
    'CronJob',
  ],
  ...['PodDisruptionBudget', 'HorizontalPodAutoscaler', 'Ingress', 'NetworkPolicy', 'ClusterRole', 'Role', 'RoleBinding'],
  ...['ClusterRoleBinding', 'StorageClass', 'PriorityClass', 'Rollout'],
];

/** What of a workspace one deployment applies, and who refers there to whom; the deployment is named by its kustomization. */
function modelOf(inventory: Inventory, root: string | undefined) {
  const objects = KINDS.flatMap((kind) => inventory.ofKind(kind));
  const kustomizations = ['Kustomization', 'Component'].flatMap((kind) => inventory.ofKind(kind));
  const placesOf = (resource: Resource) => inventory.placementsOf(resource).filter(({ deployment }) => deployment.root === root);
  const appliedIn = (resource: Resource) => placesOf(resource).filter(({ isPatch }) => !isPatch);
  // Patches in the text of a kustomization are entries there, with objects that are made up.
  const holderOf = ({ uri, resource }: Entry) => kustomizations.find((entry) => entry.uri === uri)?.resource ?? resource;
  const partsOf = (entry: Entry): readonly Resource[] => {
    const patches = inventory.patchesOf(entry.resource).filter((patch) => placesOf(holderOf(patch)).length > 0);
    return [entry.resource, ...patches.map(({ resource }) => resource)];
  };
  const all = objects.flatMap((entry) => appliedIn(entry.resource).map((place) => ({ entry, place, id: idOf(place, entry.resource) })));
  const applied = all.map(({ entry, place, id }): Applied => {
    const parts = partsOf(entry);
    const runsPods = podLabelsOf(entry.resource) !== undefined;
    return {
      id,
      labels: Object.assign({}, ...parts.map(({ labels }) => labels), place.labels),
      podLabels: runsPods ? Object.assign({}, ...parts.map(podLabelsOf), podLabelsIn(place, entry.resource)) : undefined,
    };
  });
  const edges = all.flatMap(({ entry, place, id }) => {
    const references = partsOf(entry).flatMap((part) =>
      referencesOf(part).flatMap((reference) => {
        const { found, missingFrom } = inventory.resolve(reference, inventory.entryOf(part) ? part : entry.resource);
        const targets = missingFrom.includes(place.deployment) ? [] : found;
        return targets.flatMap(({ entry: target, definition }) =>
          nearest(place, appliedIn(target.resource)).map((at) => `${id} ${reference.via} ${idOf(at, definition, target.resource)}`),
        );
      }),
    );
    const selections = labelSelectorsOf(entry.resource)
      .filter(({ via }) => SELECTORS.includes(via))
      .flatMap((selector) => inventory.selects(entry.resource, selector))
      .flatMap(({ resource }) => nearest(place, appliedIn(resource)).map((at) => `${id} selects ${idOf(at, resource)}`));
    return [...references, ...selections];
  });
  const generated = kustomizations.flatMap(({ resource }) =>
    appliedIn(resource).flatMap((place) =>
      definitionsOf(resource)
        .filter(isGenerated)
        .map((made) => idOf(place, made, resource)),
    ),
  );
  return { applied: applied.sort(byId), edges: [...new Set(edges)].sort(), generated };
}

const SELECTORS: readonly string[] = ['service', 'budget', 'policy'];

/** Of the places that an object is taken in at, those under the same names as another object, if there are any. */
function nearest(place: Placement, others: readonly Placement[]): readonly Placement[] {
  const same = others.filter((other) => isDeepStrictEqual([other.affixes, other.namespace], [place.affixes, place.namespace]));
  return same.length > 0 ? same : others;
}

const isGenerated = ({ by }: Definition): boolean => by.endsWith('Generator');

function idOf(place: Placement, { kind, name, namespace }: Pick<Resource, 'kind' | 'name' | 'namespace'>, maker?: Resource): string {
  const own = isClusterWide(kind) ? undefined : (place.namespace ?? namespace ?? maker?.namespace);
  return `${kind} ${own === undefined ? '' : `${own}/`}${nameIn(place, name ?? '', kind)}`;
}

/** What stands behind the names of what kustomize generates: ten of the characters that it writes hashes with. */
const HASH = /-[2456789bcdfghkmt]{10}\b/g;

function built(folder: string): string {
  const output = execFileSync(KUSTOMIZE ?? '', ['build', folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return output.replace(HASH, '');
}

function rootsOf(inventory: Inventory): readonly string[] {
  const placements = inventory.ofKind('Kustomization').flatMap(({ resource }) => inventory.placementsOf(resource));
  return [...new Set(placements.flatMap(({ deployment }) => deployment.root ?? []))];
}

function asUris(files: Workspace): Workspace {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [`/w/${file}`, text]));
}

function byId(a: Applied, b: Applied): number {
  return a.id < b.id ? -1 : 1;
}

describe.skipIf(KUSTOMIZE === undefined)('what `kustomize build` gives is what the workspace says of', () => {
  test.each(Object.entries(WORKSPACES))('%s', (_, files) => {
    const folder = folderOf(files);
    const { inventory } = workspaceOf(asUris(files));
    const roots = rootsOf(inventory);
    expect(roots).not.toEqual([]);
    for (const root of roots) {
      const rendered = modelOf(
        workspaceOf({ '/all.yaml': built(path.join(folder, path.relative('/w', path.dirname(root)))) }).inventory,
        undefined,
      );
      const model = modelOf(inventory, root);
      const generated = new Set(model.generated);
      expect(model.applied).toEqual(rendered.applied.filter(({ id }) => !generated.has(id)));
      expect(rendered.applied.map(({ id }) => id)).toEqual(expect.arrayContaining(model.generated));
      expect(model.edges).toEqual(rendered.edges);
    }
  });
});
