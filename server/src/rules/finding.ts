import { resourceAt } from '../resources/resource.ts';
import type { Resource } from '../resources/types.ts';
import type { Settings } from '../settings.ts';
import { spanOf } from '../yaml/route.ts';
import type { Route, YamlDocument } from '../yaml/types.ts';
import { fillMessage } from './fill-message.ts';
import type { SettingLevel } from './rule-setting.ts';
import { ruleSetting } from './rule-setting.ts';
import type { Data, Finding, Level, Problem, Related, Rule, Severity } from './types.ts';

/** What takes the place of an object's kind for a service of a Compose file. */
export const SERVICE = 'service';

/**
 * The level at which a rule's problem is reported; undefined where it isn't. What the user sets wins over the problem's level, and that
 * over the rule's.
 * @param kind of the object that has the problem; undefined where it belongs to none
 */
export function severityOf(rule: Rule, problemLevel: Level | undefined, settings: Settings, kind?: string): Severity | undefined {
  if (isLeftToOthers(rule, settings)) return undefined;
  const set = setLevel(rule, settings, kind);
  if (set !== undefined) return set === 'off' ? undefined : set;
  const own = problemLevel ?? rule.level;
  if (own !== 'strict') return own;
  return settings.profile === 'strict' ? 'info' : undefined;
}

/**
 * False for a rule none of whose problems can be reported: the user has set it to `off`, it leaves them to another extension, or they are
 * all for the strict profile alone.
 */
export function isSwitchedOn(rule: Rule, settings: Settings): boolean {
  if (isLeftToOthers(rule, settings)) return false;
  const mayReport = (kind: string | undefined): boolean =>
    severityOf(rule, undefined, settings, kind) !== undefined || (rule.raises === true && setLevel(rule, settings, kind) !== 'off');
  return mayReport(undefined) || settings.overrides.flatMap((override) => override.kinds ?? []).some(mayReport);
}

function isLeftToOthers(rule: Rule, settings: Settings): boolean {
  return rule.bySchema === true && settings.schemas.enable === 'off';
}

/** True where a rule's ordinary problems are reported under these settings. */
export function isReported(rule: Rule, settings: Settings): boolean {
  return severityOf(rule, undefined, settings) !== undefined;
}

/** The problem of a rule as a finding, with its sentence filled and its place found; undefined where it is not reported. */
export function toFinding(rule: Rule, problem: Problem, document: YamlDocument, settings: Settings): Finding | undefined {
  const resource = objectAt(document, problem.at);
  const level = severityOf(rule, problem.level, settings, resource?.kind);
  if (level === undefined) return undefined;
  const data = problem.data ?? {};
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
    resource,
  };
}

/** In the order of the text; where several begin at one place, by rule. */
export function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end || compare(a.rule, b.rule));
}

/** The object that a route leads into. A Compose file has none; its services stand for them. */
function objectAt(document: YamlDocument, route: Route): Finding['resource'] {
  const resource = resourceAt(document, route);
  if (resource !== undefined) return { kind: resource.kind, name: resource.name };
  const [section, name] = route;
  return document.dialect === 'core' && section === 'services' && typeof name === 'string' ? { kind: SERVICE, name } : undefined;
}

function setLevel(rule: Rule, settings: Settings, kind: string | undefined): SettingLevel | undefined {
  const setting = ruleSetting(settings, rule.id, kind);
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
