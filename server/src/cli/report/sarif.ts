import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactChange, Fix, Invocation, Log, ReportingDescriptor, Result, Region as SarifRegion } from 'sarif';
import { rulePage } from '../../rules/pages.ts';
import type { Rule, Severity } from '../../rules/types.ts';
import type { Region, Report, ReportedFinding, ReportedFix } from './report.ts';
import { resourceName } from './report.ts';

/** Name of our fingerprints, with the version of what they are made of (SARIF 2.1.0, 3.27.17). */
const FINGERPRINT = 'plimsollFinding/v1';

/**
 * Findings as a SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), with a descriptor for every rule that found
 * something, regions in UTF-16 columns, and the fixes as replacements.
 */
export function sarifReport(report: Report, rules: readonly Rule[], version: string): string {
  const used = new Set(report.findings.map((finding) => finding.rule));
  const descriptors = rules.filter((rule) => used.has(rule.id)).map(descriptorOf);
  const indexOf = new Map(descriptors.map((descriptor, index) => [descriptor.id, index]));
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Plimsoll', version, informationUri: 'https://github.com/plimsoll/plimsoll', rules: descriptors } },
        columnKind: 'utf16CodeUnits',
        invocations: [invocationOf(report.problems)],
        results: report.findings.map((finding) => resultOf(finding, indexOf.get(finding.rule))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptorOf(rule: Rule): ReportingDescriptor {
  return {
    id: rule.id,
    shortDescription: { text: rule.docs.summary },
    fullDescription: { text: rule.docs.why },
    help: { text: rule.docs.fix },
    helpUri: rulePage(rule.id),
    defaultConfiguration: { level: rule.level === 'strict' ? 'note' : sarifLevel(rule.level), enabled: rule.level !== 'strict' },
    properties: { tags: [rule.id.split('/')[0] ?? rule.id, ...(rule.guide ?? [])] },
  };
}

function resultOf(finding: ReportedFinding, ruleIndex: number | undefined): Result {
  return {
    ruleId: finding.rule,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: sarifLevel(finding.level),
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(finding.file) }, region: regionOf(finding) },
        ...(finding.resource && { logicalLocations: [{ kind: 'resource', fullyQualifiedName: resourceName(finding.resource) }] }),
      },
    ],
    partialFingerprints: { [FINGERPRINT]: finding.fingerprint },
    ...(finding.fixes.length > 0 && { fixes: finding.fixes.map((fix) => fixOf(fix, finding.file)) }),
  };
}

function fixOf(fix: ReportedFix, file: string): Fix {
  const change: ArtifactChange = {
    artifactLocation: { uri: uriOf(file) },
    replacements: fix.replacements.map((replacement) => ({
      deletedRegion: regionOf(replacement),
      insertedContent: { text: replacement.text },
    })),
  };
  return { description: { text: fix.title }, artifactChanges: [change], properties: { safe: fix.safe } };
}

/** A log without results passes for a clean run, so it says where the run was not whole. */
function invocationOf(problems: readonly string[]): Invocation {
  return {
    executionSuccessful: problems.length === 0,
    ...(problems.length > 0 && { toolExecutionNotifications: problems.map((text) => ({ level: 'error', message: { text } })) }),
  };
}

/** A reference as RFC 3986 has it: relative where the path is. */
function uriOf(file: string): string {
  return path.isAbsolute(file) ? pathToFileURL(file).href : file.split('/').map(encodeURIComponent).join('/');
}

function regionOf(region: Region): SarifRegion {
  return { startLine: region.line, startColumn: region.column, endLine: region.endLine, endColumn: region.endColumn };
}

function sarifLevel(level: Severity): 'error' | 'warning' | 'note' {
  return level === 'info' ? 'note' : level;
}
