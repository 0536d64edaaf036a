import type { Container } from '../../resources/types.ts';
import type { JsonMap } from '../../yaml/types.ts';
import type { Data } from '../types.ts';

/** Longest name of an object that the API server accepts (a DNS subdomain, RFC 1123). */
const LONGEST_NAME = 253;

/**
 * Name of the Secret for a variable: the workload, the container where the pod has several, and the variable. A Secret of its own for each
 * credential can be rotated and granted by itself, and no two fixes ever write the same object.
 */
export function secretNameFor(container: Container, variable: string): string {
  const { resource, containers } = container.workload;
  const owner = resource.name ?? container.name;
  const parts = containers.length > 1 && container.name !== owner ? [owner, container.name, variable] : [owner, variable];
  const name = parts
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return name.slice(0, LONGEST_NAME).replace(/^-+|-+$/g, '');
}

/**
 * The Secret that a reference leads to, with an empty value: the credential itself is to be filled in outside of the repository.
 * @param data `secret` (its name), `name` (its key) and, where the workload states one, `namespace`
 */
export function companionSecret({ secret = '', name = '', namespace }: Data): JsonMap {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secret, ...(namespace === undefined ? {} : { namespace }) },
    type: 'Opaque',
    stringData: { [String(name)]: '' },
  };
}
