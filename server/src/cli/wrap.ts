import { widthOf } from './columns.ts';

/** Where a line may break: behind blanks, and around the characters of scripts that have none, save before their closing punctuation. */
const BREAKS = /(?<=\s)(?=\S)|(?<=[\p{Script=Han}、。，；：！？）])(?![、。，；：！？）\s])|(?<=\S)(?=[\p{Script=Han}（])/u;

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
