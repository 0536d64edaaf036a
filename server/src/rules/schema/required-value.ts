import { parseImage } from '../../resources/image.ts';
import type { Resource } from '../../resources/types.ts';
import { getAt, isList, mapAt, numberAt, stringAt } from '../../yaml/json.ts';
import type { Json, JsonMap, Route } from '../../yaml/types.ts';

/** What is known around a missing property. */
interface Gap {
  readonly resource: Resource;
  /** The object that lacks it. */
  readonly object: JsonMap;
  /** Key of the object, or of the list that holds it. */
  readonly key: string;
  /** The list that holds the object, where it is in one. */
  readonly siblings: readonly Json[];
}

/** Required properties whose value follows from the rest of the manifest. */
const VALUES: Readonly<Record<string, (gap: Gap) => Json | undefined>> = {
  // A workload owns the pods that it makes (Kubernetes: the selector must match the template's labels).
  selector: ({ resource, object }) => {
    const labels = mapAt(object, ['template', 'metadata', 'labels']);
    return labels && resource.group === 'apps' ? { matchLabels: labels } : undefined;
  },
  serviceName: ({ resource }) => (resource.kind === 'StatefulSet' ? resource.name : undefined),
  // What Ingress did before the field was there.
  pathType: () => 'Prefix',
  maxReplicas: ({ object }) => 2 * Math.max(2, numberAt(object, ['minReplicas']) ?? 1),
  name: ({ key, object, siblings }) => (key === 'containers' || key === 'initContainers' ? containerName(object, siblings) : undefined),
};

/**
 * A value for a required property that is missing, where the manifest itself tells it.
 * @param at route of the object that lacks the property
 */
export function requiredValue(resource: Resource, at: Route, property: string): Json | undefined {
  const inside = at.slice(resource.route.length);
  const object = mapAt(resource.value, inside);
  if (!object || !Object.hasOwn(VALUES, property)) return undefined;
  const list = getAt(resource.value, inside.slice(0, -1));
  const key = inside.findLast((step) => typeof step === 'string');
  return VALUES[property]?.({ resource, object, key: String(key ?? ''), siblings: isList(list) ? list : [] });
}

/** The image's own name, unless another container has it. */
function containerName(container: JsonMap, siblings: readonly Json[]): string | undefined {
  const image = stringAt(container, ['image']);
  const name =
    image &&
    parseImage(image)
      .repository.split('/')
      .at(-1)
      ?.toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-');
  const isTaken = siblings.some((other) => stringAt(other, ['name']) === name);
  return name && !isTaken ? name : undefined;
}
