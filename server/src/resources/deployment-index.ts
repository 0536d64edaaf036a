import type { Deployment, Deployments, Placement } from './deployments.ts';
import { applied, deploymentsOf, nameIn, plainPlacement } from './deployments.ts';
import type { Kustomization } from './kustomize.ts';
import { decodedPath, folderOf } from './kustomize.ts';
import { overlap } from './overlap.ts';
import type { Entry, Resource } from './types.ts';

/** What {@link DeploymentIndex} is worked out from. */
export interface DeploymentSource {
  readonly kustomizations: readonly Kustomization[];
  /** Decoded URIs of the workspace's files. */
  readonly paths: Pick<ReadonlySet<string>, 'has'>;
  /** All workloads, patches included. */
  readonly workloads: readonly Entry[];
  /** Whether nothing is known of how a file gets to the cluster: by Helm, or by a component that nobody uses. */
  isElsewhere(uri: string): boolean;
}

const NOWHERE: readonly Placement[] = [];

/** How the deployments of the workspace take in its files. */
export class DeploymentIndex {
  /** By kustomizations alone. */
  #made: Deployments = deploymentsOf([], () => true);
  #deployments: Deployments = this.#made;
  #workloads: ReadonlyMap<Deployment, ReadonlySet<string>> = new Map();
  readonly #variants = new Map<Deployment, Map<Deployment, boolean>>();
  #signature = '';
  /** Of plain files, by folder, so that those of one folder have the same deployment. */
  readonly #plain = new Map<string, readonly Placement[]>();

  /** The deployments as they are. */
  get deployments(): Deployments {
    return this.#deployments;
  }

  /**
   * Takes over the workspace as it is now; true where a file is taken in otherwise than before, or deployments became variants.
   * @param isRebuilt false where nothing but workloads has changed
   */
  update({ kustomizations, paths, workloads, isElsewhere }: DeploymentSource, isRebuilt: boolean): boolean {
    if (isRebuilt) this.#made = deploymentsOf(kustomizations, (path) => paths.has(path));
    const made = this.#made;
    this.#deployments = { ...made, areVariants: (a, b) => a !== b && this.#areVariants(a, b, made) };
    const names = this.#namesOf(workloads, isElsewhere);
    this.#workloads = names.byDeployment;
    this.#variants.clear();
    const signature = JSON.stringify([made.signature, names.shared]);
    const hasChanged = signature !== this.#signature;
    this.#signature = signature;
    return hasChanged;
  }

  /** True where a kustomization names a file, be it there or not. */
  isNamed(uri: string): boolean {
    return this.#deployments.placements.has(decodedPath(uri));
  }

  /** How a file is taken in: by those whose kustomizations name it, else with its folder. */
  placementsOf(uri: string): readonly Placement[] {
    return this.#deployments.placements.get(decodedPath(uri)) ?? this.#plainIn(folderOf(uri));
  }

  #plainIn(folder: string): readonly Placement[] {
    const known = this.#plain.get(folder);
    if (known) return known;
    const placements = [plainPlacement(folder)];
    this.#plain.set(folder, placements);
    return placements;
  }

  /** The workloads of each deployment, and those that several have. */
  #namesOf(workloads: DeploymentSource['workloads'], isElsewhere: DeploymentSource['isElsewhere']) {
    const byDeployment = new Map<Deployment, Set<string>>();
    const byName = new Map<string, Set<Deployment>>();
    for (const { uri, resource } of workloads) {
      for (const placement of isElsewhere(uri) ? NOWHERE : applied(this.placementsOf(uri))) {
        const name = identityIn(placement, resource);
        addTo(byDeployment, placement.deployment, name);
        addTo(byName, name, placement.deployment);
      }
    }
    const shared = [...byName].filter(([, deployments]) => deployments.size > 1);
    return { byDeployment, shared: shared.map(([name, deployments]) => [name, [...deployments]]) };
  }

  #areVariants(a: Deployment, b: Deployment, made: Deployments): boolean {
    const known = this.#variants.get(a)?.get(b);
    if (known !== undefined) return known;
    const result = made.areVariants(a, b) || overlap(this.#workloads.get(a), this.#workloads.get(b));
    const ofA = this.#variants.get(a) ?? new Map<Deployment, boolean>();
    this.#variants.set(a, ofA.set(b, result));
    return result;
  }
}

function identityIn(placement: Placement, { kind, name = '', namespace = '' }: Resource): string {
  return `${kind}/${placement.namespace ?? namespace}/${nameIn(placement, name, kind)}`;
}

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}
