import type { Resource } from '../../resources/types.ts';
import { getAt, isMap, listAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Patch, Route } from '../../yaml/types.ts';
import { isPlaceholder } from '../placeholder.ts';

/**
 * What moved in an Ingress between the beta versions and networking.k8s.io/v1; undefined where a backend can't be read. Routes are those of
 * the object as it was.
 */
export function ingressPatches({ value, route }: Resource, { partial }: { readonly partial: boolean }): readonly Patch[] | undefined {
  const patches: Patch[] = [];
  const spec = [...route, 'spec'];
  const backend = getAt(value, ['spec', 'backend']);
  if (backend !== undefined) patches.push({ op: 'rename', at: [...spec, 'backend'], to: 'defaultBackend' });
  const backends: PlacedBackend[] = [{ at: [...spec, 'backend'], backend }];
  for (const [index, rule] of (listAt(value, ['spec', 'rules']) ?? []).entries()) {
    for (const [number, path] of (listAt(rule, ['http', 'paths']) ?? []).entries()) {
      const at = [...spec, 'rules', index, 'http', 'paths', number];
      backends.push({ at: [...at, 'backend'], backend: getAt(path, ['backend']) });
      if (!partial && isMap(path) && path.pathType === undefined) patches.push(pathType(at));
    }
  }
  for (const placed of backends) {
    const moved = backendPatches(placed);
    if (moved === undefined) return undefined;
    patches.push(...moved);
  }
  return patches;
}

interface PlacedBackend {
  readonly at: Route;
  readonly backend: Json | undefined;
}

/** What the beta versions meant where they were told nothing (Deprecated API Migration Guide, Ingress). */
function pathType(at: Route): Patch {
  return { op: 'set', at: [...at, 'pathType'], value: 'ImplementationSpecific', after: ['path'] };
}

function backendPatches({ at, backend }: PlacedBackend): readonly Patch[] | undefined {
  if (!isMap(backend) || !('serviceName' in backend || 'servicePort' in backend)) return [];
  const service = serviceOf(backend);
  if (service === undefined) return undefined;
  return [
    { op: 'rename', at: [...at, 'serviceName'], to: 'service' },
    { op: 'set', at: [...at, 'serviceName'], value: service },
    { op: 'remove', at: [...at, 'servicePort'] },
  ];
}

function serviceOf({ serviceName, servicePort }: JsonMap): JsonMap | undefined {
  const isText = typeof servicePort === 'string' && servicePort !== '' && !isPlaceholder(servicePort);
  if (typeof serviceName !== 'string' || (typeof servicePort !== 'number' && !isText)) return undefined;
  // A number in quotes is no port's name, which has at least one letter.
  const number = Number(servicePort);
  return { name: serviceName, port: Number.isInteger(number) ? { number } : { name: servicePort } };
}
