import { problemAt } from './problems.ts';
import type { SyntaxProblem } from './types.ts';

/** Share of characters that a decoder couldn't read (U+FFFD) from which on a text is taken for something else than UTF-8. */
const unreadableShare = 0.01;

/** What makes a text none that could be YAML: NUL characters, or many that are not UTF-8. */
export function encodingProblem(text: string): SyntaxProblem | undefined {
  const nul = text.indexOf('\0');
  if (nul >= 0) return problemAt('encoding', nul, nul + 1, 'This is no text in UTF-8 (it holds a NUL), so it is not read as YAML.', text);
  const first = text.indexOf('\uFFFD');
  if (first < 0 || (text.match(/\uFFFD/g) ?? []).length <= text.length * unreadableShare) return undefined;
  const message = 'Many characters here are not UTF-8, so it is not read as YAML; save the file as UTF-8.';
  return problemAt('encoding', first, first + 1, message, text);
}

/** A merge conflict left in a text, one problem for each; the parser's complaints about it help nobody. */
export function mergeConflicts(text: string): SyntaxProblem[] {
  const begins = [...text.matchAll(/(?<=^|\n)<{7}(?= |\r?\n)[^\r\n]*/g)];
  if (begins.length === 0 || !/\n={7}\r?\n/.test(text)) return [];
  const message =
    'A merge conflict was left in here; keep one of the two versions and delete the `<<<<<<<`, `=======` and `>>>>>>>` lines.';
  return begins.map(({ index, 0: line }) => problemAt('merge-conflict', index, index + line.length, message, text));
}
