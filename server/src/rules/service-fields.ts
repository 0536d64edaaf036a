import type { Route, YamlDocument } from '../yaml/types.ts';
import { fieldsBefore } from './container-fields.ts';

/** Fields of a Compose service in the order in which people write them: what it is, then how it runs, then how it is watched and bounded. */
const ORDER: readonly string[] = [
  'image',
  'build',
  'container_name',
  'entrypoint',
  'command',
  'depends_on',
  'user',
  'read_only',
  'ports',
  'expose',
  'env_file',
  'environment',
  'secrets',
  'volumes',
  'networks',
  'restart',
  'stop_grace_period',
  'sysctls',
  'ulimits',
  'healthcheck',
  'deploy',
];

/**
 * The field behind which a new field of a Compose service belongs, as a `set` patch wants it.
 * @param at route of the new field, or of something below it
 */
export function serviceFieldsBefore(document: YamlDocument, at: Route): readonly string[] {
  return fieldsBefore(document, at.slice(0, 3), ORDER);
}
