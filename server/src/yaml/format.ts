import { isList, isMap } from './json.ts';
import type { Context, Quote } from './scalar-text.ts';
import { canBeLiteral, plainText, quotedText, stringText } from './scalar-text.ts';
import type { Json, JsonMap } from './types.ts';

/** How a document writes what it leaves to taste. */
export interface Style {
  /** Columns by which a nested mapping is indented. */
  readonly indent: number;
  /** Columns by which the dashes of a list are indented under their key; 0 where they stand right below it. */
  readonly dashIndent: number;
  /** Blanks between a dash and its item, at least 1. */
  readonly dashGap: number;
  readonly quote: Quote;
  /** Texts of several lines may be written as literal blocks; where not, they are quoted. */
  readonly literals: boolean;
  readonly lineBreak: '\n' | '\r\n';
  readonly flow: FlowStyle;
}

/** How collections in brackets are written. */
export interface FlowStyle {
  /** Blank inside braces: `{ a: 1 }`. */
  readonly padded: boolean;
  readonly colon: string;
  readonly comma: string;
  /** Keys and texts in double quotes throughout, as in JSON. */
  readonly json: boolean;
}

/** The style of a document that shows none of its own. */
export const defaultStyle: Style = {
  indent: 2,
  dashIndent: 0,
  dashGap: 1,
  quote: 'double',
  literals: true,
  lineBreak: '\n',
  flow: { padded: false, colon: ': ', comma: ', ', json: false },
};

/** Data as YAML in block style, without a line break at its end. */
export function stringify(value: Json, style: Style = defaultStyle): string {
  return rootLines(value, style).join(style.lineBreak);
}

/** The lines of a value that stands alone at column 0. */
export function rootLines(value: Json, style: Style): string[] {
  const block = blockOf(value, style);
  if (block === undefined) return [inlineText(value, style.quote)];
  if (block.header !== '') return [block.header, ...indented(block.lines, style.indent)];
  return block.lines;
}

/** The lines of a mapping's entry, the first at column 0. */
export function pairLines(key: string, value: Json, style: Style): string[] {
  const { rest, lines } = pairTail(value, style);
  return [`${keyText(key, style)}:${rest}`, ...lines];
}

/** What follows a key's colon on its line, and the lines below, relative to the key's column. */
export function pairTail(value: Json, style: Style): { readonly rest: string; readonly lines: string[] } {
  const block = blockOf(value, style);
  if (block === undefined) return { rest: ` ${inlineText(value, style.quote)}`, lines: [] };
  const columns = isList(value) ? style.dashIndent : style.indent;
  return { rest: block.header && ` ${block.header}`, lines: indented(block.lines, columns) };
}

/** The lines of a list's item, its dash at column 0. */
export function itemLines(value: Json, style: Style): string[] {
  const { rest, lines } = itemTail(value, style);
  return [`-${rest}`, ...lines];
}

/** What follows an item's dash on its line, and the lines below, relative to the dash's column. */
export function itemTail(value: Json, style: Style): { readonly rest: string; readonly lines: string[] } {
  const gap = ' '.repeat(style.dashGap);
  const block = blockOf(value, style);
  if (block === undefined) return { rest: gap + inlineText(value, style.quote), lines: [] };
  if (block.header !== '') return { rest: gap + block.header, lines: indented(block.lines, style.indent) };
  const [first = '', ...others] = block.lines;
  return { rest: gap + first, lines: indented(others, 1 + style.dashGap) };
}

/** A value on one line, in brackets where it is a collection. */
export function flowText(value: Json, style: Style): string {
  const { flow, quote } = style;
  if (isList(value)) return `[${value.map((item) => flowText(item, style)).join(flow.comma)}]`;
  if (isMap(value)) return flowMapText(value, style);
  if (typeof value === 'string' && flow.json) return quotedText(value, 'double');
  return inlineText(value, quote, 'flow');
}

/** An entry of a mapping in brackets. */
export function flowPairText(key: string, value: Json, style: Style): string {
  return `${keyText(key, style, 'flow')}${style.flow.colon}${flowText(value, style)}`;
}

/** A key; `<<` is quoted, for a plain one would merge. */
export function keyText(key: string, style: Style, context: Context = 'block'): string {
  return context === 'flow' && style.flow.json ? quotedText(key, 'double') : stringText(key, style.quote, context);
}

/** Lines moved to the right; blank ones stay empty. */
export function indented(lines: readonly string[], columns: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(columns) + line));
}

/** Lines of a value that needs more than one, relative to its own column, and the `|` header where it is a text. */
interface Block {
  readonly header: string;
  readonly lines: string[];
}

/** Undefined for what fits on the line of its key: single values and empty collections. */
function blockOf(value: Json, style: Style): Block | undefined {
  if (isList(value)) return value.length === 0 ? undefined : { header: '', lines: value.flatMap((item) => itemLines(item, style)) };
  if (isMap(value)) {
    const entries = Object.entries(value);
    return entries.length === 0 ? undefined : { header: '', lines: entries.flatMap(([key, entry]) => pairLines(key, entry, style)) };
  }
  return typeof value === 'string' && style.literals && canBeLiteral(value) ? literalBlock(value, style) : undefined;
}

function literalBlock(text: string, style: Style): Block {
  const ended = text.endsWith('\n');
  const lines = (ended ? text.slice(0, -1) : text).split('\n');
  const indicator = lines.find((line) => line !== '')?.startsWith(' ') ? String(style.indent) : '';
  return { header: `|${indicator}${ended ? '' : '-'}`, lines };
}

function inlineText(value: Json, quote: Quote, context: Context = 'block'): string {
  if (isList(value)) return '[]';
  if (isMap(value)) return '{}';
  return typeof value === 'string' ? stringText(value, quote, context) : plainText(value);
}

function flowMapText(map: JsonMap, style: Style): string {
  const entries = Object.entries(map).map(([key, value]) => flowPairText(key, value, style));
  if (entries.length === 0) return '{}';
  const pad = style.flow.padded ? ' ' : '';
  return `{${pad}${entries.join(style.flow.comma)}${pad}}`;
}
