import { endOfLineAt, entryOf, lineContentStart } from './layout.ts';
import { isBlockScalar } from './leaves.ts';
import { lineAt } from './position.ts';
import { skipBlanks, skipBlanksBack } from './spans.ts';
import { styleAt } from './style.ts';
import type { Splice, YamlDocument, YamlNode } from './types.ts';

/** Writes a comment above the line on which something begins, indented like that line. */
export function commentAbove(document: YamlDocument, start: number, text: string): Splice[] | undefined {
  const lineStart = lineContentStart(document, lineAt(document, start));
  if (document.text.startsWith('---', lineStart)) return undefined;
  const { lineBreak } = styleAt(document, start);
  const indent = document.text.slice(lineStart, skipBlanks(document.text, lineStart));
  const lines = text.split(/\r?\n/).map((line) => `${indent}${hash(line)}${lineBreak}`);
  return [{ start: lineStart, end: lineStart, text: lines.join('') }];
}

/** Writes a comment at the end of the line on which something begins, behind a comment that is there already. */
export function commentAtEnd(document: YamlDocument, head: number, value: YamlNode, text: string): Splice[] | undefined {
  const line = lineForComment(document, head, value);
  return line === undefined ? undefined : [atEndOfLine(document, line, text)];
}

function atEndOfLine(document: YamlDocument, offset: number, text: string): Splice {
  const end = endOfLineAt(document, offset);
  const start = skipBlanksBack(document.text, end);
  return { start, end, text: ` ${hash(text.replace(/\s*\r?\n\s*/g, ' '))}` };
}

/**
 * An offset on the line to comment. A text in quotes or a plain one that runs over several lines can't be interrupted: the comment goes
 * to its last line, be it the value itself or the first one in a block that begins on the same line.
 */
function lineForComment(document: YamlDocument, head: number, value: YamlNode): number | undefined {
  if (value.start > endOfLineAt(document, head) || isBlockScalar(value)) return head;
  if (value.kind === 'scalar') return Math.max(head, value.end);
  if (value.kind === 'alias' || value.flow) return head;
  const first = entryOf(document, value, 0);
  return first && lineForComment(document, first.headEnd, first.value);
}

function hash(text: string): string {
  return text === '' ? '#' : `# ${text.trim()}`;
}
