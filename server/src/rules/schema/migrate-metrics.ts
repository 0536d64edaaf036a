import type { Resource } from '../../resources/types.ts';
import { getAt, isMap, listAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Patch, Route } from '../../yaml/types.ts';

/**
 * What moved in a HorizontalPodAutoscaler's metrics between autoscaling/v2beta1 and v2, whose figures stand in a `target` and whose names in a
 * `metric`; v2beta2 has v2's shape already. Undefined where a metric can't be read. Routes are those of the object as it was.
 */
export function metricPatches(resource: Resource): readonly Patch[] | undefined {
  if (resource.version !== 'v2beta1') return [];
  const patches: Patch[] = [];
  for (const [index, metric] of (listAt(resource.value, ['spec', 'metrics']) ?? []).entries()) {
    const field = SOURCE_FIELDS.find((name) => isMap(getAt(metric, [name])));
    const source = field === undefined ? undefined : getAt(metric, [field]);
    const moved = isMap(source) ? sourcePatches(source, [...resource.route, 'spec', 'metrics', index, String(field)]) : undefined;
    if (moved === undefined) return undefined;
    patches.push(...moved);
  }
  return patches;
}

const SOURCE_FIELDS = ['resource', 'containerResource', 'pods', 'object', 'external'];

/** v2beta1's figures: the field, the type of target that it means, and the target's own field. */
const FIGURES = [
  { from: 'targetAverageUtilization', type: 'Utilization', to: 'averageUtilization' },
  { from: 'targetAverageValue', type: 'AverageValue', to: 'averageValue' },
  { from: 'averageValue', type: 'AverageValue', to: 'averageValue' },
  { from: 'targetValue', type: 'Value', to: 'value' },
] as const;

function sourcePatches(source: JsonMap, at: Route): readonly Patch[] | undefined {
  const stated = FIGURES.filter(({ from }) => (source[from] ?? null) !== null);
  // An object's average stands beside a targetValue that v2beta1 requires and then ignores.
  const [figure, ...others] = stated;
  if (figure === undefined) return undefined;
  return [
    ...('metricName' in source && isMap(source.target) ? [rename(at, 'target', 'describedObject')] : []),
    ...namePatches(source, at),
    rename(at, figure.from, 'target'),
    { op: 'set', at: [...at, figure.from], value: { type: figure.type, [figure.to]: source[figure.from] as Json } },
    ...others.map(({ from }): Patch => ({ op: 'remove', at: [...at, from] })),
  ];
}

/** The metric's name and the selector of its labels go together under `metric`. */
function namePatches(source: JsonMap, at: Route): readonly Patch[] {
  const selector = 'metricSelector' in source ? 'metricSelector' : 'selector';
  if (!('metricName' in source)) return [];
  const metric = { name: source.metricName ?? null, ...(isMap(source[selector]) && { selector: source[selector] }) };
  return [
    rename(at, 'metricName', 'metric'),
    { op: 'set', at: [...at, 'metricName'], value: metric },
    ...(selector in source ? [{ op: 'remove', at: [...at, selector] } as const] : []),
  ];
}

function rename(at: Route, from: string, to: string): Patch {
  return { op: 'rename', at: [...at, from], to };
}
