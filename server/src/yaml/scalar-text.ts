import { resolvePlain } from './resolve.ts';

/** Where a scalar is to stand: in a flow collection, commas and brackets end a plain one. */
export type Context = 'block' | 'flow';

/** The quotes to use where quotes are needed. */
export type Quote = 'single' | 'double';

const plainStart = /^(?:[^\s\-?:,[\]{}#&*!|>'"%@`=<]|[-?:][^\s,[\]{}])/;
const inBlock = /: |:$| #|^(?:---|\.\.\.)/;
const inFlow = /[,[\]{}]|:(?=[,[\]{}])/;

/** Dates, base-60 numbers and lone dots, which other YAML 1.1 readers take for something else than text. */
const otherTypes = /^(?:[-+]?[._]*(?:[eE][-+]?\d+)?|\d{4}-\d\d?-\d\d?(?:[Tt ].*)?|[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?)$/;

/** Control characters, line breaks of any kind, byte order marks, lone surrogates: only double quotes can escape those. */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** True where a text can stand unquoted and is read as that very text by any YAML reader. */
function isPlainSafe(text: string, context: Context): boolean {
  if (!plainStart.test(text) || text.endsWith(' ') || inBlock.test(text) || unprintable.test(text)) return false;
  if (context === 'flow' && inFlow.test(text)) return false;
  return !otherTypes.test(text) && resolvePlain(text, 'kubernetes') === text && resolvePlain(text, 'core') === text;
}

/** A text as a scalar on one line: plain where it is safe, else in quotes. */
export function stringText(text: string, quote: Quote, context: Context): string {
  return isPlainSafe(text, context) ? text : quotedText(text, quote);
}

/** A text in quotes: the wanted ones, or double where it holds what single quotes can't. */
export function quotedText(text: string, quote: Quote): string {
  if (quote === 'double' || unprintable.test(text)) return doubleQuoted(text);
  return `'${text.replaceAll("'", "''")}'`;
}

/** A value that is no text and no collection. */
export function plainText(value: null | boolean | number): string {
  if (typeof value !== 'number') return String(value);
  if (Number.isNaN(value)) return '.nan';
  return Number.isFinite(value) ? String(value) : `${value < 0 ? '-' : ''}.inf`;
}

/** True where a text of several lines can be written as a literal block, line by line as it is. */
export function canBeLiteral(text: string): boolean {
  const lines = text.split('\n');
  const tail = lines.at(-1) === '' ? lines.at(-2) : lines.at(-1);
  if (lines.length < 2 || tail === undefined || /^[ \t]*$/.test(tail)) return false;
  return !lines.some((line) => unprintable.test(line.replaceAll('\t', '')) || line.startsWith('\t'));
}

function doubleQuoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1);
  return `"${escaped.replace(new RegExp(unprintable.source, 'g'), unicodeEscape)}"`;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
