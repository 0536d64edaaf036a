import { Analyzer } from './analyzer.ts';
import { placeInTemplate } from './analyzer-rendered-place.ts';
import { allRules } from './rules/registry.ts';
import type { Finding, Rule } from './rules/types.ts';
import type { Schemas } from './schema/schemas.ts';
import type { Settings } from './settings.ts';
import { parseFile } from './yaml/parse.ts';
import type { Json, PlacedDocument, YamlDocument, YamlFile } from './yaml/types.ts';
import { valueOf } from './yaml/value.ts';

/** A chart, and what its renderings are judged by. */
export interface Chart {
  /** URI of its folder, without a slash at its end. */
  readonly folder: string;
  readonly settings: Settings;
  readonly schemas: Schemas;
  /** The rules to run; all there are where absent. */
  readonly rules?: readonly Rule[] | undefined;
  /** The text of a file of the chart; undefined where it isn't there, as in a packed dependency. */
  readonly textOf: (uri: string) => string | undefined;
}

/** A finding in what a chart renders, at its place in a file of the chart. */
export interface RenderedFinding {
  readonly uri: string;
  /** The document of the file that shows it. */
  readonly placed: PlacedDocument;
  readonly documentIndex: number;
  /** Its span is relative to that document. It has no fixes: they would be for the rendered text. */
  readonly finding: Finding;
  /** What the rendered document means. */
  readonly value: Json | undefined;
}

/**
 * What is found in the output of `helm template`, at the places of the templates that wrote it. Rules that look for what else the workspace
 * holds aren't run, since a release may find it in its cluster.
 */
export function findingsInChart(rendered: string, chart: Chart): readonly RenderedFinding[] {
  const { folder, settings, schemas, rules = allRules } = chart;
  const uri = `${folder}/rendered.yaml`;
  const analyzer = new Analyzer({ schemas, settingsFor: () => settings, rules: rules.filter((rule) => !looksAround(rule)) });
  analyzer.set(uri, rendered);
  const analysis = analyzer.analysisOf(uri);
  const files = templateFiles(chart);
  const found = (analysis?.findings() ?? []).flatMap(({ finding, documentIndex }) => {
    const document = analysis?.documents[documentIndex]?.placed.document;
    return document === undefined || finding.rule.startsWith('suppressions/') ? [] : [toTemplate(finding, document, chart, files)];
  });
  return distinct(found);
}

function looksAround({ id, workspace = false }: Rule): boolean {
  return workspace && id.startsWith('references/');
}

/** Each file of the chart that holds anything, read once. */
function templateFiles({ textOf }: Chart): (uri: string) => YamlFile | undefined {
  const known = new Map<string, YamlFile | undefined>();
  return (uri) => {
    if (!known.has(uri)) {
      const text = textOf(uri);
      known.set(uri, text ? parseFile(text) : undefined);
    }
    return known.get(uri);
  };
}

/** What is in no file, as in a packed dependency, is shown in the one that says what the chart is made of. */
function toTemplate(finding: Finding, document: YamlDocument, chart: Chart, files: ReturnType<typeof templateFiles>): RenderedFinding {
  const chartFile = `${chart.folder}/Chart.yaml`;
  const source = sourceOf(document, chart.folder) ?? chartFile;
  const uri = files(source) === undefined ? chartFile : source;
  const file = files(uri) ?? NO_FILE;
  const { documentIndex, span, isExact } = placeInTemplate(finding, document, file);
  const message = isExact ? finding.message : `${finding.message} (rendered)`;
  const placed = file.documents[documentIndex] as PlacedDocument;
  return { uri, placed, documentIndex, finding: { ...finding, message, span, fixes: [], related: [] }, value: valueOf(document) };
}

/** Stands in for a chart's own file that can't be read. */
const NO_FILE: YamlFile = parseFile('\n');

/** Helm writes above each document which file it is from: the chart's name, then the path in its folder. */
function sourceOf(document: YamlDocument, folder: string): string | undefined {
  const path = /^# Source: [^/\n]+\/(.+?)\r?$/m.exec(document.text)?.[1];
  return path === undefined ? undefined : `${folder}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** A template that is rendered several times says the same thing once. */
function distinct(found: readonly RenderedFinding[]): readonly RenderedFinding[] {
  const seen = new Set<string>();
  return found.filter(({ uri, documentIndex, finding: { rule, span, message } }) => {
    const key = JSON.stringify([uri, documentIndex, rule, span.start, message]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
