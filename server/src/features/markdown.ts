/** Text that came from a file, as code: nothing in it is taken for Markdown. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('\n', ' ')}\``;
}

/** Text that came from a file as part of a sentence or a table's cell. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, (character) => `\\${character}`).replaceAll('\n', ' ');
}

/** A table. Its cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Paragraphs, the empty ones left out. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n');
}

/** A list of Markdown texts. */
export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Text that came from a file as a block of code, whatever it holds; of a long one, the beginning. */
export function codeBlock(text: string, { lines = 12, characters = 600 } = {}): string {
  const shown = text.slice(0, characters).split('\n').slice(0, lines).join('\n').trimEnd();
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, shown.length < text.trimEnd().length ? `${shown}\n…` : shown, fence].join('\n');
}
