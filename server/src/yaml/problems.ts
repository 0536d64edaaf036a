import type { SyntaxProblem } from './types.ts';

/** Names of all kinds of syntax problem; they are stable, their messages may be improved. */
export type SyntaxCode =
  | 'alias-bomb'
  | 'bad-alias'
  | 'bad-directive'
  | 'bad-escape'
  | 'bad-indent'
  | 'bad-tag'
  | 'block-in-flow'
  | 'comment-space'
  | 'complex-key'
  | 'cyclic-alias'
  | 'duplicate-key'
  | 'encoding'
  | 'long-key'
  | 'merge-conflict'
  | 'misplaced-property'
  | 'missing-colon'
  | 'missing-comma'
  | 'missing-space'
  | 'nested-mapping'
  | 'reserved-character'
  | 'tab-indent'
  | 'too-deep'
  | 'too-large'
  | 'unclosed-bracket'
  | 'unclosed-quote'
  | 'undefined-alias'
  | 'unexpected';

/** A problem at `[start, end)`; the range is put in order and into the text. */
export function problemAt(code: SyntaxCode, start: number, end: number, message: string, text: string): SyntaxProblem {
  const from = Math.max(0, Math.min(start, text.length));
  return { code, start: from, end: Math.max(from, Math.min(end, text.length)), message };
}

/** Problems of a document that are told; whoever has more looks at the first ones first. */
const maximumProblems = 100;

/**
 * In the order of the text. Of errors that begin on one line, a parser's cascade, only the first is kept. Duplicate keys come from no
 * cascade, and never take the place of an error: a text that has one is not read for sure.
 */
export function inOrder(problems: readonly SyntaxProblem[], text: string): SyntaxProblem[] {
  const sorted = problems.toSorted(byPlace);
  const duplicates = sorted.filter(({ code }) => code === 'duplicate-key');
  const errors: SyntaxProblem[] = [];
  for (const problem of sorted) {
    const previous = errors.at(-1);
    if (problem.code === 'duplicate-key') continue;
    if (previous === undefined || text.slice(previous.start, problem.start).includes('\n')) errors.push(problem);
  }
  return [...errors, ...duplicates].slice(0, maximumProblems).toSorted(byPlace);
}

function byPlace(a: SyntaxProblem, b: SyntaxProblem): number {
  return a.start - b.start || a.end - b.end;
}

/** The text at a place, for a message: one line, at most 30 characters, in backquotes. */
export function quoted(text: string, start: number, end: number): string {
  const [line = ''] = text.slice(start, end).split(/\r?\n/, 1);
  return line.length > 30 ? `\`${line.slice(0, 29)}…\`` : `\`${line}\``;
}
