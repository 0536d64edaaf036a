import { isMap } from '../../yaml/json.ts';
import type { Json } from '../../yaml/types.ts';

/** True for an entry of a strategic merge patch that says what to do with its namesake (`$patch: delete`), and is no thing of its own. */
export function isDirective(value: Json): boolean {
  return isMap(value) && '$patch' in value;
}
