import { isClusterWide } from '../../resources/built-in-names.ts';
import type { Deployment, Placement } from '../../resources/deployments.ts';
import { applied, nameIn } from '../../resources/deployments.ts';
import { compareEntries } from '../../resources/inventory-index.ts';
import { decodedPath } from '../../resources/kustomize.ts';
import type { Entry, Inventory, Resource } from '../../resources/types.ts';
import { defineRule } from '../define-rule.ts';
import { isPlaceholder } from '../placeholder.ts';
import { titleOf } from '../title.ts';

/** Words by which files of one folder tell for what they are, rather than being applied together. */
const VARIANT =
  /(?:^|[-_.])(?:dev|develop|development|test|testing|qa|uat|stage|staging|preprod|prod|production|local|minikube|kind|eks|gke|aks|example|sample|template|old|backup)(?:[-_.]|$)/i;

export default defineRule({
  id: 'schema/duplicate-resource',
  level: 'warning',
  scope: 'resource',
  workspace: true,
  docs: {
    summary: 'The same kind, namespace and name twice in files that are applied together',
    why:
      'The cluster has one object of a kind, namespace and name. Of two manifests for it the one that is applied last wins, and every apply changes the ' +
      'object there and back; kustomize refuses to build with both.',
    fix: 'Remove one of them, or give it a name of its own.',
    exceptions:
      'Overlays, different kustomizations and different folders are not applied together, and patches are meant to name the same object. Silent where the name of ' +
      'a file tells that it is for one environment (`api-staging.yaml`), for names that are filled in later, and in templates of Helm charts.',
    sources: [
      'Kubernetes documentation, Object Names and IDs: only one object of a given kind can have a given name at a time',
      'kustomize, resource accumulation: an id that is already registered is an error',
    ],
  },
  messages: {
    file: '{object} is defined twice in this file; the one that comes last wins.',
    folder: '{object} is defined in {file} as well; where both are applied, the one that comes last wins.',
    kustomize: '{object} is defined in {file} as well, and {root} takes in both, which kustomize refuses to build.',
  },
  *check(resource, { inventory, partial }) {
    const { name, kind } = resource;
    const own = inventory.entryOf(resource);
    if (!own || partial || name === undefined || isPlaceholder(name)) return;
    const namesakes = inventory.find(kind, inventory.namespaceOf(resource), name).filter((entry) => compareEntries(entry, own) < 0);
    const twins = namesakes.flatMap((entry) => {
      const deployment = sharedDeployment(resource, entry.resource, inventory);
      return deployment ? [{ entry, root: deployment.root }] : [];
    });
    const [twin] = twins.filter(({ entry }) => entry.uri === own.uri || ![entry, own].some(isVariant));
    if (!twin) return;
    const { entry: first, root } = twin;
    yield {
      at: [...resource.route, 'metadata', 'name'],
      message: first.uri === own.uri ? 'file' : root === undefined ? 'folder' : 'kustomize',
      level: root === undefined ? 'warning' : 'error',
      data: { object: titleOf(resource), file: fileName(first), ...(root === undefined ? {} : { root: lastParts(root, 2) }) },
      related: [{ in: first.resource, at: [...first.resource.route, 'metadata', 'name'], message: `The first ${titleOf(resource)}` }],
    };
  },
});

/** What applies both of two objects of one kind, under one name and in one namespace; namespaces that aren't stated are the same. */
function sharedDeployment(resource: Resource, other: Resource, inventory: Inventory): Deployment | undefined {
  if (resource.group !== other.group) return undefined;
  const identity = ({ namespace }: Placement, own: Resource) => (isClusterWide(own.kind) ? undefined : (namespace ?? own.namespace));
  const others = applied(inventory.placementsOf(other));
  const shared = applied(inventory.placementsOf(resource)).find((place) =>
    others.some(
      (there) =>
        there.deployment === place.deployment &&
        nameIn(there, other.name ?? '', other.kind) === nameIn(place, resource.name ?? '', resource.kind) &&
        identity(there, other) === identity(place, resource),
    ),
  );
  return shared?.deployment;
}

function isVariant(entry: Entry): boolean {
  return VARIANT.test(fileName(entry).replace(/\.ya?ml$/, ''));
}

function fileName({ uri }: Entry): string {
  return lastParts(uri, 1);
}

/** The end of a file's path: a kustomization is told by its folder as well, since they are all called the same. */
function lastParts(uri: string, count: number): string {
  return decodedPath(uri).split('/').slice(-count).join('/');
}
