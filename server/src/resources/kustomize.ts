import { getAt, isMap, listAt, mapAt, stringAt } from '../yaml/json.ts';
import { memo } from '../yaml/memo.ts';
import type { Json, JsonMap, YamlDocument } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';
import { resourcesOf, stringsOf } from './resource.ts';
import type { FileContext, Resource } from './types.ts';

/** What a kustomization puts around names. */
export interface Affix {
  readonly prefix: string;
  readonly suffix: string;
}

/** A kustomization.yaml, with the files and folders it names as URIs. */
export interface Kustomization {
  readonly uri: string;
  /** Its folder. */
  readonly folder: string;
  readonly component: boolean;
  readonly namespace: string | undefined;
  /** Manifests, and folders of other kustomizations and components. */
  readonly resources: readonly string[];
  /** Those of the resources that are components, in the order in which they are laid over the rest. */
  readonly components: readonly string[];
  readonly patches: readonly string[];
  /** Those of the patches whose target the kustomization states. */
  readonly targeted: readonly string[];
  /** What it puts around names. */
  readonly affix: Affix;
  /** Added to the labels of every object. */
  readonly labels: Readonly<Record<string, string>>;
  /** Added to the labels of pods and to what selects those. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** True where it brings what the workspace doesn't show: remote resources, charts, plugins. */
  readonly open: boolean;
}

/** Context of a file that no kustomization and no chart knows. */
export const PLAIN_FILE: FileContext = { partial: false, helmTemplate: false, namespace: undefined };

const KUSTOMIZATION_FILE = /\/kustomization(?:\.ya?ml)?$/i;
const CHART_FILE = /\/Chart\.ya?ml$/;

/** True for the names under which kustomize looks for its file. */
export function isKustomizationFile(uri: string): boolean {
  return KUSTOMIZATION_FILE.test(`/${uri}`);
}

/** True for a Helm chart's own file. */
export function isChartFile(uri: string): boolean {
  return CHART_FILE.test(`/${uri}`);
}

/** The API group of kustomizations and components. */
export const KUSTOMIZE_GROUP = 'kustomize.config.k8s.io';

/**
 * The objects of a document, with the kustomization that one without apiVersion and kind is, as kustomize allows. Memoised: the same
 * document gives the same objects. A template has none: what its objects are called, and which there are, only its renderings say.
 */
export function objectsIn(document: YamlDocument, uri: string): readonly Resource[] {
  if (document.templated) return [];
  const objects = resourcesOf(document);
  return objects.length === 0 && isKustomizationFile(uri) ? bareKustomization(document) : objects;
}

const bareKustomization: (document: YamlDocument) => readonly Resource[] = memo((document) => {
  const value = valueOf(document);
  if (!isMap(value)) return [];
  const version = 'v1beta1';
  const head = { apiVersion: `${KUSTOMIZE_GROUP}/${version}`, group: KUSTOMIZE_GROUP, version, kind: 'Kustomization' };
  return [{ document, route: [], ...head, name: undefined, namespace: undefined, labels: {}, annotations: {}, value }];
});

/** Reads a kustomization; kind and apiVersion may be missing, as kustomize allows. Remote resources are left out. */
export function readKustomization(uri: string, value: JsonMap): Kustomization {
  const folder = folderOf(uri);
  const resolve = (paths: readonly string[]) => paths.filter((path) => !isRemote(path)).map((path) => resolvePath(folder, path));
  const inlineOrPath = (entry: Json) => (typeof entry === 'string' ? entry : stringAt(entry, ['path']));
  const paths = (key: string) =>
    (listAt(value, [key]) ?? []).map(inlineOrPath).filter((path) => path !== undefined && !path.includes('\n'));
  const all = [...paths('resources'), ...paths('bases'), ...paths('components')].filter((path) => path !== undefined);
  return {
    uri,
    folder,
    component: value.kind === 'Component',
    namespace: stringAt(value, ['namespace']) || undefined,
    resources: resolve(all),
    components: resolve(paths('components').filter((path) => path !== undefined)),
    patches: resolve(['patches', 'patchesStrategicMerge', 'patchesJson6902'].flatMap(paths).filter((path) => path !== undefined)),
    targeted: resolve(targetedEntriesOf(value).map(({ path }) => path)),
    affix: { prefix: stringAt(value, ['namePrefix']) ?? '', suffix: stringAt(value, ['nameSuffix']) ?? '' },
    ...labelsOf(value),
    open: all.some(isRemote) || PLUGINS.some((key) => (listAt(value, [key]) ?? []).length > 0),
  };
}

/** Entries of a kustomization for patches in files that state the target. */
export function targetedEntriesOf(value: JsonMap): readonly { readonly entry: Json; readonly path: string }[] {
  const entries = ['patches', 'patchesJson6902'].flatMap((field) => listAt(value, [field]) ?? []);
  return entries.flatMap((entry) => {
    const path = stringAt(entry, ['path']);
    return path === undefined || getAt(entry, ['target']) === undefined ? [] : [{ entry, path }];
  });
}

/** Fields whose outcome only kustomize itself knows. */
const PLUGINS: readonly string[] = ['helmCharts', 'helmChartInflationGenerator', 'generators', 'transformers'];

/** A URL, or a repository as Git and GitHub write it: `git@host:path`, `github.com/owner/name`. */
export function isRemote(path: string): boolean {
  return path.includes('://') || /^(?:[\w-]+@|github\.com[/:])/.test(path) || /[?&]ref=/.test(path);
}

const LABELS_OF_PODS: readonly string[] = ['includeSelectors', 'includeTemplates'];

/** Whether an entry of `labels` names the labels of templates among the fields that it is for. */
function hasTemplateField(entry: Json): boolean {
  return (listAt(entry, ['fields']) ?? []).some((field) => stringAt(field, ['path'])?.endsWith('template/metadata/labels'));
}

/** `commonLabels` go everywhere; an entry of `labels` to selectors and templates only where it says so (Kustomize documentation, labels). */
function labelsOf(value: JsonMap): Pick<Kustomization, 'labels' | 'podLabels'> {
  const entries = listAt(value, ['labels']) ?? [];
  const common = stringsOf(value.commonLabels);
  const pairsOf = (entry: Json) => stringsOf(mapAt(entry, ['pairs']));
  const ofPods = entries.filter((entry) => LABELS_OF_PODS.some((field) => getAt(entry, [field]) === true) || hasTemplateField(entry));
  return {
    labels: Object.assign({}, common, ...entries.map(pairsOf)),
    podLabels: Object.assign({}, common, ...ofPods.map(pairsOf)),
  };
}

/**
 * What kustomizations and charts say of a file.
 * @param charts folders of the charts
 */
export function contextsOf(kustomizations: readonly Kustomization[], charts: readonly string[]): (uri: string) => FileContext {
  const partial = new Set(
    kustomizations.flatMap(({ component, resources, patches }) => (component ? [...resources, ...patches] : patches)),
  );
  const namespaces = namespacesOf(kustomizations);
  const chartFolders = new Set(charts);
  return (uri) => {
    const path = decodedPath(uri);
    const laid = namespaces.get(path);
    // Overlays that lay different namespaces over one file leave it unknown.
    const namespace = laid?.size === 1 ? [...laid][0] : undefined;
    const context = { partial: partial.has(path), helmTemplate: isInTemplates(path, chartFolders), namespace };
    return context.partial || context.helmTemplate || namespace !== undefined ? context : PLAIN_FILE;
  };
}

type Namespaces = Map<string, Set<string | undefined>>;

/** The namespaces that reach each file from the outermost kustomizations; an outer namespace wins over an inner one. */
function namespacesOf(kustomizations: readonly Kustomization[]): Namespaces {
  const byFolder = new Map(kustomizations.map((kustomization) => [kustomization.folder, kustomization]));
  const used = new Set(kustomizations.flatMap(({ resources }) => resources));
  const namespaces: Namespaces = new Map();
  const seen = new Set<string>();
  const pending = kustomizations.filter(({ folder }) => !used.has(folder)).map(({ folder, namespace }) => ({ path: folder, namespace }));
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { path, namespace } = next;
    const key = `${path} ${namespace ?? ''}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const kustomization = byFolder.get(path);
    if (!kustomization) namespaces.set(path, (namespaces.get(path) ?? new Set()).add(namespace));
    for (const inner of kustomization?.resources ?? []) {
      const laid = kustomization && layersAround(kustomization, inner, byFolder).findLast((layer) => layer.namespace !== undefined);
      pending.push({ path: inner, namespace: namespace ?? laid?.namespace });
    }
  }
  return namespaces;
}

/**
 * The kustomizations whose changes go over what one brings under a path, outwards: its components change what stands before them in the
 * list, and its resources, before it does so itself (Kustomize documentation, components).
 */
export function layersAround(
  kustomization: Kustomization,
  path: string,
  byFolder: ReadonlyMap<string, Kustomization>,
): readonly Kustomization[] {
  const seen = new Set([kustomization.folder]);
  const layersOf = (component: string): readonly Kustomization[] => {
    const known = seen.has(component) ? undefined : byFolder.get(component);
    if (!known) return [];
    seen.add(component);
    return [...known.components.flatMap(layersOf), known];
  };
  const { components } = kustomization;
  return [...components.slice(components.indexOf(path) + 1).flatMap(layersOf), kustomization];
}

function isInTemplates(path: string, charts: ReadonlySet<string>): boolean {
  const folder = '/templates/';
  for (let at = path.indexOf(folder); at >= 0; at = path.indexOf(folder, at + 1)) {
    if (charts.has(path.slice(0, at))) return true;
  }
  return false;
}

/** Folder of a file, decoded, without a slash at its end. */
export function folderOf(uri: string): string {
  const path = decodedPath(uri);
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The path by which kustomizations know a file: URIs escape what those don't. */
export function decodedPath(uri: string): string {
  if (!uri.includes('%')) return uri;
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** The URI that a path relative to a folder leads to. */
export function resolvePath(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const step of path.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.' && step !== '') parts.push(step);
  }
  return parts.join('/');
}
