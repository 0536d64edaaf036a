import { parseQuantity } from '../resources/quantity.ts';
import type { Inventory, PlanDeployment, RoleName } from '../resources/types.ts';
import type { Settings } from '../settings.ts';
import { demandOf } from './demand.ts';
import type { TierName } from './types.ts';

/** What a tier gives one service. */
export interface TierFigures {
  readonly replicas: number;
  /** CPU of one pod as a manifest writes it, e.g. `1000m`. */
  readonly cpu: string;
  /** Memory of one pod as a manifest writes it, e.g. `2Gi`. */
  readonly memory: string;
  /** CPU of one pod in cores. */
  readonly cores: number;
  /** Memory of one pod in bytes. */
  readonly bytes: number;
}

/** A size of team, with the figures of the services that the guide sizes. */
export interface Tier {
  readonly name: TierName;
  /** For the reader: `small team (1-50 users)`. */
  readonly title: string;
  /** Users that it is for; the last tier has no upper bound. */
  readonly users: { readonly from: number; readonly to: number | undefined };
  /** `guide`: the guide's own figures. `between`: the guide has none; these lie between the tiers beside it. */
  readonly source: 'guide' | 'between';
  readonly apiServer: TierFigures;
  readonly worker: TierFigures;
}

/**
 * The guide's tiers (container strategy, example resource strategy) and the one between them: means of the two, replicas rounded up. Its
 * users are those between "1-50" and "500+".
 */
export const TIERS: readonly Tier[] = [
  {
    name: 'small-team',
    title: 'small team (1-50 users)',
    users: { from: 1, to: 50 },
    source: 'guide',
    apiServer: figures(2, '1000m', '2Gi'),
    worker: figures(3, '500m', '1Gi'),
  },
  {
    name: 'growing-team',
    title: 'growing team (51-499 users)',
    users: { from: 51, to: 499 },
    source: 'between',
    apiServer: figures(4, '1500m', '3Gi'),
    worker: figures(8, '750m', '1536Mi'),
  },
  {
    name: 'enterprise',
    title: 'enterprise (500 users and more)',
    users: { from: 500, to: undefined },
    source: 'guide',
    apiServer: figures(6, '2000m', '4Gi'),
    worker: figures(12, '1000m', '2Gi'),
  },
];

/** The tier of a name. */
export function tierOf(name: TierName): Tier {
  const tier = TIERS.find((candidate) => candidate.name === name);
  if (!tier) throw new RangeError(`no tier ${name}`);
  return tier;
}

/** The tier that a number of users falls into. */
export function tierOfUsers(users: number): TierName {
  const tier = TIERS.find(({ users: { to } }) => to === undefined || users <= to);
  return tier?.name ?? 'enterprise';
}

/** The next larger tier; undefined for the largest. */
export function nextTier(name: TierName): TierName | undefined {
  return TIERS[TIERS.findIndex((tier) => tier.name === name) + 1]?.name;
}

/** What a tier gives a role; undefined for roles that the guide does not size. */
export function tierFigures(name: TierName, role: RoleName | undefined): TierFigures | undefined {
  if (role === 'api-server') return tierOf(name).apiServer;
  return role === 'worker' ? tierOf(name).worker : undefined;
}

/** A start for whoever must write some figure: the role's own, else those of the sized role that is most like it. */
export function suggestedFigures(name: TierName, role: RoleName | undefined): TierFigures {
  return tierFigures(name, role) ?? tierFigures(name, role === 'realtime-sync' ? 'api-server' : 'worker') ?? tierOf(name).worker;
}

/**
 * The tier to judge by: the one set, else that of the demand's users, else that of the plan's only deployment by its name, else `small-team`,
 * which asks least.
 * @param inventory undefined where the workspace may not be asked
 */
export function chosenTier(settings: Settings, inventory?: Inventory): TierName {
  return tierChoice(settings, inventory).tier;
}

/** A tier, and how it was come by. */
export interface TierChoice {
  readonly tier: TierName;
  /** For the reader: `the tier is set`, `200 users`, `the plan's enterprise_deployment`, `nothing states a size`. */
  readonly because: string;
  /** False where nothing states a size, and the tier is only the one that asks least. */
  readonly isStated: boolean;
}

/** The tier to judge by, and why. */
export function tierChoice(settings: Settings, inventory?: Inventory): TierChoice {
  if (settings.tier !== 'auto') return { tier: settings.tier, because: 'the tier is set', isStated: true };
  const users = inventory ? demandOf(inventory, settings)?.users : (settings.capacity.users ?? undefined);
  if (users !== undefined) return { tier: tierOfUsers(users), because: `${users} users`, isStated: true };
  const [deployment, ...others] = inventory?.plan()?.plan.deployments ?? [];
  const named = deployment && others.length === 0 ? tierOfPlan(deployment) : undefined;
  if (deployment && named) return { tier: named, because: `the plan's ${deployment.name}`, isStated: true };
  return { tier: 'small-team', because: 'nothing states a size', isStated: false };
}

/** The tier of a plan's deployment: by its users, else by its name (`enterprise_deployment`). */
export function tierOfPlan(deployment: PlanDeployment): TierName | undefined {
  if (deployment.users !== undefined) return tierOfUsers(deployment.users);
  return TIERS.find(({ name }) => deployment.name === `${name.replaceAll('-', '_')}_deployment`)?.name;
}

function figures(replicas: number, cpu: string, memory: string): TierFigures {
  return { replicas, cpu, memory, cores: parseQuantity(cpu)?.value ?? 0, bytes: parseQuantity(memory)?.value ?? 0 };
}
