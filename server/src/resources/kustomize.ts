import { listAt, stringAt } from '../yaml/json.ts';
import type { Json, JsonMap } from '../yaml/types.ts';
import type { FileContext } from './types.ts';

/** A kustomization.yaml, with the files and folders it names as URIs. */
export interface Kustomization {
  /** Its folder. */
  readonly folder: string;
  readonly component: boolean;
  readonly namespace: string | undefined;
  /** Manifests, and folders of other kustomizations and components. */
  readonly resources: readonly string[];
  readonly patches: readonly string[];
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

/** Reads a kustomization; kind and apiVersion may be missing, as kustomize allows. Remote resources are left out. */
export function readKustomization(uri: string, value: JsonMap): Kustomization {
  const folder = folderOf(uri);
  const resolve = (paths: readonly string[]) => paths.filter((path) => !path.includes('://')).map((path) => resolvePath(folder, path));
  const inlineOrPath = (entry: Json) => (typeof entry === 'string' ? entry : stringAt(entry, ['path']));
  const paths = (key: string) =>
    (listAt(value, [key]) ?? []).map(inlineOrPath).filter((path) => path !== undefined && !path.includes('\n'));
  return {
    folder,
    component: value.kind === 'Component',
    namespace: stringAt(value, ['namespace']) || undefined,
    resources: resolve([...paths('resources'), ...paths('bases'), ...paths('components')].filter((path) => path !== undefined)),
    patches: resolve(['patches', 'patchesStrategicMerge', 'patchesJson6902'].flatMap(paths).filter((path) => path !== undefined)),
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
    const path = decoded(uri);
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
    for (const inner of kustomization?.resources ?? []) pending.push({ path: inner, namespace: namespace ?? kustomization?.namespace });
  }
  return namespaces;
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
  const path = decoded(uri);
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** URIs escape what paths in a kustomization don't. */
function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function resolvePath(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const step of path.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.' && step !== '') parts.push(step);
  }
  return parts.join('/');
}
