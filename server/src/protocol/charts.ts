import type { RenderedFinding } from '../analyzer-rendered.ts';
import { findingsInChart } from '../analyzer-rendered.ts';
import { findingsInValues, isValuesFile, VALUES_SCHEMA_FILE } from '../analyzer-values.ts';
import type { Schemas } from '../schema/schemas.ts';
import type { ValuesSchema } from '../schema/values-schema.ts';
import { valuesSchemaOf } from '../schema/values-schema.ts';
import type { Analyzers } from './analyzers.ts';
import type { Guard, Log } from './guard.ts';
import type { Platform } from './platform.ts';
import { debounced } from './schedule.ts';
import { fileIn } from './uris.ts';

/** Milliseconds that a save waits for others before charts are rendered: editors save all files at once. */
const PATIENCE = 200;

/** What charts need of the rest of the server. */
export interface ChartsHost {
  readonly platform: Platform;
  readonly analyzers: Analyzers;
  readonly schemas: Schemas;
  readonly guard: Guard;
  readonly log: Log;
  /** Whether the workspace was trusted at the start. */
  readonly trusted: boolean;
  /** Called with each file in which other things are found now. */
  readonly onChange: (uri: string) => void;
}

/** What was found in a chart's rendering, and in which texts: it holds for no others. */
interface Rendered {
  readonly findings: readonly RenderedFinding[];
  readonly texts: ReadonlyMap<string, string>;
}

/** Whether a client says at the start that its user trusts the workspace. Only then are programs started. */
export function isTrusted(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'trusted' in options && options.trusted === true;
}

/** The rest of what a client says at the start, which may be settings. */
export function withoutTrust(options: unknown): unknown {
  if (typeof options !== 'object' || options === null) return options;
  return Object.fromEntries(Object.entries(options).filter(([key]) => key !== 'trusted'));
}

/** Charts: renders them when one of their files is saved, and holds their values against their schemas. */
export class Charts {
  readonly #host: ChartsHost;
  readonly #rendered = new Map<string, Rendered>();
  readonly #schemas = new Map<string, ValuesSchema | undefined>();
  /** Folders of the charts that are to be rendered. */
  readonly #waiting = new Set<string>();
  readonly #renderSoon = debounced(PATIENCE, () => void this.#host.guard.run('Rendering charts', () => this.#renderAll())());
  #trusted: boolean;
  #hasTold = false;

  constructor(host: ChartsHost) {
    this.#host = host;
    this.#trusted = host.trusted;
  }

  /** The user has come to trust the workspace: from now on charts are rendered. */
  trust(): void {
    this.#trusted = true;
  }

  /** Ends what is waiting. */
  stop(): void {
    this.#renderSoon.cancel();
  }

  /** A file was opened: the schema of a chart's values is read. */
  async opened(uri: string): Promise<void> {
    if (!isValuesFile(uri)) return;
    const text = await this.#host.platform.readFile(fileIn(folderOf(uri), VALUES_SCHEMA_FILE));
    this.#schemas.set(uri, text === undefined ? undefined : valuesSchemaOf(text));
  }

  /** A file was saved: its chart, if it is in one, is rendered in a while. */
  async saved(uri: string): Promise<void> {
    if (isValuesFile(uri)) {
      await this.opened(uri);
      this.#host.onChange(uri);
    }
    const chart = this.#trusted && this.#host.platform.renderChart ? this.#chartOf(uri) : undefined;
    if (chart === undefined) return;
    this.#waiting.add(chart);
    this.#renderSoon();
  }

  /** What was found in a file: what its chart renders of it as it is, and what a schema rejects in values. */
  findingsIn(uri: string): readonly RenderedFinding[] {
    const analysis = this.#host.analyzers.analysisOf(uri);
    if (analysis === undefined) return [];
    // Asked of every file at every keystroke, which nearly none has anything to do with.
    const { file, settings } = analysis;
    const schema = this.#schemas.get(uri);
    const inValues = schema ? findingsInValues(uri, file.text, schema, settings) : [];
    const rendered = [...this.#rendered.values()].filter(({ texts }) => texts.has(uri) && texts.get(uri) === file.text);
    return [...inValues, ...rendered.flatMap(({ findings }) => findings.filter((found) => found.uri === uri))];
  }

  /** The outermost chart around a file: charts that another one brings along are rendered with it. */
  #chartOf(uri: string): string | undefined {
    const folders: string[] = [];
    for (let folder = folderOf(uri); folder.includes('/'); folder = folderOf(folder)) folders.push(folder);
    return folders.findLast((folder) => this.#host.analyzers.analysisOf(`${folder}/Chart.yaml`) !== undefined);
  }

  async #renderAll(): Promise<void> {
    for (const folder of [...this.#waiting]) {
      this.#waiting.delete(folder);
      await this.#render(folder);
    }
  }

  async #render(folder: string): Promise<void> {
    const { analyzers, log, platform, schemas } = this.#host;
    const rendering = await platform.renderChart?.(folder);
    if (rendering === undefined) this.#tellOnce('Charts are not rendered, since there is no `helm` on the PATH.');
    const settings = analyzers.analysisOf(`${folder}/Chart.yaml`)?.settings;
    if (rendering === undefined || settings === undefined) return;
    if ('problem' in rendering) log.warn(`The chart in ${folder} ${rendering.problem}`);
    const texts = new Map<string, string>();
    const textOf = (uri: string): string | undefined => {
      const text = analyzers.analysisOf(uri)?.file.text;
      if (text !== undefined) texts.set(uri, text);
      return text;
    };
    const isChecked = 'text' in rendering && settings.enable;
    const findings = isChecked ? findingsInChart(rendering.text, { folder, settings, schemas, textOf }) : [];
    const before = this.#rendered.get(folder)?.findings ?? [];
    this.#rendered.set(folder, { findings, texts });
    for (const uri of new Set([...before, ...findings].map((found) => found.uri))) this.#host.onChange(uri);
  }

  #tellOnce(message: string): void {
    if (!this.#hasTold) this.#host.log.info(message);
    this.#hasTold = true;
  }
}

function folderOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}
