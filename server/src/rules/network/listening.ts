import { isFilledIn } from '../../resources/built-in-names.ts';
import type { DefinedPort } from '../../resources/definitions.ts';
import { containerPortsOf } from '../../resources/definitions.ts';
import type { Inventory, Resource, Workload } from '../../resources/types.ts';
import { workloadOf } from '../../resources/workload.ts';
import { getAt, listAt, mapAt, numberAt } from '../../yaml/json.ts';

/** A port of a Service and what it leads to in the pods. */
interface ServicePort {
  readonly port: number | undefined;
  readonly target: number | string | undefined;
}

/** What is known of the ports on which some pods listen. */
export interface Listening {
  readonly owners: readonly Resource[];
  readonly declared: readonly DefinedPort[];
  /** Numbers that are not declared, but that probes ask or Services lead to. */
  readonly implied: ReadonlySet<number>;
  readonly services: readonly ServicePort[];
  /** False where a number may be listened on although nothing says so: some of the pods declare no ports at all. */
  readonly isComplete: boolean;
}

/**
 * On what the pods of some objects listen, with the ports that patches add.
 * @returns undefined where nobody knows: there are none, an operator runs some of them, or a name is filled in later
 */
export function listeningOf(owners: readonly Resource[], inventory: Inventory): Listening | undefined {
  const workloads = owners.flatMap((owner) => workloadOf(owner) ?? []);
  if (owners.length === 0 || workloads.length < owners.length) return undefined;
  const each = owners.map((owner) => declaredBy(owner, inventory));
  const declared = each.flat();
  if (declared.some(({ name }) => name !== undefined && isFilledIn(name))) return undefined;
  const services = owners.flatMap((owner) => servicesOf(owner, inventory));
  const targets = services.flatMap(({ target }) => (typeof target === 'number' ? target : []));
  return {
    owners,
    declared,
    implied: new Set([...workloads.flatMap(probedPorts), ...targets]),
    services,
    isComplete: each.every((ports) => ports.length > 0),
  };
}

function declaredBy(owner: Resource, inventory: Inventory): readonly DefinedPort[] {
  const patches = inventory.patchesOf(owner).map((patch) => patch.resource);
  return [owner, ...patches].flatMap(containerPortsOf);
}

function servicesOf(owner: Resource, inventory: Inventory): readonly ServicePort[] {
  const selections = inventory.selectedBy(owner).filter(({ selector }) => selector.via === 'service');
  return selections
    .flatMap(({ entry }) => listAt(entry.resource.value, ['spec', 'ports']) ?? [])
    .map((entry) => {
      const target = getAt(entry, ['targetPort']) ?? getAt(entry, ['port']);
      const isPort = typeof target === 'number' || typeof target === 'string';
      return { port: numberAt(entry, ['port']), target: isPort ? target : undefined };
    });
}

/** Of httpGet, tcpSocket and grpc. */
function probedPorts({ containers }: Workload): readonly number[] {
  return containers.flatMap(({ value }) =>
    PROBES.flatMap((probe) => Object.values(mapAt(value, [probe]) ?? {}).flatMap((handler) => numberAt(handler, ['port']) ?? [])),
  );
}

const PROBES: readonly string[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];
