import { servesConversations } from '../../resources/role.ts';
import { takesRequests } from '../../resources/takes-requests.ts';
import type { Inventory, Workload } from '../../resources/types.ts';
import { plainTrait } from '../../resources/workload-trait.ts';
import { memo } from '../../yaml/memo.ts';
import { areNeighbours } from '../neighbours.ts';
import type { Alert } from './alerts.ts';
import { alertsIn, isForMachines } from './alerts.ts';

/** What an alert looks at: its expression, where that is a text. */
export function expressionOf({ value: { expr } }: Alert): string {
  return typeof expr === 'string' ? expr : '';
}

/** The alerts of all PrometheusRules of the workspace that somebody is told of. */
export function workspaceAlerts(inventory: Inventory): readonly Alert[] {
  return alertsOf(inventory.ofKind('PrometheusRule'));
}

const alertsOf: (entries: ReturnType<Inventory['ofKind']>) => readonly Alert[] = memo((entries) =>
  entries.flatMap(({ resource }) => alertsIn(resource)).filter((alert) => !isForMachines(alert)),
);

/** True for the first of the workloads beside each other that serve conversations: what is missing for all of them is said once, there. */
export function isFirstServing(workload: Workload, inventory: Inventory): boolean {
  if (!serves(workload, inventory)) return false;
  const first = inventory
    .workloadsBy(CONVERSING)
    .find((other) => !isPatch(other, inventory) && areNeighbours(other.resource, workload.resource, inventory) && serves(other, inventory));
  return first?.resource === workload.resource;
}

const CONVERSING = plainTrait('conversing', isConversing);

function isConversing({ role }: Workload): boolean {
  return servesConversations(role?.name) && role?.name !== 'worker';
}

function isPatch({ resource }: Workload, inventory: Inventory): boolean {
  return inventory.contextOf(inventory.entryOf(resource)?.uri ?? '').partial;
}

function serves(workload: Workload, inventory: Inventory): boolean {
  return isConversing(workload) && takesRequests(workload, inventory);
}

/** Something that runs full. */
export interface Saturation {
  /** As messages name it. */
  readonly title: string;
  readonly expression: RegExp;
  /** Share from which on the guide scales or alerts; undefined where it states none. */
  readonly limit: number | undefined;
}

/** Deployment guide: CPU and network above 70%, pools above 80%, disks whose I/O saturates. */
export const SATURATIONS: readonly Saturation[] = [
  // Throttling is about limits, not about use.
  { title: 'CPU', expression: /^(?![\s\S]*throttl)[\s\S]*(?:container|node|process|instance|namespace|pod)[\w:]*cpu/i, limit: 0.7 },
  { title: 'connection pools', expression: /connections?_|_connections?\b|hikaricp|numbackends|pool/i, limit: 0.8 },
  { title: 'disk I/O', expression: /disk_(?:io|read|writ)|fs_(?:reads|writes|io)|iowait|volume_(?:read|write)/i, limit: undefined },
  { title: 'network', expression: /network_\w*(?:bytes|speed)|ifHC(?:In|Out)Octets/i, limit: 0.7 },
];

/** A share at the end of an expression, above which an alert fires. */
export interface Threshold {
  readonly share: number;
  /** The expression with another share in it. */
  readonly write: (share: number) => string;
}

/** The share that an expression compares with; undefined where it compares with something else, or in some other way. */
export function thresholdOf(expression: string): Threshold | undefined {
  const found = /(>=?\s*)(\d{1,3}(?:\.\d{1,4})?)(\s*)$/.exec(expression);
  const [end, operator = '', figure = '', blank = ''] = found ?? [];
  if (end === undefined) return undefined;
  const inPercent = /\b100\b/.test(expression.slice(0, -end.length));
  const isShare = inPercent || expression.includes('/') || /\b1\s*-/.test(expression);
  const share = Number(figure) / (inPercent ? 100 : 1);
  if (!isShare || share > 1) return undefined;
  const write = (other: number): string =>
    `${expression.slice(0, -end.length)}${operator}${inPercent ? Math.round(other * 100) : other}${blank}`;
  return { share, write };
}
