import type { DocumentLink } from 'vscode-languageserver-types';
import type { Analysis } from '../../analyzer.ts';
import { isKustomizationFile, isRemote, resolvePath } from '../../resources/kustomize.ts';
import { isMap, listAt, stringAt } from '../../yaml/json.ts';
import { spanOf } from '../../yaml/route.ts';
import type { Json, Route } from '../../yaml/types.ts';
import { valueOf } from '../../yaml/value.ts';
import { rangeIn } from '../positions.ts';
import type { Places } from './occurrence.ts';

/** Lists of paths in a kustomization, and where in an entry the path stands. Source: kustomize's reference of the kustomization file. */
const LISTS: readonly { readonly at: Route; readonly path?: string }[] = [
  ...[
    'resources',
    'bases',
    'components',
    'crds',
    'configurations',
    'generators',
    'transformers',
    'validators',
    'patchesStrategicMerge',
  ].map((field) => ({ at: [field] })),
  ...['patches', 'patchesJson6902', 'replacements'].map((field) => ({ at: [field], path: 'path' })),
];
const GENERATORS = ['configMapGenerator', 'secretGenerator'];
const FILE_LISTS = ['files', 'envs'];

/** The names under which a folder's kustomization is found. */
const FILE_NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The paths of a kustomization as links: to the file, or to the kustomization of the folder. */
export function documentLinks(analysis: Analysis, places: Places): DocumentLink[] {
  const placed = analysis.documents[0]?.placed;
  const value = placed && isKustomizationFile(analysis.uri) ? valueOf(placed.document) : undefined;
  if (!placed || !isMap(value)) return [];
  const folder = analysis.uri.slice(0, analysis.uri.lastIndexOf('/'));
  return pathsIn(value).map(({ path, route }) => ({
    range: rangeIn(placed, spanOf(placed.document, route, 'value')),
    target: targetOf(resolvePath(folder, path.split('/').map(encoded).join('/')), places),
  }));
}

interface PlacedPath {
  readonly path: string;
  readonly route: Route;
}

function pathsIn(value: Json): readonly PlacedPath[] {
  const listed = LISTS.flatMap(({ at, path }) => entriesAt(value, at, path === undefined ? [] : [path]));
  const generated = GENERATORS.flatMap((field) =>
    (listAt(value, [field]) ?? []).flatMap((_, index) => FILE_LISTS.flatMap((list) => entriesAt(value, [field, index, list], []))),
  );
  return [...listed, ...generated.map(withoutKey)].filter(({ path }) => path !== '' && !path.includes('\n') && !isRemote(path));
}

function entriesAt(value: Json, list: Route, within: Route): readonly PlacedPath[] {
  return (listAt(value, list) ?? []).flatMap((entry, index) => {
    const path = within.length === 0 ? entry : stringAt(entry, within);
    return typeof path === 'string' ? [{ path, route: [...list, index, ...within] }] : [];
  });
}

/** `key=path` names the key under which a file goes. */
function withoutKey({ path, route }: PlacedPath): PlacedPath {
  return { path: path.slice(path.indexOf('=') + 1), route };
}

/** A step of a path as URIs write it. `encodeURIComponent` leaves out what RFC 3986 reserves besides. */
function encoded(step: string): string {
  return encodeURIComponent(step).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function targetOf(uri: string, { fileOf }: Places): string {
  const kustomization = FILE_NAMES.map((name) => `${uri}/${name}`).find((candidate) => fileOf(candidate) !== undefined);
  return kustomization ?? uri;
}
