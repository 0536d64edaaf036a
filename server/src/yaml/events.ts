import type { Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import { COLLECTION_STYLE, EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml';
import type { Assembly, Properties } from './assemble.ts';
import { aliasNode, closeAnchor, mapNode, openAnchor, seqNode, startAssembly } from './assemble.ts';
import { isBlockScalar } from './leaves.ts';
import { maximumDepth } from './limits.ts';
import { resolvePlain } from './resolve.ts';
import { blockScalarEnd, endOfLineFrom, skipBlanks, startOfLineFrom } from './spans.ts';
import type { Dialect, MapNode, Pair, ScalarNode, ScalarStyle, SeqNode, YamlNode } from './types.ts';

/** What a builder made of a text. */
export interface Built {
  readonly assembly: Assembly;
  readonly root: YamlNode | undefined;
}

/** A walk over the parser's events. */
interface Reader {
  readonly assembly: Assembly;
  readonly events: readonly Event[];
  next: number;
  /** Set where the events don't tell all that the tree has to say; the result is then thrown away. */
  unsure: boolean;
}

const styles: Readonly<Record<number, ScalarStyle>> = {
  [SCALAR_STYLE.PLAIN]: 'plain',
  [SCALAR_STYLE.SINGLE_QUOTED]: 'single',
  [SCALAR_STYLE.DOUBLE_QUOTED]: 'double',
  [SCALAR_STYLE.LITERAL_BLOCK]: 'literal',
  [SCALAR_STYLE.FOLDED_BLOCK]: 'folded',
};

/**
 * Texts with these are left to the tolerant parser: tabs (which the two judge differently), explicit keys, directives, ends of documents,
 * lone carriage returns, byte order marks in their midst.
 */
const leftAlone = /\t|(?:^|[\s{[,])\?(?=\s|$)|^%|^\.\.\.|\r(?!\n)|[\s\S]\uFEFF/m;

/** True for a text that {@link buildFast} doesn't try to read. */
export function isLeftAlone(text: string): boolean {
  return leftAlone.test(text);
}

/** The longest key that needs no `?`, in characters (YAML 1.2.2, §7.4.2). */
const longestKey = 1024;

/**
 * Builds the tree from js-yaml's events, about ten times as fast as the tolerant parser. It reads well-formed documents only: where the
 * text is broken, it gives the offset at which that shows; undefined where the text has anything that the two parsers might tell
 * differently.
 */
export function buildFast(text: string, dialect: Dialect): Built | number | undefined {
  if (isLeftAlone(text)) return undefined;
  const events = eventsOf(text);
  if (!Array.isArray(events)) return events;
  const assembly = startAssembly(text, dialect);
  const reader: Reader = { assembly, events, next: 0, unsure: false };
  const root = readDocument(reader);
  return reader.unsure ? undefined : { assembly, root };
}

/** The parser throws to say that a text is not well-formed; then this is the offset where it noticed. */
function eventsOf(text: string): Event[] | number | undefined {
  try {
    return parseEvents(text.replace(/^\uFEFF/, '\n'), { maxDepth: maximumDepth });
  } catch (error) {
    return error instanceof YAMLException ? error.mark?.position : undefined;
  }
}

function readDocument(reader: Reader): YamlNode | undefined {
  if (reader.events.length === 0) return undefined;
  if (reader.events[reader.next++]?.type !== EVENT_ID.DOCUMENT) return giveUp(reader);
  const { text } = reader.assembly;
  const head = skipGap(text, text.startsWith('\uFEFF') ? 1 : 0);
  if (text.startsWith('---', head) && contentStart(text, head) < head) return giveUp(reader);
  const first = reader.events[reader.next];
  const empty = first?.type === EVENT_ID.SCALAR && first.valueStart < 0 && first.anchorStart < 0;
  const root = readNode(reader, 0);
  // At the root, the two parsers count an explicit indentation from different columns.
  if (isBlockScalar(root)) return giveUp(reader);
  if (isBlockCollection(root) && text.startsWith('---', contentStart(text, root.start))) return giveUp(reader);
  if (reader.events[reader.next++]?.type !== EVENT_ID.POP || reader.next < reader.events.length) return giveUp(reader);
  return empty ? undefined : root;
}

/** Reads the next node; `after` is the offset behind the indicator or node before it. */
function readNode(reader: Reader, after: number): YamlNode {
  const event = reader.events[reader.next++];
  switch (event?.type) {
    case EVENT_ID.SCALAR:
      return readScalar(reader, event, after);
    case EVENT_ID.MAPPING:
      return readMap(reader, event);
    case EVENT_ID.SEQUENCE:
      return readSeq(reader, event);
    case EVENT_ID.ALIAS:
      return aliasNode(
        reader.assembly,
        reader.assembly.text.slice(event.anchorStart, event.anchorEnd),
        event.anchorStart - 1,
        event.anchorEnd,
      );
    default:
      giveUp(reader);
      return { kind: 'scalar', style: 'plain', start: after, end: after, value: null };
  }
}

function readScalar(reader: Reader, event: ScalarEvent, after: number): ScalarNode {
  const { assembly } = reader;
  const { text } = assembly;
  const style = styles[event.style] ?? 'plain';
  const properties = propertiesOf(reader, event);
  const { start, end } = scalarSpan(reader, event, style, after);
  const source = event.valueStart < 0 ? '' : getScalarValue(text, event);
  const value = style === 'plain' ? resolvePlain(source, assembly.dialect) : source;
  const node: ScalarNode = { kind: 'scalar', style, start, end, value };
  return properties === undefined ? node : closeAnchor(assembly, { ...node, ...properties });
}

function scalarSpan(
  reader: Reader,
  event: ScalarEvent,
  style: ScalarStyle,
  after: number,
): { readonly start: number; readonly end: number } {
  const { valueStart, valueEnd, anchorEnd } = event;
  if (valueStart < 0) return { start: Math.max(after, anchorEnd), end: Math.max(after, anchorEnd) };
  if (style === 'plain') return { start: valueStart, end: valueEnd };
  if (style === 'single' || style === 'double') return { start: valueStart - 1, end: valueEnd + 1 };
  const { text } = reader.assembly;
  const start = skipGap(text, Math.max(after, anchorEnd));
  if (text[start] !== (style === 'literal' ? '|' : '>')) giveUp(reader);
  return { start, end: blockScalarEnd(text, start, valueEnd) };
}

function readMap(reader: Reader, event: MappingEvent): MapNode {
  const { assembly, events } = reader;
  const flow = event.style === COLLECTION_STYLE.FLOW;
  const properties = propertiesOf(reader, event) ?? {};
  openAnchor(assembly, properties.anchor);
  const pairs: Pair[] = [];
  while (reader.next < events.length && events[reader.next]?.type !== EVENT_ID.POP) pairs.push(readPair(reader, flow));
  if (!flow && !isAligned(assembly.text, pairs)) giveUp(reader);
  reader.next++;
  const first = pairs[0]?.key.start ?? event.start;
  const last = pairs.at(-1)?.value.end ?? event.start + 1;
  const braces = flow && assembly.text[event.start] === '{';
  const end = braces ? flowEnd(reader, last, '}') : last;
  return mapNode(assembly, braces ? event.start : first, end, flow, fitted(pairs), properties);
}

function readPair(reader: Reader, flow: boolean): Pair {
  const { text } = reader.assembly;
  const key = readNode(reader, -1);
  if (!isSimpleKey(key)) giveUp(reader);
  const colon = flow ? skipGap(text, key.end) : skipBlanks(text, key.end);
  const value = readNode(reader, text[colon] === ':' ? colon + 1 : key.end);
  const below = value.start > endOfLineFrom(text, key.end);
  if (below ? isPlain(value) : isBlockCollection(value)) giveUp(reader);
  return { key, value };
}

/** A scalar or alias without an anchor, not empty, and no longer than a key without a `?` may be. */
function isSimpleKey(key: YamlNode): boolean {
  const length = key.end - key.start;
  return (key.kind === 'scalar' || key.kind === 'alias') && key.anchor === undefined && length > 0 && length < longestKey;
}

function isPlain(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.style === 'plain' && node.start < node.end;
}

function isBlockCollection(node: YamlNode): boolean {
  return (node.kind === 'map' || node.kind === 'seq') && !node.flow;
}

/** True where each key but the first begins its line, in the first one's column; the parser takes some for keys that do not. */
function isAligned(text: string, pairs: readonly Pair[]): boolean {
  const first = pairs[0]?.key.start ?? 0;
  const column = first - contentStart(text, first);
  return pairs.every(({ key }, index) => {
    if (index === 0) return true;
    const start = contentStart(text, key.start);
    return key.start - start === column && skipBlanks(text, start) === key.start;
  });
}

function readSeq(reader: Reader, event: SequenceEvent): SeqNode {
  const { assembly, events } = reader;
  const flow = event.style === COLLECTION_STYLE.FLOW;
  const properties = propertiesOf(reader, event) ?? {};
  openAnchor(assembly, properties.anchor);
  const items: YamlNode[] = [];
  let end = flow ? event.start + 1 : event.start;
  while (reader.next < events.length && events[reader.next]?.type !== EVENT_ID.POP) {
    const item = readNode(reader, needsPlace(reader) ? itemPlace(reader, end, flow) : end);
    items.push(item);
    end = item.end;
  }
  reader.next++;
  if (flow) end = flowEnd(reader, end, ']');
  return seqNode(assembly, event.start, end, flow, fitted(items), properties);
}

/** True where the next node's own event does not say where it is: an absent value, a block scalar. */
function needsPlace({ events, next }: Reader): boolean {
  const event = events[next];
  return (
    event?.type === EVENT_ID.SCALAR &&
    (event.valueStart < 0 || event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK)
  );
}

/** Offset behind the dash of the item that follows. */
function itemPlace(reader: Reader, end: number, flow: boolean): number {
  const { text } = reader.assembly;
  const dash = skipGap(text, end);
  if (flow || text[dash] !== '-') giveUp(reader);
  return dash + 1;
}

function flowEnd(reader: Reader, from: number, bracket: '}' | ']'): number {
  const { text } = reader.assembly;
  let at = skipGap(text, from);
  if (text[at] === ':') at = skipGap(text, at + 1);
  if (text[at] === ',') at = skipGap(text, at + 1);
  if (text[at] !== bracket) giveUp(reader);
  return at + 1;
}

/** Skips blanks, line breaks and comments. */
function skipGap(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x0a || code === 0x0d) at++;
    else if (code === 0x23) at = endOfLineFrom(text, at);
    else return at;
  }
}

/** Start of a line, behind the byte order mark that the first may begin with. */
function contentStart(text: string, from: number): number {
  const start = startOfLineFrom(text, from);
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

function propertiesOf(reader: Reader, event: ScalarEvent | MappingEvent | SequenceEvent): Properties | undefined {
  const { text } = reader.assembly;
  if (event.tagStart >= 0) giveUp(reader);
  if (event.anchorStart < 0) return undefined;
  if (/[[{"']/.test(text.charAt(event.anchorEnd))) giveUp(reader);
  return { anchor: text.slice(event.anchorStart, event.anchorEnd) };
}

function giveUp(reader: Reader): undefined {
  reader.unsure = true;
  return undefined;
}

/** A list that has grown has room for many more; a workspace holds on to hundreds of thousands of them. */
function fitted<T>(list: readonly T[]): T[] {
  return list.slice();
}
