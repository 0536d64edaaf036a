import type { Container, Workload } from '../../resources/types.ts';
import { compareVersions } from '../../schema/versions.ts';
import { getAt, listAt } from '../../yaml/json.ts';
import { dnsLabel, dnsSubdomain, portName, relaxedVariableName, variableName } from './name-formats.ts';
import type { PlacedName } from './object-names.ts';
import { refused } from './object-names.ts';

/** The first version in which variables may have almost any name by default (feature RelaxedEnvironmentVariableValidation). */
const RELAXED_VARIABLES = '1.32';

/** The names in a pod that are refused: of containers, their ports and variables, of volumes, and what the pod itself is called. */
export function refusedInPod(workload: Workload, target: string): readonly PlacedName[] {
  const { podSpec, podSpecRoute: route, containers } = workload;
  const volumes = (listAt(podSpec, ['volumes']) ?? []).flatMap((volume, index) =>
    refused(getAt(volume, ['name']), dnsLabel, "a volume's name", route, 'volumes', index, 'name'),
  );
  return [
    ...refused(podSpec.hostname, dnsLabel, 'its hostname', route, 'hostname'),
    ...refused(podSpec.subdomain, dnsLabel, 'its subdomain', route, 'subdomain'),
    ...refused(podSpec.serviceAccountName, dnsSubdomain, 'its service account', route, 'serviceAccountName'),
    ...volumes,
    ...containers.flatMap((container) => refusedInContainer(container, target)),
  ];
}

function refusedInContainer({ value, route, name, kind }: Container, target: string): readonly PlacedName[] {
  const word = kind === 'init' ? "an init container's name" : "a container's name";
  const ports = (listAt(value, ['ports']) ?? []).flatMap((port, index) =>
    refused(getAt(port, ['name']), portName, `a port's name in container "${name}"`, route, 'ports', index, 'name'),
  );
  const format = compareVersions(target, RELAXED_VARIABLES) < 0 ? variableName : relaxedVariableName;
  const variables = (listAt(value, ['env']) ?? []).flatMap((variable, index) =>
    refused(getAt(variable, ['name']), format, `a variable's name in container "${name}"`, route, 'env', index, 'name'),
  );
  return [...refused(value.name, dnsLabel, word, route, 'name'), ...ports, ...variables];
}
