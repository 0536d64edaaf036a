/** Width of a text on a terminal, colour codes left out. */
function widthOf(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what colour codes begin with.
  return text.replace(/\u001b\[\d+m/g, '').length;
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
