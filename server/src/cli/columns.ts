import { stripVTControlCharacters } from 'node:util';

/** Characters that take two columns of a terminal: those of East Asian scripts, and pictures (Unicode Standard Annex #11). */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;

/** Width of a text in columns of a terminal, colour codes left out. */
export function widthOf(text: string): number {
  const plain = stripVTControlCharacters(text);
  return [...plain].length + (plain.match(WIDE)?.length ?? 0);
}

/** Rows in columns as wide as their widest cell, two blanks apart. Columns named in `right` are set flush right. */
export function inColumns(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, text] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(text));
  }
  const cell = (text: string, column: number) => {
    const padding = ' '.repeat((widths[column] ?? 0) - widthOf(text));
    return right.includes(column) ? padding + text : text + padding;
  };
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}
