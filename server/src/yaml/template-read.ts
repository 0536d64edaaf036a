import { build } from './build.ts';
import type { Built } from './events.ts';
import { lastAtOrBefore } from './position.ts';
import { endOfLineFrom, startOfLineFrom } from './spans.ts';
import { maskTemplate } from './template-mask.ts';
import type { Dialect, Pair, ScalarNode, Span, SyntaxProblem, Template, YamlNode } from './types.ts';
import { listValue, mapValue } from './value.ts';

/** What a template says outside its actions. */
export interface ReadTemplate {
  /** Undefined where there is nothing but actions. */
  readonly root: YamlNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  readonly template: Template;
}

/**
 * Reads the plain YAML of a template. What an action writes has the action's own text for its value. Undefined where the template isn't YAML
 * with holes: its actions make up the structure, or what is wrong with it may be theirs.
 */
export function readTemplate(text: string, dialect: Dialect): ReadTemplate | undefined {
  const template = maskTemplate(text);
  if (template === undefined) return undefined;
  const built = build(template.plain, dialect);
  const problems = ownProblems(built, template, text);
  if (problems === undefined) return undefined;
  const { root, assembly: budget } = built;
  return { root: root && withTexts(root, { text, template, budget }), problems, template };
}

/** The problems that the template has whatever its actions give; undefined where one may be theirs. */
function ownProblems({ assembly: { problems } }: Built, { words, reshaped }: Template, text: string): readonly SyntaxProblem[] | undefined {
  const errors = problems.filter(({ code }) => code !== 'duplicate-key');
  if (errors.length > 0 && (reshaped || errors.some((error) => isBeside(error, words, text)))) return undefined;
  // Lines that only some renderings have may hold the same key as others that have it instead.
  return reshaped ? errors : problems;
}

/** True where an action stands on the line of a problem or on the one before. */
function isBeside({ start, end }: SyntaxProblem, words: readonly Span[], text: string): boolean {
  const from = startOfLineFrom(text, Math.max(0, startOfLineFrom(text, start) - 1));
  return words.some((word) => overlaps(word, { start: from, end: endOfLineFrom(text, end) }));
}

interface Source {
  readonly text: string;
  readonly template: Template;
  readonly budget: { merges: number };
}

/** The tree with the actions' own text in the place of what stood in for them. */
function withTexts(node: YamlNode, source: Source): YamlNode {
  switch (node.kind) {
    case 'alias':
      return node;
    case 'scalar':
      return { ...node, value: textOf(node, source) };
    case 'seq': {
      const items = node.items.map((item) => withTexts(item, source));
      return { ...node, items, value: listValue(items) };
    }
    case 'map': {
      const pairs = node.pairs.map(({ key, value }): Pair => ({ key: withTexts(key, source), value: withTexts(value, source) }));
      return { ...node, pairs, value: mapValue(pairs, source.budget) };
    }
  }
}

function textOf(scalar: ScalarNode, { text, template }: Source): ScalarNode['value'] {
  const { start, end, style, value } = scalar;
  if (start === end) {
    const gap = lastWithin(template.gaps, aroundIn(template, scalar));
    return gap === undefined ? value : text.slice(gap.start, gap.end);
  }
  if (lastWithin(template.words, scalar) === undefined) return value;
  return style === 'single' || style === 'double' ? text.slice(start + 1, end - 1) : text.slice(start, end);
}

/** The last of some spans, which are in order and apart, that shares a character with another. */
function lastWithin(spans: readonly Span[], span: Span): Span | undefined {
  const last = spans[lastAtOrBefore(spans, span.end - 1, ({ start }) => start)];
  return last && overlaps(last, span) ? last : undefined;
}

/** True where two spans share a character, or one that is empty stands within the other. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** A span with all the lines around it on which nothing stands but actions. */
export function aroundIn({ plain }: Template, { start, end }: Span): Span {
  let [from, to] = [start, end];
  while (from > 0 && isSpace(plain.charCodeAt(from - 1))) from -= 1;
  while (to < plain.length && isSpace(plain.charCodeAt(to))) to += 1;
  return { start: from, end: to };
}

/** A blank, a tab or a character of a line break. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}
