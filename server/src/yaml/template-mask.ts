import { skipBlanks, skipBlanksBack } from './spans.ts';
import type { Action } from './template-actions.ts';
import { actionsOf } from './template-actions.ts';
import type { Span, Template } from './types.ts';

/**
 * Masks a template's actions. Of the branches of an `if` the first one is read, and what a `define` holds isn't part of the document at
 * all. Undefined where an action has no end, or goes on in the midst of another line.
 */
export function maskTemplate(text: string): Template | undefined {
  const actions = actionsOf(text);
  if (actions === undefined || actions.some((action) => !action.ownLines && endsElsewhere(text, action))) return undefined;
  const { unread, branches } = blocksOf(text, actions);
  const lines = actions.filter(({ ownLines }) => ownLines);
  const words = actions.filter(({ ownLines }) => !ownLines);
  const outputs = lines.filter(({ kind }) => kind === 'output');
  const masked = replaced(replaced(text, words, asWord), lines, asEmptyLines);
  return {
    plain: replaced(masked, outermost(unread), asEmptyLines),
    words,
    gaps: outermost([...outputs, ...unread]),
    branches,
    reshaped: lines.length > 0,
  };
}

function endsElsewhere(text: string, { start, end }: Action): boolean {
  return text.slice(start, end).includes('\n') && !/[\r\n]/.test(text.charAt(skipBlanks(text, end)) || '\n');
}

/** @param spans in order, none within another */
function replaced(text: string, spans: readonly Span[], by: (part: string) => string): string {
  let from = 0;
  const parts: string[] = [];
  for (const span of spans) {
    // The blanks before an action on lines of its own go with it: in a block scalar they might be indented further than the text.
    const start = Math.max(from, by === asEmptyLines ? skipBlanksBack(text, span.start) : span.start);
    parts.push(text.slice(from, start), by(text.slice(start, span.end)));
    from = span.end;
  }
  return parts.join('') + text.slice(from);
}

/** A word that every reader takes for a placeholder; of an action over several lines it is the first one. */
function asWord(action: string): string {
  const [line = ''] = action.split(/\r?\n/, 1);
  return `$(${'x'.repeat(line.length - 2)}${action.slice(line.length).replace(/[^\r\n]/g, ' ')}`;
}

function asEmptyLines(part: string): string {
  return part.replace(/[^\r\n]/g, '\n');
}

function outermost(spans: readonly Span[]): readonly Span[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  let reached = 0;
  return sorted.filter(({ start, end }) => {
    const isOuter = start >= reached;
    if (isOuter) reached = end;
    return isOuter;
  });
}

interface Blocks {
  /** What is not read: from an `else` to its end, what is for some versions of Kubernetes, and definitions. */
  readonly unread: readonly Span[];
  readonly branches: readonly Span[];
}

interface Block {
  readonly start: number;
  /** Where what isn't read begins. */
  readonly unreadFrom: number | undefined;
}

/** The blocks of a document. One may begin or end in another document of the file. */
function blocksOf(text: string, actions: readonly Action[]): Blocks {
  const open: Block[] = [];
  const closed: (Block & Span)[] = [];
  const outside: Block = { start: 0, unreadFrom: undefined };
  for (const action of actions) {
    const { kind, start, end, ownLines } = action;
    if (kind === 'open' || kind === 'define') open.push({ start: end, unreadFrom: unreadFrom(text, action) });
    else if (kind === 'end') closed.push({ ...(open.pop() ?? outside), end });
    else if (kind === 'else' && ownLines) open.push(withoutRest(open.pop() ?? outside, start));
  }
  closed.push(...open.map((block) => ({ ...block, end: text.length })));
  return {
    unread: closed.flatMap(({ unreadFrom: start, end }) => (start === undefined ? [] : [{ start, end }])),
    branches: closed.filter((block) => !holdsObject(text, block)).map(({ start, end }) => ({ start, end })),
  };
}

/** Where what isn't read begins in the block that an action opens, if all of it isn't. */
function unreadFrom(text: string, { kind, start, end, ownLines }: Action): number | undefined {
  if (!ownLines) return undefined;
  if (kind === 'define') return start;
  return asksForVersion(text.slice(start, end)) ? end : undefined;
}

function withoutRest(block: Block, from: number): Block {
  return { start: block.start, unreadFrom: block.unreadFrom ?? from };
}

/** True where a block is only for some versions of Kubernetes, so that it may well be wrong for the one that is set. */
function asksForVersion(action: string): boolean {
  return /Capabilities|semver|kubeVersion|apiVersion/i.test(action);
}

/** True where a block holds an object as a whole rather than a part of one. */
function holdsObject(text: string, { start, end }: Span): boolean {
  const block = text.slice(start, end);
  return /^apiVersion[ \t]*:/m.test(block) && /^kind[ \t]*:/m.test(block);
}
