/** `$NAME`, `${NAME}` and `${NAME:-default}`; nested ones are found from the inside out. `$$` is a dollar sign (Compose file reference, interpolation). */
const VARIABLE = /\$\$|\$(?:[A-Za-z_]\w*|\{[^{}]*\})/g;

/** Stands for a variable in a text; no YAML can hold it. */
const MARK = '\0';

/** True where Compose puts a variable's value into a text, so that nobody knows what it will be. */
export function isInterpolated(text: string): boolean {
  return text.includes('$') && maskVariables(text).includes(MARK);
}

/** The text with each variable replaced by a mark, so that the colons of a default aren't taken for the text's own. */
export function maskVariables(text: string): string {
  let masked = text;
  // Each round resolves the innermost ones; nobody nests defaults deeper.
  for (let round = 0; round < 4; round += 1) {
    const next = masked.replace(VARIABLE, (match) => (match === '$$' ? match : MARK));
    if (next === masked) return masked;
    masked = next;
  }
  return masked;
}
