import { endOfLineFrom, skipBlanks, skipBlanksBack, startOfLineFrom } from './spans.ts';
import type { Span } from './types.ts';

/** What an action does: opens a block, parts or ends one, writes something, or writes nothing at all (a comment, an assignment). */
export type ActionKind = 'open' | 'define' | 'else' | 'end' | 'output' | 'silent';

/** A `{{ … }}` of Go's text/template. */
export interface Action extends Span {
  readonly kind: ActionKind;
  /**
   * True where nothing but blanks and other actions shares its lines, or the key of a mapping or list that it begins and the lines below
   * continue.
   */
  readonly ownLines: boolean;
}

/**
 * The actions of a text, in order. Braces in an action's own texts and comments don't end it (https://pkg.go.dev/text/template).
 * Undefined where one has no end, or where there are more than anybody writes.
 */
export function actionsOf(text: string): readonly Action[] | undefined {
  const spans: Span[] = [];
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', (spans.at(-1) as Span).end)) {
    const end = endOfAction(text, start);
    if (end === undefined || spans.length === mostActions) return undefined;
    spans.push({ start, end });
  }
  return withLines(text, spans);
}

const mostActions = 20_000;

/** A comment, or a run of texts and other characters, up to the braces; nobody writes thousands of them. */
const body = /\{\{(?:-?\s?\/\*[\s\S]*?\*\/\s?-?|(?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|[^"`'}]|\}(?!\})){0,9999})\}\}/y;

function endOfAction(text: string, start: number): number | undefined {
  body.lastIndex = start;
  return body.test(text) ? body.lastIndex : undefined;
}

/** Each action with whether it shares its lines: those that follow each other with nothing but blanks between stand or fall together. */
function withLines(text: string, spans: readonly Span[]): readonly Action[] {
  const actions: Action[] = [];
  for (let from = 0; from < spans.length; ) {
    let to = from;
    while (spans[to + 1] !== undefined && skipBlanks(text, (spans[to] as Span).end) === spans[to + 1]?.start) to += 1;
    const run = spans.slice(from, to + 1);
    const { start } = run[0] as Span;
    const { end } = run.at(-1) as Span;
    const ownLines = skipBlanks(text, end) === endOfLineFrom(text, end) && (beginsLine(text, start) || beginsBlock(text, start, end));
    actions.push(...run.map((span) => ({ ...span, kind: kindOf(text.slice(span.start, span.end)), ownLines })));
    from = to + 1;
  }
  return actions;
}

/** True where nothing but blanks, and the byte order mark, stands before an offset on its line. */
function beginsLine(text: string, offset: number): boolean {
  const line = startOfLineFrom(text, offset);
  const first = skipBlanksBack(text, offset);
  return first === line || (line === 0 && first === 1 && text.startsWith('\uFEFF'));
}

/** True where an action stands behind a key, and entries that are indented further than that follow on the next lines. */
function beginsBlock(text: string, start: number, end: number): boolean {
  const before = text.slice(startOfLineFrom(text, start), start);
  const column = /^[ \t]*(?:-[ \t]+)*(?=[^\s:#][^\n#]*:[ \t]+$)/.exec(before)?.[0].length;
  nextEntry.lastIndex = end;
  const indent = column === undefined ? undefined : nextEntry.exec(text)?.[1];
  return indent !== undefined && indent.length > (column ?? 0);
}

/** The rest of a line, lines that are blank, comments or begin with an action, and then the indentation of an entry. */
const nextEntry = /[^\n]*\n(?:[ \t]*(?:(?:#|\{\{)[^\n]*)?\r?\n)*([ \t]*)(?:-[ \t]|[^\s:#][^\n]*:(?:[ \t\r\n]|$))/y;

const KINDS: Readonly<Record<string, ActionKind>> = {
  if: 'open',
  with: 'open',
  range: 'open',
  block: 'define',
  define: 'define',
  else: 'else',
  end: 'end',
  break: 'silent',
  continue: 'silent',
};

function kindOf(action: string): ActionKind {
  if (/^\{\{-?\s*(?:\/\*|\$\w*\s*:?=)/.test(action)) return 'silent';
  const word = /^\{\{-?\s*(\w+)/.exec(action)?.[1] ?? '';
  return KINDS[word] ?? 'output';
}
