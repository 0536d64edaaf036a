import type { Json, Route } from '../../yaml/types.ts';
import type { Problem } from '../types.ts';

/** Sentences of `schema/deprecated-field`. */
export type OutdatedMessage =
  | 'renamed'
  | 'label'
  | 'annotation'
  | 'ignored'
  | 'twice'
  | 'handedOver'
  | 'unsupported'
  | 'discouraged'
  | 'retired'
  | 'composeVersion';

/**
 * Fixes of `schema/deprecated-field`. `rename`: of a key to `to`; `replace`: of a value by `wanted`; `remove`; `move` and `moveSafely`: to the
 * route `to` with the value `value`, the latter where it means the same.
 */
export type OutdatedFix = 'rename' | 'replace' | 'remove' | 'move' | 'moveSafely';

/** A field, label or annotation that Kubernetes has left behind. */
export interface Outdated extends Problem<OutdatedMessage, OutdatedFix> {
  /** The minor version since which that is so. */
  readonly since: string;
}

/** What `move` needs: where the value goes, and how it is written there. */
export function destination(to: Route, value: Json): { readonly to: Route; readonly value: Json; readonly wanted: string } {
  return { to, value, wanted: String(to.filter((step) => typeof step === 'string').at(-1)) };
}
