import { isInterpolated } from '../../resources/compose-variables.ts';
import type { ComposeService } from '../../resources/types.ts';
import { isMap, listAt, stringAt } from '../../yaml/json.ts';
import type { Json, Route } from '../../yaml/types.ts';

/** A path of the host that a Compose service mounts. */
export interface BindMount {
  readonly at: Route;
  readonly path: string;
  readonly isWritable: boolean;
}

/** The mounts of a service whose path on the host is absolute and known, in their short form (`/run:/run:ro`) or their long one. */
export function bindMountsOf({ value, route }: ComposeService): readonly BindMount[] {
  return (listAt(value, ['volumes']) ?? []).flatMap((volume, index) => {
    const mount = typeof volume === 'string' ? fromShort(volume) : fromLong(volume);
    if (mount === undefined || !mount.path.startsWith('/') || isInterpolated(mount.path)) return [];
    return [{ ...mount, at: [...route, 'volumes', index, ...(isMap(volume) ? ['source'] : [])] }];
  });
}

function fromShort(volume: string): Omit<BindMount, 'at'> | undefined {
  const [path = '', target, options = ''] = volume.split(':');
  return target === undefined ? undefined : { path, isWritable: !options.split(',').includes('ro') };
}

function fromLong(volume: Json): Omit<BindMount, 'at'> | undefined {
  const path = stringAt(volume, ['source']);
  if (path === undefined || stringAt(volume, ['type']) !== 'bind') return undefined;
  return { path, isWritable: isMap(volume) && volume.read_only !== true };
}
