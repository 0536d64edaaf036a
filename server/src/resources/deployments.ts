import type { Affix, Kustomization } from './kustomize.ts';
import { decodedPath, layersAround } from './kustomize.ts';
import { overlap } from './overlap.ts';
import type { Resource } from './types.ts';

type Labels = Readonly<Record<string, string>>;

/** What is applied at once: a kustomization that no other one uses with all that it brings, or the plain manifests of a folder. */
export interface Deployment {
  /** URI of the kustomization; undefined for plain manifests. */
  readonly root: string | undefined;
  /** Its folder as a decoded URI, without a slash at its end. */
  readonly folder: string;
  /** True where it has more than the workspace shows: remote bases, charts, plugins, files that aren't there. */
  readonly open: boolean;
}

/** How a deployment takes a file in. */
export interface Placement {
  readonly deployment: Deployment;
  /** True for a patch, which changes what other files state. */
  readonly isPatch: boolean;
  /** Laid over the namespace of every object. */
  readonly namespace: string | undefined;
  /** What stands around every name, kustomization by kustomization outwards: first nothing at all, last what the cluster sees. */
  readonly affixes: readonly Affix[];
  /** Added to every object's labels. */
  readonly labels: Labels;
  /** Added to the labels of pods, and to the selectors of those. */
  readonly podLabels: Labels;
}

/** The deployments of a workspace. */
export interface Deployments {
  /** How files are taken in; by paths, which are decoded URIs. A file that no kustomization mentions isn't there. */
  readonly placements: ReadonlyMap<string, readonly Placement[]>;
  /** Every distinct affix. */
  readonly affixes: readonly Affix[];
  /** Names of the labels that are added to objects or to pods. */
  readonly labels: ReadonlySet<string>;
  /**
   * True where two deployments are variants of each other, such as overlays of one base or folders with a workload of the same name, and
   * never meet in a cluster's namespace.
   */
  areVariants(a: Deployment, b: Deployment): boolean;
  /** Changes with the rest, and with nothing else. */
  readonly signature: string;
}

const NO_AFFIX: Affix = { prefix: '', suffix: '' };

/** Kustomizations visited for one deployment at most: those that include each other many times over would otherwise never end. */
const MOST_VISITS = 2_000;

/** What kustomizations lay over what they bring. */
interface Layers {
  readonly namespace: string | undefined;
  /** The affixes that they add, outwards. */
  readonly around: readonly Affix[];
  readonly labels: Labels;
  readonly podLabels: Labels;
}

/** A kustomization on the way from a deployment's root, with what those around it lay over what it brings. */
interface Visit {
  readonly kustomization: Kustomization;
  readonly outer: Layers;
  /** True for what a component brings, which all sorts of things share. */
  readonly inComponent: boolean;
  /** Folders on the way here: kustomizations that name each other end there. */
  readonly within: readonly string[];
}

type ByFolder = ReadonlyMap<string, Kustomization>;

/**
 * The deployments that kustomizations make.
 * @param hasFile whether a path is one of the workspace's files
 */
export function deploymentsOf(kustomizations: readonly Kustomization[], hasFile: (path: string) => boolean): Deployments {
  const byFolder: ByFolder = new Map(kustomizations.map((kustomization) => [kustomization.folder, kustomization]));
  const used = new Set(kustomizations.flatMap(({ folder, resources }) => resources.filter((path) => path !== folder)));
  const roots = kustomizations.filter(({ folder, component }) => !component && !used.has(folder));
  const placements = new Map<string, Placement[]>();
  const bases = new Map<Deployment, ReadonlySet<string>>();
  for (const root of roots) {
    const visits = visitsFrom(root, byFolder);
    const deployment: Deployment = { root: root.uri, folder: root.folder, open: isOpen(visits, byFolder, hasFile) };
    bases.set(deployment, new Set(visits.filter(({ inComponent }) => !inComponent).flatMap(({ kustomization }) => pathsOf(kustomization))));
    for (const visit of visits) place(placements, deployment, visit, byFolder);
  }
  const all = [...new Set([...placements.values()].flat())];
  return {
    placements,
    affixes: distinctAffixes(all),
    labels: new Set(all.flatMap(({ labels, podLabels }) => [...Object.keys(labels), ...Object.keys(podLabels)])),
    areVariants: (a, b) => a !== b && overlap(bases.get(a), bases.get(b)),
    signature: JSON.stringify([kustomizations, [...bases.keys()]]),
  };
}

/** Placements by which an object reaches the cluster rather than changes another one. */
export function applied(placements: readonly Placement[]): readonly Placement[] {
  return placements.some(({ isPatch }) => isPatch) ? placements.filter(({ isPatch }) => !isPatch) : placements;
}

/** A name of a kind as the cluster sees it. */
export function nameIn({ affixes, namespace }: Placement, name: string, kind: string): string {
  if (kind === 'Namespace') return namespace ?? name;
  return WITHOUT_AFFIX.has(kind) ? name : affixed(affixes.at(-1) ?? NO_AFFIX, name);
}

/** Kinds whose names kustomize puts nothing around; to a Namespace it gives the name of the namespace that it lays over the rest. */
const WITHOUT_AFFIX: ReadonlySet<string> = new Set(['APIService', 'CustomResourceDefinition', 'Namespace']);

/** The labels that a deployment adds to the pods of an object: to those of a bare Pod what it adds to every object. */
export function podLabelsIn(placement: Placement, { kind, group }: Pick<Resource, 'kind' | 'group'>): Labels {
  if (kind === 'Pod') return placement.labels;
  return WITH_TEMPLATE.has(`${group}/${kind}`) ? placement.podLabels : {};
}

/** Kinds, as `group/Kind`, whose templates kustomize puts labels on (its built-in field specs for labels). */
const WITH_TEMPLATE: ReadonlySet<string> = new Set([
  '/ReplicationController',
  'apps/DaemonSet',
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'batch/CronJob',
  'batch/Job',
]);

/** A name with what stands around it. */
export function affixed({ prefix, suffix }: Affix, name: string): string {
  return prefix + name + suffix;
}

/** How files outside of kustomizations are taken in. */
export function plainPlacement(folder: string): Placement {
  const deployment: Deployment = { root: undefined, folder, open: false };
  return { deployment, isPatch: false, namespace: undefined, affixes: [NO_AFFIX], labels: {}, podLabels: {} };
}

/** What a kustomization makes it a variant of: its own folder, and all that it brings. */
function pathsOf({ folder, resources }: Kustomization): readonly string[] {
  return [folder, ...resources];
}

/** The kustomizations that one reaches, itself first. */
function visitsFrom(root: Kustomization, byFolder: ByFolder): readonly Visit[] {
  const visits: Visit[] = [];
  const seen = new Set<string>();
  const pending: Visit[] = [{ kustomization: root, outer: NOTHING_AROUND, inComponent: false, within: [root.folder] }];
  for (let next = pending.pop(); next && visits.length < MOST_VISITS; next = pending.pop()) {
    const { kustomization, outer, inComponent, within } = next;
    const key = JSON.stringify([kustomization.folder, outer.namespace, outer.around, inComponent]);
    if (seen.has(key)) continue;
    seen.add(key);
    visits.push(next);
    const inner = kustomization.resources.flatMap((path) => byFolder.get(path) ?? []);
    pending.push(...inner.filter(({ folder }) => !within.includes(folder)).map((reached) => visit(reached, next, byFolder)));
  }
  return visits;
}

const NOTHING_AROUND: Layers = { namespace: undefined, around: [], labels: {}, podLabels: {} };

function visit(kustomization: Kustomization, from: Visit, byFolder: ByFolder): Visit {
  const { component, folder } = kustomization;
  const outer = layersOver(from, folder, byFolder);
  return { kustomization, outer, inComponent: from.inComponent || component, within: [...from.within, folder] };
}

/** What is laid over what a kustomization brings under a path. */
function layersOver({ kustomization, outer }: Visit, path: string, byFolder: ByFolder): Layers {
  return layersAround(kustomization, path, byFolder).reduceRight(laidUnder, outer);
}

/** An outer namespace, and an outer label, wins over an inner one. */
function laidUnder(outer: Layers, { namespace, affix, labels, podLabels }: Kustomization): Layers {
  const hasAffix = affix.prefix !== '' || affix.suffix !== '';
  return {
    namespace: outer.namespace ?? namespace,
    around: hasAffix ? [affix, ...outer.around] : outer.around,
    labels: { ...labels, ...outer.labels },
    podLabels: { ...podLabels, ...outer.podLabels },
  };
}

function isOpen(visits: readonly Visit[], byFolder: ByFolder, hasFile: (path: string) => boolean): boolean {
  return visits.some(({ kustomization }) => {
    return kustomization.open || kustomization.resources.some((path) => !byFolder.has(path) && !hasFile(path));
  });
}

/** Places what a kustomization brings, and the kustomization itself, which generates. */
function place(placements: Map<string, Placement[]>, deployment: Deployment, visit: Visit, byFolder: ByFolder): void {
  const { uri, folder, resources, patches } = visit.kustomization;
  const whole = toPlacement(deployment, layersOver(visit, folder, byFolder));
  const patch: Placement = { ...whole, isPatch: true };
  const put = (path: string, placement: Placement): void => {
    const known = placements.get(path);
    if (known) known.push(placement);
    else placements.set(path, [placement]);
  };
  put(decodedPath(uri), whole);
  for (const path of resources) if (!byFolder.has(path)) put(path, whole);
  for (const path of patches) put(path, patch);
}

function toPlacement(deployment: Deployment, { namespace, around, labels, podLabels }: Layers): Placement {
  const affixes = [NO_AFFIX];
  for (const { prefix, suffix } of around) {
    const inner = affixes.at(-1) ?? NO_AFFIX;
    affixes.push({ prefix: prefix + inner.prefix, suffix: inner.suffix + suffix });
  }
  return { deployment, isPatch: false, namespace, affixes, labels, podLabels };
}

function distinctAffixes(placements: readonly Placement[]): readonly Affix[] {
  const affixes = new Map(placements.flatMap((placement) => placement.affixes.map((affix) => [JSON.stringify(affix), affix] as const)));
  return [...affixes.values()];
}
