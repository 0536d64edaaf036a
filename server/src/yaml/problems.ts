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

/** In the order of the text; of problems that begin on one line, a parser's error cascade, only the first is kept. */
export function inOrder(problems: readonly SyntaxProblem[], text: string): SyntaxProblem[] {
  const kept: SyntaxProblem[] = [];
  for (const problem of problems.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const previous = kept.at(-1);
    if (kept.length === maximumProblems) break;
    if (previous === undefined || text.slice(previous.start, problem.start).includes('\n')) kept.push(problem);
  }
  return kept;
}

/** The text at a place, for a message: one line, at most 30 characters, in backquotes. */
export function quoted(text: string, start: number, end: number): string {
  const [line = ''] = text.slice(start, end).split(/\r?\n/, 1);
  return line.length > 30 ? `\`${line.slice(0, 29)}…\`` : `\`${line}\``;
}
