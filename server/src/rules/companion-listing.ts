import { folderOf, readKustomization } from '../resources/kustomize.ts';
import { isMap, listAt } from '../yaml/json.ts';
import type { Patch, YamlDocument } from '../yaml/types.ts';
import { valueOf } from '../yaml/value.ts';

/**
 * The patch that lists a new file in a kustomization which lists another one of its folder: right behind that one, or where it belongs in a
 * list that is in order. Undefined where the kustomization doesn't list it.
 * @param uri of the kustomization
 * @param listed URI of the file that it should list already
 * @param name of the new file, without its folder
 */
export function listingPatch(uri: string, document: YamlDocument, listed: string, name: string): Patch | undefined {
  const value = valueOf(document);
  const entries = listAt(value, ['resources']) ?? [];
  const wanted = `${folderOf(listed)}/${fileNameOf(listed)}`;
  const index = isMap(value) ? entries.findIndex((entry) => readKustomization(uri, { resources: [entry] }).resources[0] === wanted) : -1;
  const entry = entries[index];
  if (typeof entry !== 'string') return undefined;
  const added = entry.slice(0, entry.lastIndexOf('/') + 1) + name;
  return { op: 'insert', at: ['resources'], value: added, index: isSorted(entries) ? sortedIndex(entries, added) : index + 1 };
}

/** A file's name without its folder, decoded. */
export function fileNameOf(uri: string): string {
  return folderOf(`${uri.slice(uri.lastIndexOf('/') + 1)}/`);
}

/** Two entries are in order by chance as often as not. */
function isSorted(entries: readonly unknown[]): boolean {
  return entries.length > 2 && entries.every((entry, index) => index === 0 || String(entries[index - 1]) <= String(entry));
}

function sortedIndex(entries: readonly unknown[], added: string): number {
  const index = entries.findIndex((entry) => String(entry) > added);
  return index < 0 ? entries.length : index;
}
