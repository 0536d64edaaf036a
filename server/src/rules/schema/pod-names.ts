import type { Container, Workload } from '../../resources/types.ts';
import { compareVersions } from '../../schema/versions.ts';
import { getAt, listAt } from '../../yaml/json.ts';
import { dnsLabel, dnsSubdomain, portName, relaxedVariableName, variableName } from './name-formats.ts';
import type { PlacedName } from './object-names.ts';
import { nameAt } from './object-names.ts';

/** The first version in which variables may have almost any name by default (feature RelaxedEnvironmentVariableValidation). */
const RELAXED_VARIABLES = '1.32';

/** The names in a pod: of containers, their ports and variables, of volumes, and what the pod itself is called. */
export function podNames(workload: Workload, target: string): readonly PlacedName[] {
  const { podSpec, podSpecRoute, containers } = workload;
  const own = (['hostname', 'subdomain'] as const).flatMap((field) =>
    nameAt(podSpec[field], [...podSpecRoute, field], `its ${field}`, dnsLabel),
  );
  const account = nameAt(podSpec.serviceAccountName, [...podSpecRoute, 'serviceAccountName'], 'its service account', dnsSubdomain);
  const volumes = (listAt(podSpec, ['volumes']) ?? []).flatMap((volume, index) =>
    nameAt(getAt(volume, ['name']), [...podSpecRoute, 'volumes', index, 'name'], "a volume's name", dnsLabel),
  );
  return [...own, ...account, ...volumes, ...containers.flatMap((container) => containerNames(container, target))];
}

function containerNames({ value, route, name, kind }: Container, target: string): readonly PlacedName[] {
  const word = kind === 'init' ? "an init container's name" : "a container's name";
  const own = nameAt(value.name, [...route, 'name'], word, dnsLabel);
  const ports = (listAt(value, ['ports']) ?? []).flatMap((port, index) =>
    nameAt(getAt(port, ['name']), [...route, 'ports', index, 'name'], `a port's name in container "${name}"`, portName),
  );
  const format = compareVersions(target, RELAXED_VARIABLES) < 0 ? variableName : relaxedVariableName;
  const variables = (listAt(value, ['env']) ?? []).flatMap((variable, index) =>
    nameAt(getAt(variable, ['name']), [...route, 'env', index, 'name'], `a variable's name in container "${name}"`, format),
  );
  return [...own, ...ports, ...variables];
}
