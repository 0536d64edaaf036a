import type { ComposeService } from '../../resources/types.ts';
import { isMap, listAt, stringAt } from '../../yaml/json.ts';
import { productOfImage } from '../products.ts';
import type { Bounds, Cache } from './cache-bounds.ts';

/** A cache that a Compose service runs. */
export interface ComposeCache extends Cache {
  /** True where nothing but its command tells its settings. */
  readonly isReadable: boolean;
  /** True where it keeps its data on a volume. */
  readonly persists: boolean;
}

/** The cache that a Compose service runs; undefined where it runs something else. */
export function composeCache(service: ComposeService, bounds: Bounds): ComposeCache | undefined {
  const { image, role, name, route, value, environment } = service;
  const product = image === undefined || role?.name !== 'cache' ? undefined : productOfImage(image);
  if (product?.role !== 'cache' || image === undefined) return undefined;
  const targets = (listAt(value, ['volumes']) ?? []).map((volume) =>
    isMap(volume) ? stringAt(volume, ['target']) : typeof volume === 'string' ? volume.split(':')[1] : undefined,
  );
  const hasVariables = environment.some((variable) => /maxmemory|flags/i.test(variable.name)) || 'env_file' in value;
  return {
    owner: `Service "${name}"`,
    name,
    machine: 'host',
    product,
    image,
    argumentsAt: [...route, 'command'],
    bounds,
    isReadable: !hasVariables && !targets.some((target) => target?.endsWith('.conf') === true) && !('configs' in value),
    persists: targets.some((target) => target !== undefined && product.folders.includes(target.replace(/\/$/, ''))),
  };
}
