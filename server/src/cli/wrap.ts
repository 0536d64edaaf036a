import { widthOf } from './columns.ts';

/** Full-width comma, full stop, semicolon, colon, exclamation and question mark, and the closing bracket. */
const CLOSING = '\u3001\u3002\uff0c\uff1b\uff1a\uff01\uff1f\uff09';
const OPENING = '\uff08';

/** Where a line may break: behind blanks, and around the characters of scripts that have none, save before their closing punctuation. */
const BREAKS = new RegExp(
  [
    String.raw`(?<=\s)(?=\S)`,
    String.raw`(?<=[\p{Script=Han}${CLOSING}])(?![${CLOSING}\s])`,
    String.raw`(?<=\S)(?=[\p{Script=Han}${OPENING}])`,
  ].join('|'),
  'u',
);

/**
 * A text in lines of a width, each indented. A word that is longer than a line stays whole.
 * @param width of the lines with their indent, in columns of a terminal
 */
export function wrapped(text: string, width: number, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(BREAKS)) {
    if (line !== '' && indent + widthOf((line + piece).trimEnd()) > width) {
      lines.push(line);
      line = '';
    }
    line += piece;
  }
  return [...lines, line].map((one) => `${' '.repeat(indent)}${one.trimEnd()}`);
}
