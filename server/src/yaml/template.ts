import type { Assembly } from './assemble.ts';
import { eachLeaf } from './leaves.ts';
import { endOfLineFrom, startOfLineFrom } from './spans.ts';
import type { Span, YamlNode } from './types.ts';

/** What stands on a line before a `{{` that begins the line, an item or a value. */
const BEFORE = /^[ \t]*(?:-[ \t]+)*(?:[^\n'"#{}]*:[ \t]+)?$/;

/**
 * True where a text is a template for YAML rather than YAML: a `{{` begins a line or a value, or stands on a line that can't be read.
 * `{{ $labels.job }}` inside a text value, as alerting rules have it, is plain YAML.
 */
export function isTemplate({ text, problems }: Assembly, root: YamlNode | undefined): boolean {
  if (!text.includes('{{')) return false;
  if (problems.some((problem) => lineAround(text, problem.start).includes('{{'))) return true;
  if (root !== undefined && hasAction(text, root)) return true;
  const texts = root === undefined ? [] : quotedTexts(root);
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', at + 1)) {
    const isAction = BEFORE.test(text.slice(startOfLineFrom(text, at), at));
    if (isAction && !texts.some((span) => span.start <= at && at < span.end)) return true;
  }
  return false;
}

function lineAround(text: string, offset: number): string {
  return text.slice(startOfLineFrom(text, offset), endOfLineFrom(text, offset));
}

/** A `{{` that begins a value without breaking the YAML reads as a mapping in a mapping, the inner one as a key. */
function hasAction(text: string, node: YamlNode): boolean {
  if (node.kind === 'map') {
    if (node.flow && text.startsWith('{{', node.start)) return true;
    return node.pairs.some((pair) => hasAction(text, pair.key) || hasAction(text, pair.value));
  }
  return node.kind === 'seq' && node.items.some((item) => hasAction(text, item));
}

/** Quoted and block scalars: whatever stands in them is text. */
function quotedTexts(root: YamlNode): Span[] {
  const spans: Span[] = [];
  eachLeaf(root, (leaf) => {
    if (leaf.kind === 'scalar' && leaf.style !== 'plain') spans.push(leaf);
  });
  return spans;
}
