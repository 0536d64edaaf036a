import type { Demand } from '../capacity/demand.ts';
import { formatAmount, formatBottleneck, formatCapacity, formatConversations, formatCount, formatVerdict } from '../capacity/format.ts';
import { shareOf } from '../capacity/model.ts';
import type { Replicas } from '../capacity/replicas.ts';
import type { Bounds, DeploymentSizing, PlanServiceSizing, PlanSizing, WorkloadSizing } from '../capacity/sizing.ts';
import { nextTier, tierFigures, tierOf } from '../capacity/tiers.ts';
import type { Amount, Capacity, TierName } from '../capacity/types.ts';
import { ROLE_KEY } from '../resources/role.ts';
import type { Resource, Role } from '../resources/types.ts';
import { code, paragraphs, plain } from './markdown.ts';
import { serviceTable, workloadTable } from './sizing-table.ts';

/** What every figure of a single workload rests on (the guide's sizing rules). */
const ASSUMPTIONS =
  '_The guide: a core carries 10-20 concurrent conversations, and each takes 100-200 MB. The 4-8 GB base of a deployment is counted once for the whole, not here._';

/** The sizing of a workload in its deployment, for a hover. */
export function workloadText(sizing: WorkloadSizing, whole: DeploymentSizing): string {
  const { workload, role, counts, guaranteed, missing, replicas } = sizing;
  return paragraphs(
    `**${plain(titleOf(workload.resource))}** · ${roleText(role)}`,
    workloadTable(sizing),
    missing.length > 0 ? `Unknown, and not guessed: ${missing.map(plain).join('; ')}.` : undefined,
    sentences(
      replicasText(replicas),
      counts ? shareText(guaranteed.max, whole.total.max) : undefined,
      counts ? nextTierText(whole.tier, role) : undefined,
    ),
    counts ? ASSUMPTIONS : undefined,
  );
}

/** The sizing of a plan's service in its deployment, for a hover. `tier`: the one to judge by where the deployment tells none. */
export function serviceText(sizing: PlanServiceSizing, whole: PlanSizing, tier: TierName): string {
  const { service, guaranteed, counts } = sizing;
  const role = service.role && { name: service.role, because: `its name is ${service.name}` };
  return paragraphs(
    `**${plain(service.name)}** · ${roleText(role)}`,
    serviceTable(sizing),
    counts ? sentences(shareText(guaranteed, whole.total.max), nextTierText(whole.tier ?? tier, role)) : undefined,
    counts ? ASSUMPTIONS : undefined,
  );
}

/** What a whole deployment carries, and whether its demand fits. */
export function balanceText({ total, capacity, demand, verdict }: Pick<PlanSizing, 'total' | 'capacity' | 'demand' | 'verdict'>): string {
  if (!capacity) return 'Nothing whose resources are known serves conversations here.';
  return paragraphs(
    sentences(
      `Carries **${capacityText(total, capacity)}**.`,
      `Guaranteed are ${amountsText(total)}.`,
      `The bottleneck is ${formatBottleneck(capacity.max.bottleneck)}.`,
    ),
    demand && verdict
      ? demandText(demand, verdict)
      : 'How many conversations it must carry is not stated: a deployment plan or `plimsoll.capacity` says so.',
  );
}

/** Capacity of a whole deployment: `217-475 conversations`; with an autoscaler first at its minimum, then at its maximum. */
export function capacityText(total: Bounds<Amount>, capacity: Bounds<Capacity>): string {
  const most = formatCapacity(capacity.max, total.max.bytes ?? 0);
  if (isSame(capacity.min, capacity.max)) return most;
  return `${formatConversations(capacity.min.conversations)}, scaled out ${most}`;
}

/** `Deployment shop/api`. */
export function titleOf({ kind, namespace, name }: Resource): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name ?? '(no name)'}`;
}

/** What a workload is for, and how that is known. */
export function roleText(role: Role | undefined): string {
  return role ? `${role.name} (${plain(role.because)})` : `role unknown, so it is not counted; the label ${code(ROLE_KEY)} tells it`;
}

function demandText({ conversations, assumed }: Demand, verdict: Bounds<'fits' | 'tight' | 'short'>): string {
  const assumption = assumed === undefined ? '' : ` (assumed: ${assumed})`;
  const unscaled = verdict.min === verdict.max ? '' : ` Before it is scaled out: ${formatVerdict(verdict.min)}.`;
  return `The demand of ${formatCount(conversations)} conversations${assumption} is **${formatVerdict(verdict.max)}**.${unscaled}`;
}

function amountsText({ min, max }: Bounds<Amount>): string {
  const [least, most] = [formatAmount(min), formatAmount(max)];
  return least === most ? most : `${least} to ${most}`;
}

function replicasText({ source, autoscaler }: Replicas): string | undefined {
  if (source === 'default') return 'Its replicas are not stated, so it runs one.';
  if (source === 'per node') return 'It runs once on each node.';
  return autoscaler && `Its replicas are set by ${plain(titleOf(autoscaler.entry.resource))}.`;
}

function shareText(own: Amount, total: Amount): string | undefined {
  const [cpu, memory] = [percentOf(own.cores, total.cores), percentOf(own.bytes, total.bytes)];
  if (cpu === undefined || memory === undefined) return undefined;
  const part = cpu === memory ? `${cpu} of the CPU and the memory` : `${cpu} of the CPU and ${memory} of the memory`;
  return `That is ${part} of all that serves conversations.`;
}

function percentOf(part: number | undefined, whole: number | undefined): string | undefined {
  return part === undefined || !whole ? undefined : `${Math.round((100 * part) / whole)}%`;
}

function nextTierText(tier: TierName, role: Role | undefined): string | undefined {
  const next = nextTier(tier);
  const figures = next && tierFigures(next, role?.name);
  if (!figures) return undefined;
  const { replicas, cores, bytes } = figures;
  const carried = shareOf(replicas * cores, replicas * bytes).conversations;
  const between = tierOf(next).source === 'between' ? ', which lies between the two that the guide gives figures for' : '';
  return `The next tier is ${tierOf(next).title}${between}: ${replicas} × ${formatAmount({ cores, bytes })} → ${formatConversations(carried)}.`;
}

function sentences(...all: readonly (string | undefined)[]): string {
  return all.filter((sentence) => sentence !== undefined).join(' ');
}

function isSame(a: Capacity, b: Capacity): boolean {
  return a.conversations.low === b.conversations.low && a.conversations.high === b.conversations.high;
}
