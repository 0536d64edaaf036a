import type { Route, YamlDocument } from '../../yaml/types.ts';
import { fieldsBefore } from '../container-fields.ts';

/** Fields of a pod's spec in the order in which people write them: who it is, where it runs, then what runs. */
const ORDER: readonly string[] = [
  'serviceAccountName',
  'automountServiceAccountToken',
  'priorityClassName',
  'securityContext',
  'terminationGracePeriodSeconds',
  'nodeSelector',
  'tolerations',
  'affinity',
  'topologySpreadConstraints',
];

/** The field behind which a new field of a pod's spec belongs, as a `set` patch wants it; none where it goes to the end. */
export function podFieldsBefore(document: YamlDocument, at: Route): readonly string[] {
  return fieldsBefore(document, at, ORDER);
}
