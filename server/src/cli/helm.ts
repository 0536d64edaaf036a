import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RenderedFinding } from '../analyzer-rendered.ts';
import { findingsInChart } from '../analyzer-rendered.ts';
import type { Rendering } from '../node/helm.ts';
import { findHelm, renderChart } from '../node/helm.ts';
import { isChartFile } from '../resources/kustomize.ts';
import { stringAt } from '../yaml/json.ts';
import { valueOf } from '../yaml/value.ts';
import { UsageError } from './exit.ts';
import { readText } from './read.ts';
import { displayPath } from './report/report.ts';
import type { Session, SessionFile, SessionOptions } from './session.ts';
import { chosenRules } from './session.ts';

/** How charts are rendered. */
export interface HelmOptions extends SessionOptions {
  /** Files of values that are laid over the charts' own, as the user gave them. */
  readonly helmValues: readonly string[];
}

/** What the charts of a session render. */
export interface RenderedCharts {
  /** What was found in it, by the URI of the template that shows it. */
  readonly findings: ReadonlyMap<string, readonly RenderedFinding[]>;
  /** Sentences about charts that could not be rendered. */
  readonly problems: readonly string[];
}

/**
 * The full path of Helm.
 * @throws UsageError where it isn't on the PATH
 */
export function helmOrUsageError(): string {
  const helm = findHelm();
  if (helm === undefined) {
    throw new UsageError(
      '--helm needs the program `helm`, which is not on the PATH (https://helm.sh/docs/intro/install/ tells how to get it).',
    );
  }
  return helm;
}

/**
 * Renders the charts among a session's files, one after the other, and checks what they render.
 * @throws UsageError where there is no chart
 */
export async function checkCharts(helm: string, session: Session, options: HelmOptions): Promise<RenderedCharts> {
  const charts = chartsIn(session);
  if (charts.length === 0) throw new UsageError('--helm: no chart (a folder with a Chart.yaml that is no library) among the files.');
  const findings = new Map<string, RenderedFinding[]>();
  const problems: string[] = [];
  const valueFiles = options.helmValues.map((file) => path.resolve(options.cwd, file));
  for (const chart of charts) {
    const folder = path.dirname(fileURLToPath(chart));
    const rendering = await renderChart(helm, folder, valueFiles);
    if ('problem' in rendering) problems.push(`${displayPath(folder, options.cwd)} ${rendering.problem}`);
    for (const found of inFiles(session, chart, rendering, options)) findings.set(found.uri, [...(findings.get(found.uri) ?? []), found]);
  }
  return { findings, problems };
}

/** The files of a session with those that only what is rendered has findings in. */
export function withTemplates(files: readonly SessionFile[], { findings }: RenderedCharts, cwd: string): readonly SessionFile[] {
  const known = new Set(files.map(({ uri }) => uri));
  const added = [...findings.keys()].filter((uri) => !known.has(uri));
  return [...files, ...added.map((uri) => ({ uri, path: fileURLToPath(uri), name: displayPath(fileURLToPath(uri), cwd) }))];
}

/** The URIs of the charts' own files, without those of libraries and of charts that another one brings along. */
function chartsIn({ analyzer }: Session): readonly string[] {
  const charts = [...analyzer.uris()].filter(isChartFile);
  const folders = charts.map((uri) => path.posix.dirname(uri));
  return charts.filter((uri) => {
    const document = analyzer.analysisOf(uri)?.file.documents[0]?.document;
    const isLibrary = document !== undefined && stringAt(valueOf(document) ?? null, ['type']) === 'library';
    return !isLibrary && !folders.some((folder) => uri.startsWith(`${folder}/charts/`));
  });
}

/** What is found in a chart's rendering, but for files that are left out of the session. */
function inFiles(session: Session, chart: string, rendering: Rendering, { only }: HelmOptions): readonly RenderedFinding[] {
  const settings = session.analyzer.analysisOf(chart)?.settings;
  if ('problem' in rendering || settings === undefined) return [];
  const found = findingsInChart(rendering.text, {
    folder: path.posix.dirname(chart),
    settings,
    schemas: session.analyzer.schemas,
    rules: chosenRules(only),
    textOf,
  });
  return found.filter(({ uri }) => session.analyzer.analysisOf(uri) !== undefined);
}

function textOf(uri: string): string | undefined {
  const result = readText(fileURLToPath(uri));
  return 'text' in result ? result.text : undefined;
}
