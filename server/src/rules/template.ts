import { resourceAt } from '../resources/resource.ts';
import { nodeAt, pairAt } from '../yaml/route.ts';
import { startOfLineFrom } from '../yaml/spans.ts';
import { aroundIn, overlaps } from '../yaml/template-read.ts';
import type { Route, Span, Template, YamlDocument, YamlNode } from '../yaml/types.ts';
import { isEngineRule } from './engine-rules.ts';
import type { Finding, Rule } from './types.ts';

/**
 * False for rules that ask what else there is: a template says neither how many objects there will be, nor what they are called. Rules on
 * images and security ask only whether something else sets the value that they have found.
 */
export function judgesTemplates({ id, workspace = false }: Rule): boolean {
  return !workspace || /^(?:images|security)\//.test(id);
}

const SYNTAX = 'schema/syntax';
const UNKNOWN_PROPERTY = 'schema/unknown-property';

/**
 * True where what was found in a template holds for each of its renderings: nothing that it is about is written by an action, and nothing
 * that it misses may be. What only some renderings have was put there for those who want it, and only schemas can object to that.
 */
export function isCertain({ rule, at }: Finding, document: YamlDocument): boolean {
  const { template } = document;
  if (template === undefined || isEngineRule(rule) || rule === SYNTAX) return true;
  if (!isOfPlainKind(document, at, template)) return false;
  if (rule === UNKNOWN_PROPERTY) return isKeyCertain(document, at, template);
  if (isContinued(document, at, template)) return false;
  if (rule.startsWith('schema/')) return isValueCertain(document, at, { ...template, branches: [] });
  return isValueCertain(document, at, template) && !hasGapBeside(document, at, template);
}

/** True where actions may write what stands beside a value, which may make it right. */
function hasGapBeside(document: YamlDocument, at: Route, template: Template): boolean {
  const parent = nodeAt(document, at.slice(0, -1));
  return parent !== undefined && touches(aroundIn(template, parent), template.gaps);
}

/** True where all renderings have the object in the same version. */
function isOfPlainKind(document: YamlDocument, at: Route, template: Template): boolean {
  const object = resourceAt(document, at);
  const nodes = ['apiVersion', 'kind'].map((key) => object && nodeAt(document, [...object.route, key]));
  return nodes.every((node) => node !== undefined && !isTouched(node, template));
}

/** True where a key is written by hand in a mapping into which actions write nothing before it that might end that mapping. */
function isKeyCertain(document: YamlDocument, at: Route, { words, gaps }: Template): boolean {
  const key = pairAt(document, at)?.key;
  const start = pairAt(document, at.slice(0, -1))?.key.start ?? nodeAt(document, at.slice(0, -1))?.start;
  if (key === undefined || start === undefined) return false;
  const before = { start, end: key.start };
  const column = key.start - startOfLineFrom(document.text, key.start);
  return !words.some((word) => overlaps(word, key)) && !gaps.some((gap) => overlaps(gap, before) && !isDeeper(document.text, gap, column));
}

/** True where an action says that what it writes is indented further than a column. */
function isDeeper(text: string, { start, end }: Span, column: number): boolean {
  const indent = /\|\s*n?indent\s+(\d+)\s*-?\}\}$/.exec(text.slice(start, end))?.[1];
  return indent !== undefined && Number(indent) > column;
}

/** True where an action below a value writes on behind it, since it takes the line break away and brings none. */
function isContinued(document: YamlDocument, at: Route, template: Template): boolean {
  const node = nodeAt(document, at);
  const gap = node?.kind === 'scalar' ? template.gaps.find((one) => overlaps(one, aroundIn(template, node))) : undefined;
  return gap !== undefined && /^\{\{-(?![\s\S]*indent)/.test(document.text.slice(gap.start, gap.end));
}

/** A value must be all plain; where there is none, what would hold it must be. */
function isValueCertain(document: YamlDocument, at: Route, template: Template): boolean {
  const nearest = at.findLastIndex((_, index) => nodeAt(document, at.slice(0, index + 1)) !== undefined);
  const route = at.slice(0, nearest + 1);
  const node = nodeAt(document, route);
  return node !== undefined && !route.some((step) => String(step).includes('{{')) && !isTouched(node, template);
}

/** True where actions may have a part in a value. */
function isTouched(node: YamlNode, template: Template): boolean {
  const { words, gaps, branches } = template;
  if (node.kind === 'scalar' && node.start < node.end) return touches(node, [...words, ...branches]);
  return touches(aroundIn(template, node), [...words, ...gaps, ...branches]);
}

function touches(span: Span, others: readonly Span[]): boolean {
  return others.some((other) => overlaps(other, span));
}
