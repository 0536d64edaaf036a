import { getAt, listAt, stringAt } from '../yaml/json.ts';
import type { Json, Route } from '../yaml/types.ts';
import type { DefinedKey, Definition } from './definitions.ts';
import type { Resource } from './types.ts';

const GENERATORS: readonly { readonly field: string; readonly kind: string }[] = [
  { field: 'configMapGenerator', kind: 'ConfigMap' },
  { field: 'secretGenerator', kind: 'Secret' },
];

/**
 * The ConfigMaps and Secrets that a kustomization generates. Manifests name them without the hash that kustomize puts behind the name, which
 * it writes into the references itself.
 */
export function generatedBy({ value, route }: Resource): readonly Definition[] {
  return GENERATORS.flatMap(({ field, kind }) =>
    (listAt(value, [field]) ?? []).flatMap((entry, index) => {
      const name = stringAt(entry, ['name']);
      if (!name) return [];
      const at = [...route, field, index];
      const namespace = stringAt(entry, ['namespace']) || undefined;
      return [{ kind, group: '', name, namespace, route: [...at, 'name'], keys: keysOf(entry, at), ports: undefined, by: field }];
    }),
  );
}

/** Keys from literals and files; unknown where a file of variables gives them, or another generator of the name does. */
function keysOf(entry: Json, route: Route): readonly DefinedKey[] | undefined {
  const behavior = stringAt(entry, ['behavior']);
  const hasVariables = ['env', 'envs'].some((field) => getAt(entry, [field]) !== undefined);
  if (hasVariables || behavior === 'merge') return undefined;
  return [...keysIn(entry, 'literals', route, beforeEquals), ...keysIn(entry, 'files', route, keyOfFile)];
}

function keysIn(entry: Json, field: string, route: Route, keyOf: (text: string) => string): readonly DefinedKey[] {
  return (listAt(entry, [field]) ?? []).flatMap((item, index) =>
    typeof item === 'string' ? [{ name: keyOf(item), route: [...route, field, index] }] : [],
  );
}

function beforeEquals(text: string): string {
  return text.includes('=') ? text.slice(0, text.indexOf('=')) : text;
}

/** `key=path`, or the path's last part. */
function keyOfFile(text: string): string {
  return text.includes('=') ? beforeEquals(text) : text.slice(text.lastIndexOf('/') + 1);
}
