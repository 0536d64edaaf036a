import type { FlowStyle, Style } from './format.ts';
import { defaultStyle } from './format.ts';
import { columnOf, entryOf } from './layout.ts';
import { memo } from './memo.ts';
import { lineAt } from './position.ts';
import type { MapNode, Pair, SeqNode, YamlDocument, YamlNode } from './types.ts';

/** How one list of a document is written. */
interface ListSample {
  readonly start: number;
  /** Columns between its key and its dashes; undefined where it stands under no key. */
  readonly dashIndent: number | undefined;
  readonly dashGap: number | undefined;
}

interface Samples {
  readonly indents: Map<number, number>;
  readonly lists: ListSample[];
  readonly flows: (MapNode | SeqNode)[];
  single: number;
  double: number;
}

/** The style to write in at an offset: the document's own where it shows one, and for lists that of the nearest list. */
export function styleAt(document: YamlDocument, offset: number): Style {
  const samples = samplesOf(document);
  const dashIndent = nearest(samples.lists, offset, (list) => list.dashIndent);
  const dashGap = nearest(samples.lists, offset, (list) => list.dashGap);
  return {
    indent: mostFrequent(samples.indents) ?? defaultStyle.indent,
    dashIndent: dashIndent ?? defaultStyle.dashIndent,
    dashGap: dashGap ?? defaultStyle.dashGap,
    quote: samples.single > samples.double ? 'single' : 'double',
    literals: true,
    lineBreak: /\r?\n/.exec(document.text)?.[0] === '\r\n' ? '\r\n' : '\n',
    flow: flowStyle(document, samples.flows, offset),
  };
}

const samplesOf = memo((document: YamlDocument): Samples => {
  const samples: Samples = { indents: new Map(), lists: [], flows: [], single: 0, double: 0 };
  if (document.root !== undefined) collect(document, document.root, undefined, samples);
  return samples;
});

function collect(document: YamlDocument, node: YamlNode, key: YamlNode | undefined, samples: Samples): void {
  if (node.kind === 'scalar') countQuote(node.style, samples);
  else if (node.kind === 'map') collectMap(document, node, key, samples);
  else if (node.kind === 'seq') collectSeq(document, node, key, samples);
}

function countQuote(style: string, samples: Samples): void {
  if (style === 'single') samples.single++;
  else if (style === 'double') samples.double++;
}

function collectMap(document: YamlDocument, map: MapNode, key: YamlNode | undefined, samples: Samples): void {
  if (map.flow) samples.flows.push(map);
  else if (key !== undefined) {
    const step = columnOf(document, map.start) - columnOf(document, key.start);
    samples.indents.set(step, (samples.indents.get(step) ?? 0) + 1);
  }
  for (const pair of map.pairs) {
    collect(document, pair.key, undefined, samples);
    collect(document, pair.value, map.flow ? undefined : pair.key, samples);
  }
}

function collectSeq(document: YamlDocument, seq: SeqNode, key: YamlNode | undefined, samples: Samples): void {
  if (seq.flow) samples.flows.push(seq);
  else samples.lists.push(listSample(document, seq, key));
  for (const item of seq.items) collect(document, item, undefined, samples);
}

function listSample(document: YamlDocument, seq: SeqNode, key: YamlNode | undefined): ListSample {
  const dashIndent = key && columnOf(document, seq.start) - columnOf(document, key.start);
  const { items } = seq;
  const index = items.findIndex((item, at) => onDashLine(document, seq, item, at));
  const entry = index < 0 ? undefined : entryOf(document, seq, index);
  const item = items[index];
  const plain = item !== undefined && item.anchor === undefined && item.tag === undefined;
  return { start: seq.start, dashIndent, dashGap: entry && plain ? item.start - entry.headEnd : undefined };
}

function onDashLine(document: YamlDocument, seq: SeqNode, item: YamlNode, index: number): boolean {
  const entry = item.start < item.end ? entryOf(document, seq, index) : undefined;
  return entry !== undefined && lineAt(document, entry.start) === lineAt(document, item.start);
}

function nearest(lists: readonly ListSample[], offset: number, pick: (list: ListSample) => number | undefined): number | undefined {
  let best: number | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const list of lists) {
    const picked = pick(list);
    const away = Math.abs(list.start - offset);
    if (picked === undefined || away >= distance) continue;
    best = picked;
    distance = away;
  }
  return best;
}

function mostFrequent(counts: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined;
  for (const [value, count] of counts) {
    if (value > 0 && (best === undefined || count > (counts.get(best) ?? 0))) best = value;
  }
  return best;
}

/** The style of the collection in brackets around an offset, or else of the nearest one, as far as its entries show it. */
function flowStyle({ text }: YamlDocument, flows: readonly (MapNode | SeqNode)[], offset: number): FlowStyle {
  const map = nearestFlow(flows, offset, (flow) => flow.kind === 'map' && flow.pairs.length > 0 && text[flow.start] === '{');
  const pair = map?.kind === 'map' ? map.pairs.find(({ key, value }) => text[key.end] === ':' && value.start < value.end) : undefined;
  const several = nearestFlow(flows, offset, (flow) => commaOf(text, flow) !== undefined);
  const json = pair !== undefined && pair.key.kind === 'scalar' && pair.key.style === 'double';
  return {
    padded: map !== undefined && text[map.start + 1] === ' ',
    colon: pair === undefined ? defaultStyle.flow.colon : colonOf(text, pair, json),
    comma: (several && commaOf(text, several)) ?? defaultStyle.flow.comma,
    json,
  };
}

/** Of the collections that show what is wanted, the one nearest to an offset; of several around it the innermost. */
function nearestFlow<F extends YamlNode>(flows: readonly F[], offset: number, shows: (flow: F) => boolean): F | undefined {
  let best: F | undefined;
  let distance = Number.POSITIVE_INFINITY;
  for (const flow of flows) {
    // Flows come in the order of the text, an outer before its inner ones.
    const away = Math.max(0, flow.start - offset, offset - flow.end);
    if (away > distance || (away === distance && away > 0) || !shows(flow)) continue;
    best = flow;
    distance = away;
  }
  return best;
}

function colonOf(text: string, { key, value }: Pair, json: boolean): string {
  const between = text.slice(key.end, value.start);
  return json && between === ':' ? ':' : defaultStyle.flow.colon;
}

function commaOf(text: string, flow: MapNode | SeqNode): string | undefined {
  const nodes = flow.kind === 'map' ? flow.pairs.map(({ key, value }) => ({ start: key.start, end: value.end })) : flow.items;
  const [first, second] = nodes;
  if (first === undefined || second === undefined) return undefined;
  return /,\S/.test(text.slice(first.end, second.start + 1)) ? ',' : ', ';
}
