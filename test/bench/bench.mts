/**
 * `npm run bench`: what typing, asking and checking cost, each also as a ratio to parsing the same text with the `yaml` package in the
 * same run. `--folder DIR` checks that folder as well, `--name` says what it is called in the tables; `--update` writes the tables into
 * docs/performance.md. Where the command `yaml-language-server` is installed, it is measured beside Plimsoll, without any schema.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { aimsTable } from './aims.mts';
import type { CheckingFigures } from './checking.mts';
import { measureChecking, measureStartUp } from './checking.mts';
import type { Candidate } from './client.mts';
import { hugeDocument, manifestFile } from './corpus.mts';
import type { EditingFigures } from './editing.mts';
import { measureEditing } from './editing.mts';
import { milliseconds, optional, percentile, slope, spread, table, timed, whole } from './figures.mts';
import type { WorkspaceFigures } from './workspace.mts';
import { measureWorkspace } from './workspace.mts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const SIZES = [100, 1000, 10_000, 50_000];
const MARK = /(<!-- figures -->\n)[\s\S]*(<!-- \/figures -->)/;

const { values: options } = parseArgs({
  options: { folder: { type: 'string' }, name: { type: 'string' }, update: { type: 'boolean', default: false } },
});

const plimsoll: Candidate = {
  name: 'Plimsoll',
  command: process.execPath,
  args: [path.join(root, 'dist/server.js'), '--stdio'],
  settings: {},
};
const peer: Candidate = {
  name: 'yaml-language-server',
  command: 'yaml-language-server',
  args: ['--stdio'],
  settings: { yaml: { validate: true, schemaStore: { enable: false } } },
};

/** A text with what was measured on it. */
interface Column {
  readonly name: string;
  readonly figures: EditingFigures;
  /** Milliseconds that `yaml` takes to parse the text. */
  readonly parse: number;
}

await main();

async function main(): Promise<void> {
  const own = await editingColumns(plimsoll);
  const checking = measureChecking(options.folder === undefined ? undefined : givenFolder(options.folder));
  const startUp = measureStartUp();
  process.stderr.write(`${plimsoll.name}: a workspace …\n`);
  const workspace = await measureWorkspace(plimsoll);
  const files = new Map(SIZES.flatMap((lines, index) => (own[index] ? [[lines, own[index].figures] as const] : [])));
  const [oneDocument] = own.slice(SIZES.length);
  const parse = own[SIZES.indexOf(10_000)]?.parse;
  if (oneDocument === undefined || parse === undefined) throw new Error('The large files were not measured.');
  const sections = [
    machine(),
    `### Aims\n\n${aimsTable({ files, oneDocument: oneDocument.figures, checking, startUp, workspace, parse })}`,
    `### Editing\n\n${editingTable(own)}`,
    `### Workspace\n\n${workspaceTable(workspace)}`,
    `### Command line\n\n${checkingTable(checking)}`,
  ];
  if (isInstalled(peer)) sections.push(`### Beside it: ${peer.name}\n\n${editingTable(await editingColumns(peer))}`);
  const report = sections.join('\n\n');
  process.stdout.write(`${report}\n`);
  if (options.update) updateDocs(report);
}

function givenFolder(folder: string): { readonly path: string; readonly name: string } {
  const absolute = path.resolve(folder);
  return { path: absolute, name: options.name ?? path.basename(absolute) };
}

function isInstalled({ command }: Candidate): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}

async function editingColumns(candidate: Candidate): Promise<Column[]> {
  const texts = [
    ...SIZES.map((lines) => ({ name: `${lines} lines`, text: manifestFile(lines) })),
    { name: 'one document of 10000', text: hugeDocument(10_000) },
  ];
  const columns: Column[] = [];
  for (const { name, text } of texts) {
    process.stderr.write(`${candidate.name}: ${name} …\n`);
    columns.push({ name, figures: await measureEditing(candidate, text), parse: await parseTime(text) });
  }
  return columns;
}

function editingTable(columns: readonly Column[]): string {
  const row = (name: string, cell: (figures: EditingFigures, parse: number) => string) => [
    name,
    ...columns.map(({ figures, parse }) => cell(figures, parse)),
  ];
  const ratio = (times: readonly number[], parse: number) => `${spread(times)} (${(percentile(times, 0.5) / parse).toFixed(3)})`;
  const rows = [
    row('`yaml` parses the text', (_, parse) => milliseconds(parse)),
    row(
      'start → first diagnostics, cold',
      (figures, parse) => `${milliseconds(figures.coldStart)} (${(figures.coldStart / parse).toFixed(1)})`,
    ),
    row('open → diagnostics, warm', (figures, parse) => `${milliseconds(figures.warmOpen)} (${(figures.warmOpen / parse).toFixed(2)})`),
    row('keystroke → diagnostics', (figures, parse) => ratio(figures.keystrokes, parse)),
    row('hover', (figures, parse) => ratio(figures.hovers, parse)),
    row('inlay hints of a screenful', (figures, parse) => ratio(figures.hints, parse)),
    row('code actions of a screenful', (figures, parse) => ratio(figures.actions, parse)),
    row('completion after a keystroke', (figures, parse) => ratio(figures.completions, parse)),
    row('document symbols', (figures) => milliseconds(figures.symbols)),
    row('processor time of a keystroke', (figures) => optional(figures.processorTime, milliseconds)),
    row('peak memory, MB', (figures) => optional(figures.peakMemory, whole)),
    row(
      'heap after 5 → 505 further edits, MB',
      (figures) => `${optional(figures.heapAfterFewEdits, milliseconds)} → ${optional(figures.heapAfterManyEdits, milliseconds)}`,
    ),
  ];
  const medians = columns.slice(0, SIZES.length).map(({ figures }) => percentile(figures.keystrokes, 0.5));
  const note = `Milliseconds, p50/p95; in parentheses the median over the time \`yaml\` takes to parse the text. Log-log slope of a keystroke: ${slope(SIZES, medians).toFixed(2)}.`;
  return `${table(['', ...columns.map(({ name }) => name)], rows)}\n\n${note}`;
}

/** Median time of parsing with `yaml`, warm. */
async function parseTime(text: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) times.push(await timed(() => parseAllDocuments(text, { logLevel: 'silent' })));
  return percentile(times.slice(1), 0.5);
}

function workspaceTable(figures: WorkspaceFigures): string {
  const { keystrokes, keystrokesAlone, parse } = figures;
  const seconds = (time: number) => `${(time / 1000).toFixed(2)} s (${(time / parse).toFixed(2)})`;
  const longest = Math.max(...figures.answersMeanwhile);
  const rows = [
    ['`yaml` parses them all', `${(parse / 1000).toFixed(2)} s`],
    ['start → the workspace is known', seconds(figures.read)],
    ['answers meanwhile', `${spread(figures.answersMeanwhile)}, the longest ${milliseconds(longest)}`],
    ['keystroke → diagnostics', `${spread(keystrokes)} (${(percentile(keystrokes, 0.5) / percentile(keystrokesAlone, 0.5)).toFixed(2)})`],
    ['the same beside a single application', spread(keystrokesAlone)],
    ['change in an editor → findings of another open file', spread(figures.acrossFiles)],
    ['change on the disk → findings of an open file', spread(figures.fromDisk)],
    ['check of all files', seconds(figures.check)],
    ['peak memory, MB: known → checked', `${optional(figures.peakMemory, whole)} → ${optional(figures.peakMemoryChecked, whole)}`],
  ];
  const note =
    'Milliseconds, p50/p95, where no other unit is given; in parentheses times of what `yaml` takes, and of a keystroke times of what it ' +
    'takes beside a single application. Manifests are one to a file and refer to each other; a quarter of the applications has a kustomization.';
  return `${table(['', `${figures.manifests} manifests`], rows)}\n\n${note}`;
}

function checkingTable(folders: readonly CheckingFigures[]): string {
  const rows = folders.map((figures) => [
    figures.folder,
    String(figures.files),
    figures.megabytes.toFixed(2),
    figures.seconds.toFixed(2),
    (figures.files / figures.seconds).toFixed(0),
    (figures.megabytes / figures.seconds).toFixed(1),
    optional(figures.peakMemory, whole),
    figures.parseSeconds.toFixed(2),
    figures.ratio.toFixed(2),
  ]);
  return table(['`plimsoll check` on', 'files', 'MB', 'seconds', 'files/s', 'MB/s', 'peak MB', '`yaml` alone, s', 'ratio'], rows);
}

function machine(): string {
  const [cpu] = os.cpus();
  return `Node.js ${process.version}, ${os.cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}, ${os.type()}.`;
}

function updateDocs(report: string): void {
  const file = path.join(root, 'docs/performance.md');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(MARK, (_, open: string, close: string) => `${open}${report}\n${close}`),
  );
}
