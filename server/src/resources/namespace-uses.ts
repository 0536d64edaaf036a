import { listAt, stringAt } from '../yaml/json.ts';
import type { Route } from '../yaml/types.ts';
import { objectMemo } from './object-memo.ts';
import { referencesOf } from './references.ts';
import type { Resource } from './types.ts';

/** A place at which an object names a namespace. */
export interface NamespaceUse {
  readonly name: string;
  /** Of the value that holds the name, absolute in the document. */
  readonly route: Route;
}

/**
 * Where an object names namespaces as whole values: its own, those of what it refers to, those that a monitor looks in, and the one that a
 * kustomization lays over all. Memoised by object.
 */
export const namespaceUsesOf: (resource: Resource) => readonly NamespaceUse[] = objectMemo((resource) => {
  const { value, route, group } = resource;
  const own = [['metadata', 'namespace'], ...(group === 'kustomize.config.k8s.io' ? [['namespace']] : [])];
  const referred = referencesOf(resource).flatMap(({ namespace, route: at, part }) =>
    namespace === undefined || part !== undefined ? [] : [[...at.slice(route.length, -1), 'namespace']],
  );
  const looked = (listAt(value, ['spec', 'namespaceSelector', 'matchNames']) ?? []).map((_, index) => [
    'spec',
    'namespaceSelector',
    'matchNames',
    index,
  ]);
  const routes = new Map([...own, ...referred, ...looked].map((at) => [at.join('\n'), at]));
  return [...routes.values()].flatMap((at) => {
    const name = stringAt(value, at);
    return name ? [{ name, route: [...route, ...at] }] : [];
  });
});
