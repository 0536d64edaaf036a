import type { Analysis } from '../analyzer.ts';
import { formatAmount, formatConversations, formatReplicas } from '../capacity/format.ts';
import type { DeploymentSizing, WorkloadSizing } from '../capacity/sizing.ts';
import { deploymentSizing, planSizing } from '../capacity/sizing.ts';
import { tierChoice, tierOf } from '../capacity/tiers.ts';
import type { Inventory, PlanDeployment } from '../resources/types.ts';
import type { Settings } from '../settings.ts';
import { code, paragraphs, plain, table } from './markdown.ts';
import { balanceText, titleOf } from './sizing-text.ts';

/** The sizing of a whole deployment with all its workloads, those of one file first, and of the plans in that file; Markdown. */
export function sizingReport(analysis: Analysis | undefined, inventory: Inventory, settings: Settings): string {
  const sizing = deploymentSizing(inventory, settings);
  const plans = analysis?.documents.flatMap(({ plan }) => plan?.deployments ?? []) ?? [];
  return paragraphs(
    '# Sizing',
    sizing.workloads.length > 0 || plans.length === 0 ? deploymentReport(sizing, analysis) : undefined,
    ...plans.map((deployment) => planReport(deployment, settings)),
    tierText(settings, inventory),
    assumptions(),
  );
}

function deploymentReport(sizing: DeploymentSizing, analysis: Analysis | undefined): string {
  const isHere = ({ workload }: WorkloadSizing) =>
    analysis?.documents.some(({ placed }) => placed.document === workload.resource.document) === true;
  const serving = sizing.workloads.filter(({ counts }) => counts).toSorted((a, b) => Number(isHere(b)) - Number(isHere(a)));
  const others = sizing.workloads.filter(({ counts }) => !counts);
  return paragraphs(
    balanceText(sizing),
    serving.length > 0 ? '## What serves conversations' : undefined,
    serving.length > 0
      ? table(
          ['workload', 'role', 'replicas', 'each pod', 'all', 'conversations'],
          serving.map((one) => servingRow(one, isHere(one))),
        )
      : undefined,
    sizing.unknown.length > 0 ? unknownText(sizing.unknown) : undefined,
    others.length > 0 ? '## What does not' : undefined,
    others.length > 0
      ? table(
          ['workload', 'role', 'replicas', 'each pod'],
          others.map((one) => otherRow(one)),
        )
      : undefined,
  );
}

function servingRow({ workload, role, replicas, perPod, guaranteed, share }: WorkloadSizing, isHere: boolean): string[] {
  const title = plain(titleOf(workload.resource));
  const all = [formatAmount(guaranteed.min), formatAmount(guaranteed.max)];
  return [
    isHere ? `**${title}**` : title,
    role ? `${role.name} (${plain(role.because)})` : '',
    formatReplicas(replicas),
    formatAmount(perPod.guaranteed),
    [...new Set(all)].join(' to '),
    share ? formatConversations({ low: share.min.conversations.low, high: share.max.conversations.high }) : 'unknown',
  ];
}

function otherRow({ workload, role, replicas, perPod }: WorkloadSizing): string[] {
  return [
    plain(titleOf(workload.resource)),
    role ? `${role.name} (${plain(role.because)})` : 'unknown',
    formatReplicas(replicas),
    formatAmount(perPod.guaranteed),
  ];
}

function unknownText(unknown: readonly WorkloadSizing[]): string {
  const lines = unknown.map(({ workload, missing }) => `- ${plain(titleOf(workload.resource))}: ${missing.map(plain).join('; ')}`);
  return ['Not in the total, because what they are guaranteed is unknown:', '', ...lines].join('\n');
}

function planReport(deployment: PlanDeployment, settings: Settings): string {
  const sizing = planSizing(deployment, settings);
  const rows = sizing.services.map(({ service, perPod, guaranteed, share, counts }) => [
    plain(service.name),
    String(service.replicas ?? 1),
    formatAmount(perPod),
    formatAmount(guaranteed),
    counts && share ? formatConversations(share.conversations) : '',
  ]);
  return paragraphs(
    `## Plan ${code(deployment.name)}`,
    balanceText(sizing),
    rows.length > 0 ? table(['service', 'replicas', 'each', 'all', 'conversations'], rows) : undefined,
  );
}

function tierText(settings: Settings, inventory: Inventory): string {
  const { tier, because } = tierChoice(settings, inventory);
  return `Judged as ${tierOf(tier).title}: ${because}.`;
}

/** The guide's sizing rules, which the figures rest on. */
function assumptions(): string {
  return (
    '_The guide: a core carries 10-20 concurrent conversations, and each takes 100-200 MB; 4-8 GB are the base of the whole deployment and counted ' +
    'once. The first figure of a range is the conservative one. Amounts are what requests guarantee._'
  );
}
