import { chosenTier, suggestedFigures } from '../capacity/tiers.ts';
import type { TierName } from '../capacity/types.ts';
import { formatSize } from '../resources/compose-amounts.ts';
import { formatCores, parseQuantity } from '../resources/quantity.ts';
import type { ComposeService, Container } from '../resources/types.ts';
import type { ListName, Provision, ResourceName } from './provision.ts';
import type { Context } from './types.ts';

/** Requests and limits that a quick fix writes, as a manifest writes them. */
export interface Figures {
  readonly requests: Readonly<Record<ResourceName, string>>;
  readonly limits: Readonly<Record<ResourceName, string>>;
}

/**
 * Our own figures for containers that work beside the one that the guide sizes (proxies, log shippers, init containers): what such helpers
 * commonly ask for.
 */
const HELPER = { cpu: '100m', memory: '128Mi' };

/**
 * CPU limit over CPU request. CPU is taken away again without harm, so there is room for the bursts of tool runs and code analysis; twice the
 * request lets one pod borrow, and still keeps a runaway loop from starving its node.
 */
const CPU_BURST = 2;

/**
 * The figures to start from: the tier's for the role of the workload (in its first container, which is the one that the guide means), a
 * helper's for its other containers. Memory is limited to what is requested, since a node that has promised more than it has kills pods.
 */
export function figuresFor(container: Container, tier: TierName): Figures {
  const { cpu, memory } = isMain(container) ? suggestedFigures(tier, container.workload.role?.name) : HELPER;
  return { requests: { cpu, memory }, limits: { cpu: cpuLimitOver(cpu), memory } };
}

/** The limits to start from for a Compose service, in Compose's units: the tier's figures for its role, CPU with its room for bursts. */
export function serviceLimits({ role }: ComposeService, tier: TierName): Readonly<Record<ResourceName, string>> {
  const { cores, bytes } = suggestedFigures(tier, role?.name);
  return { cpu: composeCpusOver(cores), memory: formatSize(bytes) };
}

/** A CPU limit over so many cores, as Compose writes it. */
export function composeCpusOver(cores: number): string {
  return String(Math.round(CPU_BURST * cores * 1000) / 1000);
}

/** The request to start from for a container that lacks it. */
export function figureFor(
  container: Container,
  resource: ResourceName,
  { settings, inventory }: Pick<Context, 'settings' | 'inventory'>,
): string {
  return figuresFor(container, chosenTier(settings, inventory)).requests[resource];
}

/**
 * One missing figure that fits those the container has: no limit is ever below its request.
 * @returns undefined where it depends on a request that can't be read
 */
export function missingFigureFor(
  container: Container,
  provision: Provision,
  list: ListName,
  resource: ResourceName,
  tier: TierName,
): string | undefined {
  const figures = figuresFor(container, tier);
  if (list === 'requests' || !provision.isGiven('requests', resource)) return figures[list][resource];
  const request = provision.request(resource);
  if (request === undefined) return undefined;
  if (request.value <= 0) return figures[list][resource];
  return resource === 'memory' ? request.text : cpuLimitOver(request.text);
}

/** A CPU limit over a request, with its room for bursts, as a manifest writes it. */
export function cpuLimitOver(request: string): string {
  return formatCores(CPU_BURST * (parseQuantity(request)?.value ?? 0));
}

function isMain(container: Container): boolean {
  return container === container.workload.containers.find(({ kind }) => kind === 'container');
}
