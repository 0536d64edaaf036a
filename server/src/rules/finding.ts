import { resourceAt } from '../resources/resource.ts';
import type { Resource } from '../resources/types.ts';
import type { Settings } from '../settings.ts';
import { spanOf } from '../yaml/route.ts';
import type { Route, YamlDocument } from '../yaml/types.ts';
import { fillMessage } from './fill-message.ts';
import type { Data, Finding, Level, Problem, Related, Rule, Severity } from './types.ts';

/**
 * The level at which a rule's problem is reported; undefined where it isn't. What the user sets wins over the problem's level, and that
 * over the rule's.
 */
export function severityOf(rule: Rule, problemLevel: Level | undefined, settings: Settings): Severity | undefined {
  if (!isSwitchedOn(rule, settings)) return undefined;
  const set = setLevel(rule, settings);
  if (set !== undefined && set !== 'off') return set;
  const own = problemLevel ?? rule.level;
  if (own !== 'strict') return own;
  return settings.profile === 'strict' ? 'info' : undefined;
}

/**
 * False for a rule that the user has set to `off`, or that leaves its problems to another extension. A rule of the strict profile still
 * runs in others: single problems of it may weigh more.
 */
export function isSwitchedOn(rule: Rule, settings: Settings): boolean {
  const leftToOthers = rule.bySchema === true && settings.schemas.enable === 'off';
  return !leftToOthers && setLevel(rule, settings) !== 'off';
}

/** True where a rule's ordinary problems are reported under these settings. */
export function isReported(rule: Rule, settings: Settings): boolean {
  return severityOf(rule, undefined, settings) !== undefined;
}

/** The problem of a rule as a finding, with its sentence filled and its place found; undefined where it is not reported. */
export function toFinding(rule: Rule, problem: Problem, document: YamlDocument, settings: Settings): Finding | undefined {
  const level = severityOf(rule, problem.level, settings);
  if (level === undefined) return undefined;
  const data = problem.data ?? {};
  const resource = resourceAt(document, problem.at);
  return {
    rule: rule.id,
    level,
    message: fillMessage(rule.messages[problem.message] ?? problem.message, data),
    at: problem.at,
    span: problem.span ?? spanOf(document, problem.at, problem.part ?? 'nearest'),
    data,
    fixes: fixesOf(rule, problem, data),
    related: (problem.related ?? []).map((related) => toRelated(related, document)),
    tags: problem.tags ?? [],
    resource: resource ? { kind: resource.kind, name: resource.name } : composeServiceAt(document, problem.at),
  };
}

/** In the order of the text; where several begin at one place, by rule. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || compare(a.rule, b.rule));
}

/** A Compose file has no objects; its services stand for them. */
function composeServiceAt({ dialect }: YamlDocument, [section, name]: Route): Finding['resource'] {
  return dialect === 'core' && section === 'services' && typeof name === 'string' ? { kind: 'service', name } : undefined;
}

function setLevel(rule: Rule, settings: Settings): 'off' | Severity | undefined {
  const setting = Object.hasOwn(settings.rules, rule.id) ? settings.rules[rule.id] : undefined;
  return typeof setting === 'string' ? setting : setting?.level;
}

function fixesOf(rule: Rule, problem: Problem, data: Data): Finding['fixes'] {
  const { fixes = {} } = rule;
  return (problem.fixes ?? Object.keys(fixes)).flatMap((id) => {
    const fix = fixes[id];
    return fix === undefined ? [] : [{ id, title: fillMessage(fix.title, data), safe: fix.safe }];
  });
}

function toRelated(related: Related, document: YamlDocument): Finding['related'][number] {
  const resource: Resource | undefined = related.in;
  return { resource, span: spanOf(resource?.document ?? document, related.at, 'nearest'), message: related.message };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
