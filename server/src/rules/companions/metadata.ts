import type { Resource } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';

/** Labels by which people find what belongs together (Kubernetes documentation, Recommended Labels), and the customary one from before them. */
const SHARED_LABELS = /^(?:app\.kubernetes\.io\/(?!version$|managed-by$)[a-z-]+|app)$/;

/**
 * Metadata of an object that belongs to another one: in its namespace where it states one, with its recommended labels. Its version is left
 * out, since nobody would change that at the next release, and so is the tool that manages it.
 */
export function companionMetadata({ namespace, labels }: Pick<Resource, 'namespace' | 'labels'>, name: string): JsonMap {
  const shared = Object.entries(labels).filter(([label]) => SHARED_LABELS.test(label));
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(shared.length === 0 ? {} : { labels: Object.fromEntries(shared) }),
  };
}

/** The same for kinds that tools sort by application: with a recommended label where the owner has none. */
export function labelledMetadata(
  { name: owner, namespace, labels }: Pick<Resource, 'name' | 'namespace' | 'labels'>,
  name: string,
): JsonMap {
  const isLabelled = owner === undefined || Object.keys(labels).some((label) => label.startsWith('app.kubernetes.io/'));
  return companionMetadata({ namespace, labels: isLabelled ? labels : { 'app.kubernetes.io/name': owner, ...labels } }, name);
}
