import type { CheckingFigures } from './checking.mts';
import type { EditingFigures } from './editing.mts';
import { milliseconds, percentile, slope, table, whole } from './figures.mts';
import type { WorkspaceFigures } from './workspace.mts';

/** Everything that was measured of Plimsoll. */
export interface Measured {
  /** Files of many documents, by their number of lines, in ascending order. */
  readonly files: ReadonlyMap<number, EditingFigures>;
  /** A file that is one document of 10 000 lines. */
  readonly oneDocument: EditingFigures;
  readonly checking: readonly CheckingFigures[];
  readonly workspace: WorkspaceFigures;
  /** Milliseconds of the command line on one small file. */
  readonly startUp: number;
  /** Milliseconds that `yaml` took to parse the file of 10 000 lines. */
  readonly parse: number;
}

/** What {@link Measured.parse} is on the machine that the aims in milliseconds were set on. */
const REFERENCE_PARSE = 83;

interface Aim {
  readonly what: string;
  readonly found: number | undefined;
  readonly most: number;
  readonly unit: 'ms' | 'MB' | '';
}

/**
 * The aims as a table: each with what was found, and whether that meets it. Times are also given as they would be on the machine that the aims
 * were set on, by what `yaml` takes there: a machine that is slower, or busy, is told from a program that is.
 */
export function aimsTable(measured: Measured): string {
  const scale = REFERENCE_PARSE / measured.parse;
  const rows = aims(measured).map(({ what, found, most, unit }) => {
    if (found === undefined) return [what, `${most} ${unit}`.trim(), 'not measured', '', '–'];
    const scaled = unit === 'ms' ? found * scale : found;
    const show = (value: number) => `${figure(value, unit)} ${unit}`.trim();
    return [what, `${most} ${unit}`.trim(), show(found), unit === 'ms' ? show(scaled) : '', verdict(found, scaled, most)];
  });
  const note =
    `\`yaml\` took ${milliseconds(measured.parse)} ms to parse the file of 10 000 lines in this run, and ${REFERENCE_PARSE} ms at the reference ` +
    `speed, so times are multiplied by ${scale.toFixed(2)} for it.`;
  return `${table(['', 'at most', 'found', 'at reference speed', 'met'], rows)}\n\n${note}`;
}

function verdict(found: number, scaled: number, most: number): string {
  if (found <= most) return 'yes';
  return scaled <= most ? 'at reference speed' : '**no**';
}

function aims({ files, oneDocument, checking, startUp, workspace }: Measured): readonly Aim[] {
  const [small, large, huge] = [files.get(100), files.get(10_000), files.get(50_000)];
  const all = [...files.values()];
  const medians = all.map(({ keystrokes }) => percentile(keystrokes, 0.5));
  const worst = (times: (figures: EditingFigures) => readonly number[]) =>
    Math.max(...all.map((figures) => percentile(times(figures), 0.95)));
  return [
    time('keystroke → all diagnostics, 10 000 lines, median', large?.keystrokes, 0.5, 3),
    time('keystroke → all diagnostics, 10 000 lines, 95 %', large?.keystrokes, 0.95, 8),
    time('keystroke → all diagnostics, 50 000 lines, median', huge?.keystrokes, 0.5, 8),
    { what: 'keystroke, log-log slope over the number of lines', found: slope([...files.keys()], medians), most: 0.3, unit: '' },
    time('keystroke, one document of 10 000 lines, 95 %', oneDocument.keystrokes, 0.95, 25),
    { what: 'start → first diagnostics, 100 lines', found: small?.coldStart, most: 250, unit: 'ms' },
    { what: 'start → first diagnostics, 10 000 lines', found: large?.coldStart, most: 500, unit: 'ms' },
    { what: 'hover, any size, 95 %', found: worst(({ hovers }) => hovers), most: 5, unit: 'ms' },
    { what: 'inlay hints of a screenful, any size, 95 %', found: worst(({ hints }) => hints), most: 5, unit: 'ms' },
    { what: 'code actions of a screenful, any size, 95 %', found: worst(({ actions }) => actions), most: 5, unit: 'ms' },
    time('completion after a keystroke, 10 000 lines, 95 %', large?.completions, 0.95, 15),
    { what: 'peak memory, 10 000 lines', found: large?.peakMemory, most: 200, unit: 'MB' },
    { what: 'heap that 500 edits leave behind, 10 000 lines', found: growth(large), most: 2, unit: 'MB' },
    ...workspaceAims(workspace),
    ...checking.flatMap(({ folder, ratio, peakMemory }): Aim[] => [
      { what: `check of ${folder}, in times of parsing them with \`yaml\``, found: ratio, most: 2, unit: '' },
      { what: `check of ${folder}, peak memory`, found: peakMemory, most: 300, unit: 'MB' },
    ]),
    { what: 'start of the command line → end, one small file', found: startUp, most: 300, unit: 'ms' },
  ];
}

function workspaceAims({ manifests, parse, read, answersMeanwhile, ...figures }: WorkspaceFigures): readonly Aim[] {
  const slower = percentile(figures.keystrokes, 0.5) / percentile(figures.keystrokesAlone, 0.5);
  return [
    { what: `reading ${manifests} manifests, in times of parsing them with \`yaml\``, found: read / parse, most: 3, unit: '' },
    time('answers meanwhile, 95 %', answersMeanwhile, 0.95, 50),
    { what: `peak memory, ${manifests} manifests`, found: figures.peakMemory, most: 500, unit: 'MB' },
    { what: `keystroke among ${manifests} manifests, in times of one beside a single application`, found: slower, most: 1.5, unit: '' },
    time('change of an open file → findings of another one, 95 %', figures.acrossFiles, 0.95, 50),
    time('change on the disk → findings of an open file, 95 %', figures.fromDisk, 0.95, 50),
  ];
}

function time(what: string, times: readonly number[] | undefined, p: number, most: number): Aim {
  return { what, found: times && percentile(times, p), most, unit: 'ms' };
}

function growth(figures: EditingFigures | undefined): number | undefined {
  const { heapAfterFewEdits: few, heapAfterManyEdits: many } = figures ?? {};
  return few === undefined || many === undefined ? undefined : Math.max(0, many - few);
}

function figure(found: number, unit: Aim['unit']): string {
  if (unit === '') return found.toFixed(2);
  return unit === 'ms' ? milliseconds(found) : found < 10 ? found.toFixed(1) : whole(found);
}
