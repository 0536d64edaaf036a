import { eachLeaf, isBlockScalar } from './leaves.ts';
import { endOfLine, lineAt, startOfLine } from './position.ts';
import { endOfLineFrom, startOfLineFrom } from './spans.ts';
import type { Comment, Span, YamlDocument, YamlNode } from './types.ts';

/**
 * All comments of a text, in order. A `#` begins one where a line begins or a blank stands before it, unless it is inside a scalar;
 * the header line of a block scalar may end in one.
 */
export function scanComments(text: string, root: YamlNode | undefined): Comment[] {
  const marks = commentMarks(text);
  if (marks.length === 0) return [];
  const comments: Comment[] = [];
  let next = 0;
  let free = 0;
  const takeUntil = (limit: number): void => {
    for (let mark = marks[next]; mark !== undefined && mark < limit; mark = marks[++next]) {
      if (mark < free) continue;
      const comment = commentFrom(text, mark);
      comments.push(comment);
      free = comment.end;
    }
  };
  const visit = (leaf: YamlNode): void => {
    takeUntil(leaf.start);
    if (isBlockScalar(leaf)) takeUntil(Math.min(leaf.end, endOfLineFrom(text, leaf.start)));
    free = Math.max(free, leaf.end);
  };
  if (root !== undefined) eachLeaf(root, visit);
  takeUntil(text.length);
  return comments;
}

/** Comments on the lines that a span covers, and the unbroken block of own-line comments directly above its first line. */
export function commentsAround(document: YamlDocument, span: Span): readonly Comment[] {
  const { comments } = document;
  const last = endOfLine(document, lineAt(document, span.end));
  let first = lineAt(document, span.start);
  for (let index = comments.length - 1; index >= 0; index--) {
    const comment = comments[index] as Comment;
    if (comment.ownLine && lineAt(document, comment.start) === first - 1) first--;
  }
  const from = startOfLine(document, first);
  return comments.filter((comment) => comment.start >= from && comment.start <= last);
}

function commentMarks(text: string): number[] {
  const marks: number[] = [];
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    if (at === 0 || isGap(text.charCodeAt(at - 1))) marks.push(at);
  }
  return marks;
}

function commentFrom(text: string, start: number): Comment {
  const end = endOfLineFrom(text, start);
  const ownLine = /^\uFEFF?[ \t]*$/.test(text.slice(startOfLineFrom(text, start), start));
  return { start, end, text: text.slice(start + 1, end), ownLine };
}

/** Blank, tab, line break or byte order mark. */
function isGap(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0xfeff;
}
