import { isBlank, skipBlanks } from './spans.ts';
import type { YamlNode } from './types.ts';

/**
 * Levels of nesting that are read. Real manifests, CustomResourceDefinitions included, stay below 40; far beyond, walking a tree could
 * exhaust the stack.
 */
export const maximumDepth = 200;

/** The longest text that the tolerant parser, with some 3 million characters a second, is given. */
export const maximumLength = 1_000_000;

/** Values that aliases may add to a document when each is replaced by what it refers to. */
export const maximumGrowth = 100_000;

/**
 * True where a text may be nested deeper than the limit, told from its brackets and indentation alone, without a parser (whose recursion
 * would be what fails). Brackets inside quotes do not count.
 */
export function mayBeTooDeep(text: string): boolean {
  const columns: number[] = [];
  let brackets = 0;
  for (const line of text.split('\n')) {
    if (brackets === 0) indent(columns, line);
    brackets = bracketsAfter(line, brackets);
    if (columns.length + brackets > maximumDepth) return true;
  }
  return false;
}

/** The columns at which the blocks around a line begin; each `-` or `?` that begins the line opens one more. */
function indent(columns: number[], line: string): void {
  let column = skipBlanks(line, 0);
  if (column >= line.length || line[column] === '\r') return;
  while ((columns.at(-1) ?? -1) >= column) columns.pop();
  columns.push(column);
  while ((line[column] === '-' || line[column] === '?') && isBlank(line.charCodeAt(column + 1))) {
    column = skipBlanks(line, column + 1);
    columns.push(column);
  }
}

function bracketsAfter(line: string, before: number): number {
  let open = before;
  for (const [bracket] of line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|(?<=\s)#.*/g, '').matchAll(/[[\]{}]/g)) {
    open = Math.max(0, open + (bracket === '[' || bracket === '{' ? 1 : -1));
  }
  return open;
}

/** True where replacing each alias by its target would make a tree grow beyond all use (a "billion laughs"). */
export function growsTooFar(root: YamlNode): boolean {
  const sizes = new Map<YamlNode, number>();
  let growth = 0;
  const sizeOf = (node: YamlNode): number => {
    const known = sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    for (const child of childrenOf(node)) size += sizeOf(child);
    if (node.kind === 'alias') growth += size;
    sizes.set(node, size);
    return size;
  };
  return sizeOf(root) > maximumGrowth && growth > maximumGrowth;
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  switch (node.kind) {
    case 'map':
      return node.pairs.flatMap((pair) => [pair.key, pair.value]);
    case 'seq':
      return node.items;
    case 'alias':
      return node.target === undefined ? [] : [node.target];
    default:
      return [];
  }
}
