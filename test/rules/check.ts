import type { PlacedFinding } from '../../server/src/analyzer.ts';
import { Analyzer } from '../../server/src/analyzer.ts';
import type { Rule } from '../../server/src/rules/types.ts';
import type { Settings } from '../../server/src/settings.ts';
import { defaultSettings } from '../../server/src/settings.ts';
import { applySplices } from '../../server/src/yaml/edit.ts';
import { mapAt } from '../../server/src/yaml/json.ts';
import { parseFile } from '../../server/src/yaml/parse.ts';
import { documentAt, positionAt } from '../../server/src/yaml/position.ts';
import { valueOf } from '../../server/src/yaml/value.ts';
import { schemas } from '../schemas.ts';
import type { Expected } from './fixtures.ts';

/** Settings under which every rule reports. */
export const strictSettings: Settings = { ...defaultSettings, profile: 'strict' };

/** A text under a URI. */
export interface SourceFile {
  readonly uri: string;
  readonly text: string;
}

/** An analyzer that holds these files. Where a `.plimsoll.yaml` is among them, the rules are set as it says. */
export function analyze(files: readonly SourceFile[], rules: readonly Rule[], settings: Settings = settingsAmong(files)): Analyzer {
  const analyzer = new Analyzer({ schemas, settingsFor: () => settings, rules });
  for (const { uri, text } of files) analyzer.set(uri, text);
  return analyzer;
}

function settingsAmong(files: readonly SourceFile[]): Settings {
  const file = files.find(({ uri }) => uri.endsWith('/.plimsoll.yaml'));
  const document = file && parseFile(file.text).documents.at(-1)?.document;
  const rules = document && mapAt(valueOf(document), ['rules']);
  return rules === undefined ? strictSettings : { ...strictSettings, rules: rules as Settings['rules'] };
}

/** A file's findings. */
export function findingsOf(analyzer: Analyzer, uri: string): readonly PlacedFinding[] {
  return analyzer.analysisOf(uri)?.findings() ?? [];
}

/** Where a finding is in its file: line and columns, from 0; a finding of several lines has no end column. */
export function placeOf(analyzer: Analyzer, uri: string, { finding, span }: PlacedFinding): Expected {
  const file = analyzer.analysisOf(uri)?.file;
  const placed = file && documentAt(file, span.start);
  if (placed === undefined) throw new Error(`${finding.rule} is at ${span.start}, where ${uri} has no document`);
  const start = positionAt(placed.document, span.start - placed.offset);
  const end = positionAt(placed.document, span.end - placed.offset);
  const columns = start.line === end.line ? { start: start.character, end: end.character } : undefined;
  return { rule: finding.rule, line: placed.line + start.line, columns };
}

/** Applies the first fix of all findings of a rule, round by round until nothing is left to fix, and gives the texts in order. */
export function fixAll(analyzer: Analyzer, files: readonly SourceFile[], rule: string): readonly string[] {
  return files.map(({ uri }) => {
    for (let round = 0; round < 10; round++) {
      const splices = analyzer.fixAll(uri, { safe: false, rule });
      const text = textOf(analyzer, uri);
      if (splices.length === 0) return text;
      analyzer.set(uri, applySplices(text, splices));
    }
    throw new Error(`The fixes of ${rule} in ${uri} never come to an end`);
  });
}

/** A file's text as the analyzer has it. */
export function textOf(analyzer: Analyzer, uri: string): string {
  return analyzer.analysisOf(uri)?.file.text ?? '';
}
