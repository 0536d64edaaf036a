import type { Log, Region, Result, Run } from 'sarif';

/**
 * What in a log offends against SARIF 2.1.0 where its JSON schema can't tell (OASIS, sections 3.4, 3.19, 3.27, 3.30 and 3.55), or where code
 * scanning services refuse it; empty where nothing does.
 */
export function sarifFaults(log: Log): readonly string[] {
  return log.runs.flatMap((run) => {
    const rules = run.tool.driver.rules ?? [];
    const ids = new Set(rules.map(({ id }) => id));
    const results = run.results ?? [];
    return [
      ...(ids.size === rules.length ? [] : ['two descriptors have one id']),
      ...(run.columnKind === 'utf16CodeUnits' ? [] : ['does not say what a column is']),
      ...(run.invocations?.every(({ executionSuccessful }) => typeof executionSuccessful === 'boolean') ? [] : ['has no invocation']),
      ...rules.flatMap(({ id, shortDescription, helpUri }) => [
        ...(shortDescription?.text ? [] : [`${id} has no description`]),
        ...(URL.canParse(helpUri ?? '') ? [] : [`${id} has no page`]),
      ]),
      ...results.flatMap((result, index) => resultFaults(run, result).map((fault) => `result ${index} (${result.ruleId}) ${fault}`)),
    ];
  });
}

function resultFaults(run: Run, { ruleId, ruleIndex = -1, message, level, locations = [], fixes = [] }: Result): readonly string[] {
  const places = locations.map(({ physicalLocation }) => physicalLocation);
  const changes = fixes.flatMap(({ artifactChanges }) => artifactChanges);
  const replacements = changes.flatMap((change) => change.replacements);
  const addresses = [...places.map((place) => place?.artifactLocation?.uri), ...changes.map((change) => change.artifactLocation.uri)];
  const regions = [...places.map((place) => place?.region), ...replacements.map((replacement) => replacement.deletedRegion)];
  return [
    ...(run.tool.driver.rules?.[ruleIndex]?.id === ruleId ? [] : [`has rule index ${ruleIndex}`]),
    ...(message.text ? [] : ['has no message']),
    ...(['error', 'warning', 'note'].includes(level ?? '') ? [] : [`has level ${level}`]),
    ...(places.length === 1 ? [] : ['has no single place']),
    ...(changes.every((change) => change.replacements.length > 0) ? [] : ['has a fix that changes nothing']),
    ...addresses.filter((address) => !isReference(address)).map((address) => `has the address ${address}`),
    ...regions.filter((region) => !isRegion(region)).map((region) => `has the region ${JSON.stringify(region)}`),
  ];
}

/** A URI reference (RFC 3986) in its normal form; a relative one is below the folder that the run was in. */
function isReference(address = ''): boolean {
  return address !== '' && /^(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$/.test(address) && !address.startsWith('../');
}

/** Lines and columns count from 1, and the end is behind the start or at it. */
function isRegion(region: Region | undefined): boolean {
  const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 } = region ?? {};
  const isCounted = [startLine, startColumn, endLine, endColumn].every((figure) => Number.isInteger(figure) && figure >= 1);
  return isCounted && (endLine > startLine || (endLine === startLine && endColumn >= startColumn));
}

/** The text that a region stands for. */
export function textIn(text: string, { startLine = 1, startColumn = 1, endLine = startLine, endColumn = startColumn }: Region): string {
  const lines = text.split(/(?<=\n)/);
  const offset = (line: number, column: number) => lines.slice(0, line - 1).join('').length + column - 1;
  return text.slice(offset(startLine, startColumn), offset(endLine, endColumn));
}
