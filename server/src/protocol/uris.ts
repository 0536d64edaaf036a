import { URI, Utils } from 'vscode-uri';
import { isKustomizationFile } from '../resources/kustomize.ts';

/** One spelling per URI: clients and file systems differ in what they percent-encode. A malformed URI stays as it is. */
export function canonicalUri(uri: string): string {
  try {
    return URI.parse(uri).toString();
  } catch {
    return uri;
  }
}

/** Schemes of documents that show another state of a file: its last commit, its history, somebody's proposal. */
const VIEWS = new Set(['git', 'gitlens', 'pr', 'review', 'svn', 'hg', 'conflictResolution', 'vscode-local-history', 'plimsoll-sizing']);

/** Whether a document is a view of another one, which is the one that counts. */
export function isView(uri: string): boolean {
  return VIEWS.has(uri.slice(0, uri.indexOf(':')));
}

/** The last segment of a URI's path: the file's name. */
export function baseName(uri: string): string {
  return Utils.basename(URI.parse(uri));
}

/** The folder of a file or folder; undefined at the root, and for documents that are in no folder (`untitled:`). */
export function parentFolder(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  if (!parsed.path.startsWith('/')) return undefined;
  const parent = Utils.dirname(parsed).toString();
  return parent === uri ? undefined : parent;
}

/** A file's URI in a folder. */
export function fileIn(folder: string, name: string): string {
  return Utils.joinPath(URI.parse(folder), name).toString();
}

/** Folders that hold what others have written. */
const SKIPPED: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** Whether a folder of this name holds no manifests of the workspace's own. */
export function isSkipped(name: string): boolean {
  return SKIPPED.has(name);
}

/** Whether a file, by its URI, path or name, is read as one of the workspace's: YAML by its ending, or kustomize's file without any. */
export function isYamlFile(file: string): boolean {
  return /\.ya?ml$/i.test(file) || isKustomizationFile(file);
}

/** The innermost of the folders that a file is in. All URIs canonical. */
export function innermost(uri: string, folders: Iterable<string>): string | undefined {
  let found: string | undefined;
  for (const folder of folders) if (isInside(uri, folder) && folder.length > (found?.length ?? 0)) found = folder;
  return found;
}

/** Whether a file, or a folder, lies in a folder or is it. Both URIs canonical. */
function isInside(uri: string, folder: string): boolean {
  const base = folder.endsWith('/') ? folder.slice(0, -1) : folder;
  return uri.startsWith(base) && (uri.length === base.length || uri[base.length] === '/');
}

/** Whether a file is one of these paths, or lies in one of them. All URIs canonical. */
export function isInsideAny(uri: string, paths: ReadonlySet<string>): boolean {
  for (let end = uri.length; end > 0; end = uri.lastIndexOf('/', end - 1)) {
    if (paths.has(uri.slice(0, end))) return true;
  }
  return false;
}
