import { isList, isMap } from '../../../server/src/yaml/json.ts';
import type { Json, JsonMap } from '../../../server/src/yaml/types.ts';

/** Gives the next choice, a number from 0 up to a bound. */
type Choose = (below: number) => number;

/** How one file is written: its choices, its indentation, and the subtrees that have an anchor already, by their JSON. */
interface Writer {
  readonly choose: Choose;
  readonly step: number;
  readonly dashIndent: number;
  readonly anchors: Map<string, string>;
}

const COMMENTS = ['', '', '', '', '', ' # a note', ' # tab\there', '  # key: value', ' #'];
const COMMENT_LINES = ['# on its own', '#', '', '# replicas: 1', '\t# behind a tab'];

/**
 * Data as YAML as people and programs write it, by the choices of a seed: block and flow mixed, any indentation, quoted keys, comments at odd
 * places, and an alias wherever a mapping stands a second time.
 */
export function writeOddly(value: Json, seed: number): string {
  const choose = choiceBy(seed);
  const writer = { choose, step: [1, 2, 2, 3, 4, 8][choose(6)] ?? 2, dashIndent: choose(2), anchors: new Map<string, string>() };
  const lines = isMap(value) || isList(value) ? blockLines(writer, value) : [scalar(writer, value)];
  return `${lines.join('\n')}\n`;
}

/** A linear congruential generator (the constants are those of Numerical Recipes): the same seed gives the same choices. */
function choiceBy(seed: number): Choose {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function blockLines(writer: Writer, value: Json): string[] {
  if (isList(value)) return value.flatMap((item) => itemLines(writer, item));
  return Object.entries(value as JsonMap).flatMap(([key, entry]) => [...commentLines(writer), ...pairLines(writer, key, entry)]);
}

function pairLines(writer: Writer, key: string, value: Json): string[] {
  const head = `${keyText(writer, key)}:`;
  const { inline, lines } = nodeOf(writer, value);
  const margin = isList(value) ? writer.dashIndent * writer.step : writer.step;
  return [`${head}${inline}${comment(writer)}`, ...lines.map((line) => indented(line, margin))];
}

function itemLines(writer: Writer, value: Json): string[] {
  const { inline, lines } = nodeOf(writer, value);
  const [first = '', ...rest] = lines;
  if (inline !== '' || lines.length === 0) return [`-${inline}${comment(writer)}`, ...lines.map((line) => indented(line, 2))];
  // A comment can't begin the item's own line without becoming the whole of it.
  if (/^\s*(?:#|$)/.test(first)) return ['-', ...lines.map((line) => indented(line, 2))];
  return [`- ${first}`, ...rest.map((line) => indented(line, 2))];
}

/** What stands behind the key or dash, with the blank before it, and the lines below it. */
function nodeOf(writer: Writer, value: Json): { readonly inline: string; readonly lines: string[] } {
  if (!(isMap(value) || isList(value))) return { inline: ` ${scalar(writer, value)}`, lines: [] };
  const known = writer.anchors.get(JSON.stringify(value));
  if (known !== undefined) return { inline: ` *${known}`, lines: [] };
  const anchor = isMap(value) && Object.keys(value).length > 0 && writer.choose(3) === 0 ? `x${writer.anchors.size}` : undefined;
  const inline = anchor === undefined ? '' : ` &${anchor}`;
  const isFlow = Object.keys(value).length === 0 || writer.choose(4) === 0;
  const node = isFlow ? { inline: `${inline} ${flow(writer, value)}`, lines: [] } : { inline, lines: blockLines(writer, value) };
  if (anchor !== undefined) writer.anchors.set(JSON.stringify(value), anchor);
  return node;
}

function flow(writer: Writer, value: Json): string {
  const pad = writer.choose(2) === 0 ? '' : ' ';
  if (isList(value)) return `[${pad}${value.map((item) => flow(writer, item)).join(', ')}${pad}]`;
  if (!isMap(value)) return scalar(writer, value);
  const pairs = Object.entries(value).map(([key, entry]) => `${keyText(writer, key)}: ${flow(writer, entry)}`);
  return `{${pad}${pairs.join(', ')}${pad}}`;
}

/** JSON's notation is YAML's double quoted one. */
function scalar(writer: Writer, value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (isPlain(value) && writer.choose(3) > 0) return value;
  return /['\n]/.test(value) || writer.choose(2) === 0 ? JSON.stringify(value) : `'${value}'`;
}

function keyText(writer: Writer, key: string): string {
  return isPlain(key) && writer.choose(6) > 0 ? key : JSON.stringify(key);
}

/** Texts that YAML reads as themselves, quoted or not. */
function isPlain(text: string): boolean {
  return /^[A-Za-z][\w./-]*[A-Za-z]$/.test(text) && !/^(?:true|false|yes|no|on|off|null)$/i.test(text);
}

function comment(writer: Writer): string {
  return COMMENTS[writer.choose(COMMENTS.length)] ?? '';
}

function commentLines(writer: Writer): string[] {
  const line = writer.choose(8) === 0 ? COMMENT_LINES[writer.choose(COMMENT_LINES.length)] : undefined;
  return line === undefined ? [] : [line];
}

function indented(line: string, margin: number): string {
  return line === '' || line.startsWith('\t') ? line : `${' '.repeat(margin)}${line}`;
}
