import { resourceAt } from '../../resources/resource.ts';
import type { Resource, Workload } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { mapAt } from '../../yaml/json.ts';
import type { JsonMap, Route, YamlDocument } from '../../yaml/types.ts';
import type { Data, Fix, FixContext, OptionSpecs } from '../types.ts';

/** The part of a fix that writes companions. */
type Companions<O extends OptionSpecs> = NonNullable<Fix<O>['companions']>;

/**
 * Writes one companion of the workload that a problem lies in.
 * @param build undefined where there is nothing to make the object of
 */
export function companionOfWorkload<O extends OptionSpecs>(
  build: (workload: Workload, data: Data, context: FixContext<O>) => JsonMap | undefined,
): Companions<O> {
  return ({ at, data }, context) => {
    const workload = workloadAt(context.document, at);
    const companion = workload && build(workload, data, context);
    return companion && [companion];
  };
}

/**
 * Writes one companion of the object that a problem lies in.
 * @param build undefined where there is nothing to make the object of
 */
export function companionOfResource<O extends OptionSpecs>(
  build: (resource: Resource, data: Data, context: FixContext<O>) => JsonMap | undefined,
): Companions<O> {
  return ({ at, data }, context) => {
    const resource = resourceAt(context.document, at);
    const companion = resource && build(resource, data, context);
    return companion && [companion];
  };
}

/** The workload that a route of the document lies in. */
export function workloadAt(document: YamlDocument, at: Route): Workload | undefined {
  const resource = resourceAt(document, at);
  return resource && workloadOf(resource);
}

/** The labels by which a workload knows its own pods: of its selector where it states some, else those of its pods. Undefined for none. */
export function podSelectorOf({ resource, podLabels }: Workload): JsonMap | undefined {
  const labels = mapAt(resource.value, ['spec', 'selector', 'matchLabels']) ?? podLabels;
  return Object.keys(labels).length === 0 ? undefined : { matchLabels: labels };
}
