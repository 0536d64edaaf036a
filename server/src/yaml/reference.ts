import type { Node, Pair as ReferencePair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Assembly, Properties } from './assemble.ts';
import { aliasNode, closeAnchor, mapNode, openAnchor, seqNode } from './assemble.ts';
import { maximumDepth } from './limits.ts';
import { problemAt } from './problems.ts';
import { atOpening, explain, isFalseAlarm } from './reference-problems.ts';
import { resolvePlain, resolveTagged } from './resolve.ts';
import { absent, blockScalarEnd, endOfLineFrom, skipBlanksBack } from './spans.ts';
import type { MapNode, Pair, ScalarNode, ScalarStyle, SeqNode, Span, YamlNode } from './types.ts';

/**
 * Everything is read as text, and duplicate keys, aliases and merge keys are left alone: what a scalar means, and what is wrong with a
 * tree, is decided by the room itself, for both builders alike.
 */
const options = {
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  merge: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

const styles: Readonly<Record<string, ScalarStyle>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** Builds the tree with the tolerant parser: whatever can be read of a broken text is read, and what is wrong with it noted. */
export function buildTolerantly(assembly: Assembly): YamlNode | undefined {
  const { text, problems } = assembly;
  // The parser counts a byte order mark as a column of indentation.
  const parsed = parseDocument(text.replace(/^\uFEFF/, '\n'), options);
  const found = parsed.errors.filter((error) => !isFalseAlarm(error, text)).map((error) => explain(error, text));
  const { contents } = parsed;
  const root = contents === null || isAbsent(contents) ? undefined : convert(assembly, contents, 0);
  problems.push(...found.map((problem) => (root === undefined ? problem : atOpening(problem, root))));
  return root;
}

function isAbsent(node: Node): boolean {
  return isScalar(node) && node.source === '' && node.type === 'PLAIN' && node.anchor === undefined && node.tag === undefined;
}

function convert(assembly: Assembly, node: Node, depth: number): YamlNode {
  if (depth > maximumDepth) return noteDepth(assembly, node);
  if (isAlias(node)) return aliasNode(assembly, node.source, start(node), end(node));
  if (isMap(node)) return convertMap(assembly, node as YAMLMap<Node, Node | null>, depth + 1);
  if (isSeq(node)) return convertSeq(assembly, node as YAMLSeq<Node>, depth + 1);
  return convertScalar(assembly, node as Scalar<string>);
}

/** Keys that follow each other on one line nest without any bracket or indentation. */
function noteDepth({ problems, text }: Assembly, node: Node): ScalarNode {
  const message = `What is nested more than ${maximumDepth} levels deep is not read.`;
  problems.push(problemAt('too-deep', start(node), endOfLineFrom(text, start(node)), message, text));
  return absent(start(node));
}

function convertSeq(assembly: Assembly, node: YAMLSeq<Node>, depth: number): SeqNode {
  const properties = propertiesOf(node);
  openAnchor(assembly, properties.anchor);
  const flow = node.flow === true;
  const items = node.items.map((item) => convert(assembly, item, depth));
  const stop = flow ? end(node) : (items.at(-1)?.end ?? end(node));
  return seqNode(assembly, start(node), stop, flow, items, properties);
}

function convertMap(assembly: Assembly, node: YAMLMap<Node, Node | null>, depth: number): MapNode {
  const properties = propertiesOf(node);
  openAnchor(assembly, properties.anchor);
  const flow = node.flow === true;
  const pairs = node.items.flatMap((pair) => convertPair(assembly, pair, flow, depth));
  const braces = flow && assembly.text[start(node)] === '{';
  const stop = braces ? end(node) : (pairs.at(-1)?.value.end ?? end(node));
  return mapNode(assembly, start(node), stop, flow, pairs, properties);
}

function convertPair(assembly: Assembly, pair: ReferencePair<Node, Node | null>, flow: boolean, depth: number): Pair[] {
  const half = flow ? [] : halfTypedKeys(assembly, pair.key);
  const key = half.length > 0 ? lastLineOf(assembly, pair.key as Scalar<string>) : convert(assembly, pair.key, depth);
  const value = pair.value === null ? absent(key.end) : convert(assembly, pair.value, depth);
  return [...half, { key, value }];
}

/**
 * The parser takes a line without a colon and the key on the next line for one key of two lines. While someone types a key that is
 * the normal case, so each line but the last becomes a key of its own without a value.
 */
function halfTypedKeys({ text, dialect }: Assembly, key: Node): Pair[] {
  if (!isScalar(key) || key.type !== 'PLAIN' || !text.slice(start(key), end(key)).includes('\n')) return [];
  const pairs: Pair[] = [];
  for (const line of text.slice(start(key), end(key)).matchAll(/\S(?:[^\r\n]*[^\s])?(?=[ \t]*\r?\n)/g)) {
    const from = start(key) + line.index;
    const to = from + line[0].length;
    if (line[0].startsWith('#')) continue;
    const name: ScalarNode = { kind: 'scalar', style: 'plain', start: from, end: to, value: resolvePlain(line[0], dialect) };
    pairs.push({ key: name, value: absent(to) });
  }
  return pairs;
}

function lastLineOf({ text, dialect }: Assembly, key: Scalar<string>): ScalarNode {
  const source = text.slice(start(key), end(key));
  const last = /[^\s][^\n]*$/.exec(source)?.[0] ?? '';
  return { kind: 'scalar', style: 'plain', start: end(key) - last.length, end: end(key), value: resolvePlain(last, dialect) };
}

function convertScalar(assembly: Assembly, node: Scalar<string>): ScalarNode {
  const { text, dialect } = assembly;
  const style = styles[node.type ?? ''] ?? 'plain';
  const properties = propertiesOf(node);
  const source = node.source ?? '';
  const tag = properties.tag ?? (style === 'plain' ? undefined : '!');
  const value = tag === undefined ? resolvePlain(source, dialect) : resolveTagged(source, tag, dialect);
  return closeAnchor(assembly, { kind: 'scalar', style, ...scalarSpan(text, node, style), value, ...properties });
}

function scalarSpan(text: string, node: Scalar<string>, style: ScalarStyle): Span {
  const from = start(node);
  const to = end(node);
  if (style === 'literal' || style === 'folded') return { start: from, end: blockScalarEnd(text, from, to) };
  if (from < to) return { start: from, end: to };
  const place = skipBlanksBack(text, from);
  return { start: place, end: place };
}

const coreTagPrefix = 'tag:yaml.org,2002:';

function propertiesOf(node: Scalar<string> | YAMLMap | YAMLSeq): Properties {
  const { anchor, tag } = node;
  const written = tag?.startsWith(coreTagPrefix) ? `!!${tag.slice(coreTagPrefix.length)}` : tag;
  return { ...(anchor === undefined ? {} : { anchor }), ...(written === undefined ? {} : { tag: written }) };
}

function start(node: Node): number {
  return node.range?.[0] ?? 0;
}

function end(node: Node): number {
  return node.range?.[1] ?? start(node);
}
