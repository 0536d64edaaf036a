import type { Hover, MarkupKind } from 'vscode-languageserver-types';
import type { Analysis, DocumentAnalysis } from '../analyzer.ts';
import { deploymentSizing, planSizing, workloadSizing } from '../capacity/sizing.ts';
import { chosenTier } from '../capacity/tiers.ts';
import { resourceAt } from '../resources/resource.ts';
import type { Schemas } from '../schema/schemas.ts';
import { routeAt } from '../yaml/route.ts';
import type { Route } from '../yaml/types.ts';
import { paragraphs } from './markdown.ts';
import { selectionText } from './navigation/selection-text.ts';
import { documentAround, rangeIn } from './positions.ts';
import { scheduleText } from './schedule-text.ts';
import { schemaText } from './schema-hover.ts';
import type { SizingSubject } from './sizing-subject.ts';
import { sizingSubjectAt } from './sizing-subject.ts';
import { balanceText, serviceText, titleOf, workloadText } from './sizing-text.ts';

/** What a hover needs besides the analysis. */
export interface HoverContext {
  readonly schemas: Schemas;
  /** Whether the client renders Markdown; else it gets the same as plain text. */
  readonly markdown: boolean;
  /** The time, in ISO 8601 and UTC, which the next runs of a CronJob are told from; without it they aren't. */
  readonly now?: string;
}

/**
 * What there is to say of the text at an offset: its sizing, a CronJob's next runs, and what the schema says of the field; null where there is
 * nothing.
 */
export function hover(analysis: Analysis, offset: number, { schemas, markdown, now }: HoverContext): Hover | null {
  const document = documentAround(analysis, offset);
  if (!document) return null;
  const hit = routeAt(document.placed.document, offset - document.placed.offset);
  if (hit?.node.kind !== 'scalar') return null;
  const subject = sizingSubjectAt(document, hit.route, analysis.inventory);
  const sizing = subject && subjectText(subject, analysis);
  const field = schemaText(document.placed.document, hit.route, analysis, schemas);
  const selected = selectedText(document, hit.route, analysis);
  const text = paragraphs(sizing, runsText(document, hit.route, now), selected, (sizing ?? selected) && field && '---', field);
  if (text === '') return null;
  const kind: MarkupKind = markdown ? 'markdown' : 'plaintext';
  return { contents: { kind, value: text }, range: rangeIn(document.placed, hit.node) };
}

function subjectText(subject: SizingSubject, { inventory, settings }: Analysis): string {
  switch (subject.type) {
    case 'workload':
      return workloadText(workloadSizing(subject.workload, inventory), deploymentSizing(inventory, settings));
    case 'autoscaler': {
      if (subject.targets.length === 0) return `What ${titleOf(subject.resource)} scales was not found in this workspace.`;
      const whole = deploymentSizing(inventory, settings);
      return subject.targets.map((workload) => workloadText(workloadSizing(workload, inventory), whole)).join('\n\n---\n\n');
    }
    case 'service': {
      const whole = planSizing(subject.deployment, settings);
      const sizing = whole.services.find(({ service }) => service === subject.service);
      return sizing ? serviceText(sizing, whole, chosenTier(settings, inventory)) : '';
    }
    case 'plan':
      return paragraphs(`**${subject.deployment.name}**`, balanceText(planSizing(subject.deployment, settings)));
  }
}

function selectedText({ placed }: DocumentAnalysis, route: Route, analysis: Analysis): string | undefined {
  const resource = resourceAt(placed.document, route);
  return resource && selectionText(resource, route, analysis);
}

function runsText({ placed }: DocumentAnalysis, route: Route, now: string | undefined): string | undefined {
  const resource = resourceAt(placed.document, route);
  return now === undefined ? undefined : resource && scheduleText(resource, route, now);
}
